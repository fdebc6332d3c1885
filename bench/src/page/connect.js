// Measures from choosing an engine until its images are painted: at least `count` of them if `full`, else fewer.
const [address, count, full] = arguments
const { invoke } = window.__TAURI_INTERNALS__
const shown = () => Number(document.querySelector('[data-testid=images-table]')?.getAttribute('aria-rowcount') ?? 0)
const choose = async () => {
  const [endpoint] = await invoke('endpoints')
  const start = performance.now()
  await invoke('connect', { endpoint: { ...endpoint, address, tls: null } })
  await until(() => document.querySelector('[data-testid=image-row]') && shown() > count === full)
  return (await painted()) - start
}
choose().then(done, (error) => done(JSON.stringify(error)))
