/** Examples: what images consist of, how they came about, and which are left over. */
import { instruction } from '../../../domain/images/history'
import type { EngineState } from '../../../engine/engineState.svelte'
import type { Image } from '../../../engine/gen/image'
import { escapeInvisible } from '../../../messages/escapeInvisible'
import { bytes } from '../../../messages/format'
import { find, nameOf, newest, ofSubject, toImage, type Example, type Examples } from './example'

export const imageExamples = {
  image: ({ live }) => {
    const image = newest([...live.images.values()].filter(({ kind }) => kind !== 'intermediate'))
    const count = [...live.images.values()].filter(({ kind }) => kind !== 'intermediate').length
    return image && { values: { count, name: nameOf(image), size: bytes(image.size) }, way: toImage(image) }
  },
  layer: (context) =>
    ofSubject(context, (detail) => {
      const steps = detail.history.filter((step) => step.layer !== null)
      const largest = Math.max(...steps.map((step) => step.size))
      // Where the engine does not tell every layer, their number is not told either.
      if (steps.length === 0 || detail.history.some((step) => step.size > 0 && step.layer === null)) return null
      return { count: steps.length, largest: bytes(largest) }
    }),
  'base-image': ({ live }) => {
    const child = find(live.images, (image) => image.tags.length > 0 && has(live.images, image.parent))
    const parent = child?.parent ? live.images.get(child.parent) : undefined
    return child && parent ? { values: { child: nameOf(child), parent: nameOf(parent) }, way: toImage(child) } : null
  },
  dangling: ({ live }) => ofKind(live, 'dangling'),
  intermediate: ({ live }) => ofKind(live, 'intermediate'),
  history: (context) => ofSubject(context, ({ history }) => (history.length > 0 ? { count: history.length } : null)),
  env: (context) =>
    ofSubject(context, ({ env }) => (env[0] === undefined ? null : { variable: escapeInvisible(env[0]) })),
  entrypoint: (context) =>
    ofSubject(context, ({ entrypoint, command }) => {
      const words = [...entrypoint, ...command]
      return words.length > 0 ? { command: escapeInvisible(words.join(' ')) } : null
    }),
  prune: ({ live }) => {
    // What a container uses stays, dangling or not.
    const count = [...live.images.values()].filter(({ id, kind }) => kind === 'dangling' && !live.users.has(id)).length
    return count > 0 ? { values: { count }, way: { to: 'filter', text: 'dangling:true in-use:false' } } : null
  },
  dockerfile: (context) =>
    ofSubject(context, ({ history }) => {
      const line = history.map((step) => instruction(step.createdBy)).find((text) => /^[A-Z]{2,} /.test(text))
      return line === undefined
        ? null
        : { instruction: escapeInvisible(line.length > 120 ? `${line.slice(0, 120)}…` : line) }
    }),
  buildkit: (context) =>
    ofSubject(context, ({ history }) => {
      const mark = history.find((step) => step.comment.startsWith('buildkit'))
      return mark ? { mark: escapeInvisible(mark.comment) } : null
    }),
} satisfies Examples

function ofKind(live: EngineState, kind: 'dangling' | 'intermediate'): Example | null {
  const all = [...live.images.values()].filter((image) => image.kind === kind)
  const size = bytes(all.reduce((sum, image) => sum + image.size, 0))
  return all.length > 0 ? { values: { count: all.length, size }, way: { to: 'filter', text: `${kind}:true` } } : null
}

function has(images: ReadonlyMap<string, Image>, id: string | null): boolean {
  return id !== null && images.has(id)
}
