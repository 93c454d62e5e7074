/** Production: `npm start`. Configuration → database → app → listen; refuses to start without its secrets. */
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  console.error(
    `Mũi Tiêm needs Node 24; this is ${process.version}. Start it with "npm start", which brings its own.`,
  )
  process.exit(1)
}

const { loadConfig } = await import('./config.ts')
const { startService, stopOnSignals } = await import('./service.ts')
const log = {
  info: (message: string) => console.error(message),
  warn: (message: string) => console.error(message),
}

try {
  const service = await startService(loadConfig(), log)
  stopOnSignals(() => service.close(), log)
  log.info(`Mũi Tiêm is ready at ${service.address}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
