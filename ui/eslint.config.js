import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

import svelteConfig from './svelte.config.js'

/** Only the page's one door may know that there is a window around it. */
const oneDoor = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/engine/ may import Tauri: use the Engine interface.' }],
    },
  ],
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
  { files: ['src/**/*'], ignores: ['src/engine/**'], rules: oneDoor },
)
