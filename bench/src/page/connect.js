// How long it takes from choosing an engine until its images are drawn.
const [address, least, most] = arguments
const { invoke } = window.__TAURI_INTERNALS__
const table = () => Number(document.querySelector('[data-testid=images-table]')?.getAttribute('aria-rowcount') ?? 0)
invoke('endpoints').then(async ([endpoint]) => {
  const start = performance.now()
  await invoke('connect', { endpoint: { ...endpoint, address, tls: null } })
  await until(() => table() > least && table() <= most && document.querySelector('[data-testid=image-row]'))
  done((await drawn()) - start)
})
