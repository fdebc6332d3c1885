/**
 * The glossary's terms, as data: the group each belongs to, and the words by which it is recognised in a text of each
 * language. What they mean stands in the messages: `term-<id>`, `term-<id>-meaning`, `term-<id>-example`.
 */
import type { Language } from './index.svelte'

export interface Term {
  group: Group
  /** As it is written; it may begin with a capital, too. Every form of a word is listed, so that none is guessed. */
  words: Record<Language, readonly string[]>
}

export const groups = ['images', 'names', 'containers', 'running', 'making', 'engine'] as const
export type Group = (typeof groups)[number]

/** In the order in which one may read them. */
export const terms = {
  image: term('images', ['image', 'images'], ['镜像', 'image']),
  layer: term('images', ['layer', 'layers'], ['镜像层', '一层层', '层', 'layer']),
  'base-image': term('images', ['base image', 'base images', 'parent image', 'parent images'], ['基础镜像', '父镜像']),
  dangling: term('images', ['dangling image', 'dangling images', 'dangling'], ['虚悬镜像', '悬空镜像', '虚悬']),
  intermediate: term(
    'images',
    ['intermediate image', 'intermediate images', 'intermediate'],
    ['中间层镜像', '中间镜像', '中间层'],
  ),
  history: term('images', ['history', 'histories'], ['镜像历史', '历史']),
  platform: term('images', ['platform', 'platforms'], ['平台']),
  manifest: term('images', ['manifest', 'manifests'], ['清单', 'manifest']),
  archive: term('images', ['archive', 'archives', 'docker save', 'docker load'], ['镜像归档', '归档']),
  oci: term('images', ['OCI'], ['OCI']),

  repository: term('names', ['repository', 'repositories'], ['仓库名', '仓库']),
  tag: term('names', ['tag', 'tags'], ['标签', 'tag']),
  reference: term('names', ['reference', 'references'], ['镜像引用', '镜像名称']),
  'image-id': term('names', ['image ID', 'image IDs'], ['镜像 ID']),
  digest: term('names', ['digest', 'digests'], ['摘要', 'digest']),
  registry: term('names', ['registry', 'registries'], ['镜像仓库', '仓库服务', '注册服务器', 'registry']),
  'docker-hub': term('names', ['Docker Hub'], ['Docker Hub']),
  mirror: term(
    'names',
    ['registry mirror', 'registry mirrors', 'mirror', 'mirrors'],
    ['镜像加速器', '镜像加速地址', '加速地址', '镜像加速', '镜像源', '加速器'],
  ),
  untag: term('names', ['untag', 'untags', 'untagged'], ['去掉标签', '取消标签', 'untag']),

  container: term('containers', ['container', 'containers'], ['容器', 'container']),
  'container-layer': term(
    'containers',
    ['container layer', 'container layers', 'writable layer', 'writable layers'],
    ['容器层', '可写层'],
  ),
  overlay: term(
    'containers',
    ['overlay filesystem', 'union filesystem', 'overlayfs', 'overlay2'],
    ['联合文件系统', 'OverlayFS', 'overlay2'],
  ),
  'copy-on-write': term('containers', ['copy-on-write', 'copy on write'], ['写时复制', 'copy-on-write']),
  diff: term('containers', ['diff', 'docker diff'], ['docker diff', 'diff']),
  volume: term('containers', ['volume', 'volumes'], ['数据卷', '命名卷', '卷']),
  'anonymous-volume': term('containers', ['anonymous volume', 'anonymous volumes'], ['匿名数据卷', '匿名卷']),
  'bind-mount': term('containers', ['bind mount', 'bind mounts'], ['绑定挂载']),
  label: term('containers', ['label', 'labels'], ['元数据标签', '标签（label）', 'label']),

  pull: term('running', ['pull', 'pulls', 'pulled', 'pulling'], ['拉取', 'pull']),
  push: term('running', ['push', 'pushes', 'pushed', 'pushing'], ['推送', 'push']),
  exec: term('running', ['exec', 'docker exec'], ['docker exec', 'exec']),
  attach: term('running', ['attach', 'attached'], ['附加', 'attach']),
  shell: term('running', ['shell', 'shells'], ['shell']),
  terminal: term('running', ['terminal', 'terminals', 'TTY'], ['终端', 'TTY']),
  stdin: term('running', ['standard input', 'stdin'], ['标准输入', 'stdin']),
  detached: term('running', ['detached', 'detached mode', 'in the background'], ['后台运行', '在后台运行', '后台']),
  port: term(
    'running',
    ['publish a port', 'published port', 'published ports', 'port mapping', 'port', 'ports'],
    ['端口映射', '发布端口', '端口'],
  ),
  env: term('running', ['environment variable', 'environment variables', 'environment'], ['环境变量']),
  entrypoint: term('running', ['entrypoint', 'ENTRYPOINT', 'CMD'], ['入口点', 'ENTRYPOINT', 'CMD']),
  prune: term('running', ['prune', 'prunes', 'pruned'], ['prune', '清除无用数据']),

  commit: term('making', ['commit', 'commits', 'committed', 'committing'], ['提交', 'commit']),
  build: term('making', ['build', 'builds', 'building'], ['构建', 'build']),
  dockerfile: term('making', ['Dockerfile', 'Dockerfiles'], ['Dockerfile']),
  'build-cache': term('making', ['build cache'], ['构建缓存']),
  buildkit: term('making', ['BuildKit'], ['BuildKit']),

  engine: term('engine', ['engine', 'engines', 'daemon'], ['引擎', '守护进程']),
  socket: term('engine', ['socket', 'sockets'], ['套接字', 'socket']),
  context: term('engine', ['context', 'contexts'], ['上下文', 'context']),
  podman: term('engine', ['Podman'], ['Podman']),
} as const satisfies Record<string, Term>

export type TermId = keyof typeof terms

export const termIds = Object.keys(terms) as TermId[]

/** Words that hold a term's word and mean something else. */
export const others: Record<Language, readonly string[]> = {
  en: ['daemon off', 'Open Container Initiative'],
  'zh-CN': ['层次', '底层', '分层', '层级', '层面', '提交说明', '开放容器倡议', 'daemon off'],
}

function term(group: Group, en: readonly string[], zh: readonly string[]): Term {
  return { group, words: { en, 'zh-CN': zh } }
}
