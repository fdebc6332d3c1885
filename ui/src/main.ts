import './app.css'

import { mount } from 'svelte'

import { tauriEngine } from './engine/tauri'
import App from './shell/App.svelte'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')

mount(App, { target, props: { engine: tauriEngine } })
