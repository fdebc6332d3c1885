import { beforeEach, expect, test } from 'vitest'

import { EngineState } from '../../../engine/engineState.svelte'
import type { EngineInfo } from '../../../engine/gen/engine'
import type { HistoryStep } from '../../../engine/gen/image'
import { languages, messageIds, messageIn, setLanguage } from '../../../messages/index.svelte'
import { termIds, type TermId } from '../../../messages/terms'
import { nothingRefused } from '../../../testing/fakeEngine'
import { aContainer } from '../../../testing/fixtures/containers'
import { anEndpoint, anEngine } from '../../../testing/fixtures/engines'
import { aDetail, anImage, digest } from '../../../testing/fixtures/images'
import { aJob } from '../../../testing/fixtures/jobs'
import { subjectOf } from './example'
import { exampleOf, examples, needDetail } from './examples'

beforeEach(() => setLanguage('en'))

const ubuntu = anImage({
  tags: ['ubuntu:14.04', 'ubuntu:trusty'],
  digests: [`ubuntu@${digest('64885fd8')}`],
  labels: { maintainer: 'harbour' },
})
const child = anImage({
  id: digest('ccc'),
  tags: ['127.0.0.1:5000/shop/app:1.0'],
  parent: ubuntu.id,
  created: ubuntu.created + 1,
})
const dangling = [digest('d1'), digest('d2')].map((id) =>
  anImage({ id, kind: 'dangling', tags: [], size: 206_000_000 }),
)
const intermediate = anImage({ id: digest('e1'), kind: 'intermediate', tags: [] })

const web = aContainer({
  command: '/bin/bash -c serve',
  ports: [
    { container: 443, protocol: 'tcp', host: null, address: '' },
    { container: 80, protocol: 'tcp', host: 8080, address: '0.0.0.0' },
  ],
  mounts: [
    { kind: 'volume', source: 'data', path: '/var/lib/data', writable: true },
    { kind: 'volume', source: 'ab12'.padEnd(64, '0'), path: '/cache', writable: true },
    { kind: 'bind', source: '/home/me/site', path: '/site', writable: false },
  ],
})
const other = aContainer({ id: 'beef'.padEnd(64, '0'), name: 'other', state: 'exited', tty: false })

function step(over: Partial<HistoryStep>): HistoryStep {
  return {
    image: null,
    tags: [],
    createdBy: '',
    comment: '',
    created: 1,
    size: 0,
    layer: null,
    colourKey: null,
    ...over,
  }
}

const detail = aDetail({
  history: [
    step({ createdBy: 'CMD ["/bin/bash"]', comment: 'buildkit.dockerfile.v0' }),
    step({ createdBy: 'RUN /bin/sh -c make # buildkit', size: 1_000_000, layer: digest('11') }),
    step({ createdBy: '/bin/sh -c #(nop) ADD file:1 in / ', size: 188_000_000, layer: digest('22') }),
  ],
})

function live(engine: EngineInfo | null = anEngine(), ...parts: Parameters<EngineState['apply']>[0][]): EngineState {
  const made = new EngineState()
  if (engine) made.apply({ kind: 'engine', status: { state: 'connected', engine } })
  for (const part of parts) made.apply(part)
  return made
}

function full(engine: Partial<EngineInfo> = {}): EngineState {
  return live(
    anEngine({
      mirrors: ['https://mirror.example/'],
      endpoint: anEndpoint({ source: 'context', name: 'colima' }),
      ...engine,
    }),
    {
      kind: 'inventory',
      inventory: {
        revision: 1,
        loaded: true,
        ...nothingRefused,
        images: [ubuntu, child, ...dangling, intermediate],
        containers: [web, other],
      },
    },
    {
      kind: 'jobs',
      jobs: [
        aJob({ state: 'done', outcome: { kind: 'image', id: ubuntu.id, reference: 'ubuntu:14.04' } }),
        aJob({
          id: 2,
          state: 'done',
          action: {
            kind: 'commit',
            container: 'web',
            repository: 'shop/app',
            tag: '1.0',
            author: '',
            message: '',
            pause: true,
            changes: [],
          },
          outcome: { kind: 'image', id: child.id, reference: child.tags[0] ?? null },
        }),
        aJob({ id: 3, state: 'done', action: { kind: 'keepCopy', image: ubuntu.id, tags: ['ubuntu:14.04'] } }),
        aJob({
          id: 4,
          state: 'done',
          action: {
            kind: 'run',
            image: 'ubuntu:14.04',
            command: '',
            name: 'web',
            interactive: false,
            tty: false,
            remove: false,
            detach: true,
            ports: [],
            env: [],
            volumes: [],
            other: [],
          },
          outcome: { kind: 'container', id: web.id },
        }),
        aJob({
          id: 5,
          state: 'done',
          action: { kind: 'build', dockerfile: 'FROM ubuntu:14.04', tag: 'shop/app:1.1' },
          log: ['Step 1/2 : RUN make', ' ---> Using cache', 'Step 2/2 : RUN make install', ' ---> Using cache'],
        }),
      ],
    },
    {
      kind: 'consoles',
      consoles: (['exec', 'attach'] as const).map((kind) => ({
        id: kind,
        container: web.id,
        containerName: 'web',
        command: '/bin/bash',
        commandLine: kind === 'exec' ? 'docker exec -it web /bin/bash' : 'docker attach web',
        user: '',
        tty: true,
        kind,
        closing: 'ends',
        state: 'open',
        exitCode: null,
      })),
    },
  )
}

const sentences: Partial<Record<TermId, string>> = {
  image: 'You have 4. The newest is 127.0.0.1:5000/shop/app:1.0, 197MB.',
  layer: 'ubuntu:14.04 has 2; the largest is 188MB.',
  'base-image': '127.0.0.1:5000/shop/app:1.0 was built on ubuntu:14.04.',
  dangling: 'You have 2, 412MB in total as listed.',
  intermediate: 'You have one, hidden by default.',
  history: 'ubuntu:14.04 was created in 3 steps.',
  platform: 'Your engine’s platform is linux/amd64.',
  archive: 'Slipway’s copy of ubuntu:14.04 is one, compressed.',
  repository: 'Here, ubuntu has 2 tags: 14.04, trusty',
  tag: 'Here, ubuntu:14.04 and ubuntu:trusty are two tags of one image, 13b66b487594.',
  reference: 'In ubuntu:14.04, the repository is ubuntu and the tag is 14.04.',
  'image-id': 'The ID of ubuntu:14.04 is 13b66b487594.',
  digest: 'ubuntu:14.04 was pulled as ubuntu@sha256:64885fd80000…',
  registry: '127.0.0.1:5000/shop/app:1.0 belongs to the registry 127.0.0.1:5000.',
  'docker-hub': 'ubuntu:14.04 doesn’t name a registry, so it would be pulled from there.',
  mirror: 'Your engine is configured to use https://mirror.example/.',
  untag: '13b66b487594 has the names ubuntu:14.04 and ubuntu:trusty; removing one of them deletes nothing.',
  container: 'You have 2, 1 of them running. web, for example, was created from ubuntu:14.04.',
  'container-layer': 'Everything web has written so far is in its own.',
  'copy-on-write': 'web and other share all files of ubuntu:14.04 and store only what each has changed.',
  diff: 'docker diff web lists the changes in one of yours.',
  volume: 'web stores /var/lib/data in the volume data.',
  'anonymous-volume': 'web stores /cache in one: ab1200000000…',
  'bind-mount': 'In web, /site is /home/me/site on the host.',
  label: 'ubuntu:14.04 has the label maintainer=harbour',
  pull: 'Slipway’s latest one here was ubuntu:14.04.',
  exec: 'Your console in web is one: docker exec -it web /bin/bash',
  attach: 'Your console in web is one: docker attach web',
  shell: 'web runs one: /bin/bash',
  terminal: 'web was created with one.',
  stdin: 'What you type in your console in web goes there.',
  detached: 'web was started this way.',
  port: 'Port 8080 is mapped to port 80 in web.',
  env: 'ubuntu:14.04 sets PATH=/usr/bin:/bin',
  entrypoint: 'ubuntu:14.04 runs /bin/bash',
  prune: 'It would delete 2 images here.',
  commit: '127.0.0.1:5000/shop/app:1.0 was created this way, from the container web.',
  dockerfile: 'The history of ubuntu:14.04 shows such a step: CMD ["/bin/bash"]',
  'build-cache': 'The last build of shop/app:1.1 used 2 steps from it.',
  buildkit: 'It built ubuntu:14.04, whose history says buildkit.dockerfile.v0.',
  engine: 'Yours is Docker 28.5.2 on harbour.',
  socket: 'Yours is unix:///var/run/docker.sock',
  context: 'You’re using colima: unix:///var/run/docker.sock',
  podman: 'Yours is Podman 4.3.1.',
}

test('each example has its sentence, and each sentence its example', () => {
  const written = messageIds('en').flatMap((id) => /^term-(.*)-example$/.exec(id)?.[1] ?? [])
  expect(written.sort(), 'the messages').toEqual(Object.keys(examples).sort())
  expect(Object.keys(sentences).sort(), 'what is tested below').toEqual(Object.keys(examples).sort())
})

test.each(Object.entries(sentences) as [TermId, string][])('the example of %s is what is there', (id, sentence) => {
  const engine: Partial<EngineInfo> = id === 'podman' ? { product: 'podman', version: '4.3.1' } : {}
  const example = exampleOf(id, { live: full(engine), detail })
  expect(example, 'there is one').not.toBeNull()
  expect(messageIn('en', `term-${id}-example`, example?.values), 'in words').toBe(sentence)
  expect(messageIn('zh-CN', `term-${id}-example`, example?.values), 'no value is missing').not.toMatch(/[{}]/)
})

test.each(termIds)('there is no example of %s on an engine that has nothing, nor without one', (id) => {
  const ofTheEngine = ['engine', 'platform', 'socket']
  expect(exampleOf(id, { live: live(null), detail: null }), 'no engine').toBeNull()
  if (!ofTheEngine.includes(id))
    expect(exampleOf(id, { live: live(anEngine()), detail: null }), 'nothing on it').toBeNull()
})

test.each([...needDetail])('the example of %s waits for what it needs', (id) => {
  expect(exampleOf(id, { live: full(), detail: null }), 'not read yet').toBeNull()
  expect(exampleOf(id, { live: full(), detail: aDetail({ ...detail, id: digest('gone') }) }), 'gone since').toBeNull()
})

test('layers that an engine does not tell are not counted', () => {
  const untold = aDetail({ history: [step({ size: 5 }), step({ size: 5, layer: digest('1') })] })
  expect(exampleOf('layer', { live: full(), detail: untold }), 'one is missing').toBeNull()
})

test('what a container uses is not said to be pruned', () => {
  const used = live(anEngine(), {
    kind: 'inventory',
    inventory: {
      revision: 1,
      loaded: true,
      ...nothingRefused,
      images: [...dangling],
      containers: [aContainer({ imageId: dangling[0]?.id ?? '' })],
    },
  })
  expect(exampleOf('prune', { live: used, detail: null })?.values, 'the other one').toEqual({ count: 1 })
})

test('an archive that was looked into is an example, too', () => {
  const action = { kind: 'readArchive', path: '/home/me/app.tar' } as const
  const looked = live(anEngine(), { kind: 'jobs', jobs: [aJob({ state: 'done', action })] })
  const example = exampleOf('archive', { live: looked, detail: null })
  expect(messageIn('en', 'term-archive-example', example?.values)).toBe('You have inspected /home/me/app.tar.')
})

test('the image to look into is one in use, else the newest', () => {
  expect(subjectOf(full())?.id, 'in use').toBe(ubuntu.id)
  const unused = live(anEngine(), {
    kind: 'inventory',
    inventory: { revision: 1, loaded: true, images: [ubuntu, child, ...dangling], containers: [], ...nothingRefused },
  })
  expect(subjectOf(unused)?.id, 'the newest with a name').toBe(child.id)
})

test.each(languages)('in %s every term has its name and a meaning of about two lines', (language) => {
  const ids = messageIds(language)
  for (const id of termIds) {
    expect(ids, 'its name').toContain(`term-${id}`)
    expect(ids, 'its meaning').toContain(`term-${id}-meaning`)
    const meaning = messageIn(language, `term-${id}-meaning`)
    expect(meaning.length, `${id}: longer than two lines`).toBeLessThan(language === 'en' ? 200 : 90)
    expect(meaning, `${id}: a whole sentence`).toMatch(/[.。]$/)
  }
  const known = termIds.flatMap((id) => [`term-${id}`, `term-${id}-meaning`, `term-${id}-example`])
  expect(
    ids.filter((id) => id.startsWith('term-') && !known.includes(id)),
    'messages of no term',
  ).toEqual([])
})
