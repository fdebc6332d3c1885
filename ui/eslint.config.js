import { readdirSync } from 'node:fs'

import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

import svelteConfig from './svelte.config.js'

/** The floors of src, from the lowest up: a file imports from its own floor and from lower ones. */
const floors = ['engine', 'messages', 'domain', 'state', 'components', 'features', 'shell']

/** Features do not import each other, except for these pairs. */
const pairs = [
  { from: 'cleanup', to: 'copies', reason: 'a clean-up offers to keep a copy of what exists nowhere else' },
  { from: 'engines', to: 'mirrors', reason: "an engine's mirrors are a section of its screen" },
  { from: 'engines', to: 'practice', reason: 'the practice engine is one of the engines to connect to' },
  { from: 'images', to: 'copies', reason: 'an image is kept as a copy from its drawer and before its removal' },
  { from: 'jobs', to: 'copies', reason: 'kept copies and removal records are tabs of the jobs screen' },
  { from: 'lessons', to: 'practice', reason: 'lessons reset the practice engine that they are done on' },
  { from: 'parse', to: 'cleanup', reason: 'a pasted `docker … prune` opens clean-up with its targets selected' },
  { from: 'run', to: 'parse', reason: 'the run form is filled from a pasted `docker run`' },
]

const features = readdirSync(new URL('src/features', import.meta.url))

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only src/engine/ may import Tauri: use the Engine interface.',
}
const testing = outOf(['testing'], 'Only tests import from src/testing/.')

/** Forbids imports that lead out of a folder of src into one of these. */
function outOf(folders, message) {
  return folders.length > 0 ? [{ regex: String.raw`^(\.\./)+(${folders.join('|')})/`, message }] : []
}

/** What these files may not import. It replaces what an earlier configuration says of them. */
function restricted(files, patterns) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

const floorRules = floors.flatMap((floor, index) => {
  const higher = outOf(floors.slice(index + 1), `src/${floor}/ imports from its own floor and from lower ones.`)
  const always = floor === 'engine' ? higher : [tauri, ...higher]
  const own =
    floor === 'features'
      ? features.map((feature) =>
          restricted([`src/features/${feature}/**`], [...always, ...testing, ...others(feature)]),
        )
      : [restricted([`src/${floor}/**`], [...always, ...testing])]
  return [...own, restricted([`src/${floor}/**/*.test.ts`], always)]
})

/** The features that one may not import. */
function others(feature) {
  const allowed = [feature, ...pairs.filter(({ from }) => from === feature).map(({ to }) => to)]
  return outOf(
    features.filter((other) => !allowed.includes(other)),
    'Features do not import each other: move what they share to a lower floor, or list the pair in eslint.config.js.',
  )
}

export default ts.config(
  { ignores: ['dist', 'src/engine/gen'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: { 'no-console': 'error', 'svelte/no-at-html-tags': 'error', 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  restricted(['src/**'], [tauri]),
  ...floorRules,
)
