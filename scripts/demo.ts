/**
 * A whole invented city on the embedded PostgreSQL: `npm run demo`. Honours PORT, HOST, DATA_DIR (default `data/demo`)
 * and DATABASE_URL. The first start builds the city and prints one sign-in per role; later starts keep everything.
 *
 * `-- --tls` serves it to phones of the local network: over TLS under an authority of its own (kept in DATA_DIR/tls), on
 * PORT (default 8443), and beside it, on CA_PORT (default 8081), the certificate that a phone installs first.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { z } from 'zod'
import { roles } from '#domain/access.ts'
import { campaign } from '#db/tables/campaigns.ts'
import { place } from '#db/tables/geography.ts'
import { buildDemoCity, type DemoSignIn } from '#sim/demo-city.ts'
import { buildApp } from '#src/app.ts'
import { loadConfig, makeSecrets, type Config } from '#src/config.ts'
import { openDeps, stopOnSignals } from '#src/service.ts'
import { ensureWebBuilt } from './build-web.ts'
import { describeTls, localAddresses, serveTls } from './tls/serve-tls.ts'

const startedAt = performance.now()
const log = {
  info: (message: string) => console.error(message),
  warn: (message: string) => console.error(message),
}

const Secrets = z.object({
  TOKEN_SECRET: z.string(),
  IDENTIFIER_SECRET: z.string(),
  INVITATION_PRIVATE_KEY: z.string(),
})
const SignIns = z.object({
  authorityId: z.string(),
  signIns: z.array(
    z.object({ role: z.enum(roles), signInName: z.string(), secret: z.string(), place: z.string() }),
  ),
})
type Opened = Awaited<ReturnType<typeof openDeps>>

/** Read by nobody but their owner; written aside first, so that a kill leaves the old file or the new one. */
function keep(path: string, content: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  chmodSync(`${path}.new`, 0o600)
  renameSync(`${path}.new`, path)
}

function loadKept<T>(path: string, schema: z.ZodType<T>): T | null {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null
}

function configure(dataDir: string, overTls: boolean): Config {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'secrets.json')
  const secrets = loadKept(path, Secrets) ?? makeSecrets()
  keep(path, secrets)
  const defaults = {
    AUTHORITY_CODE: '46-474',
    AUTHORITY_NAME: 'Trung tâm Y tế thành phố Huế (giả định)',
    LOG_LEVEL: 'warn',
    ...(overTls ? tlsDefaults() : {}),
  }
  return loadConfig({ ...defaults, ...process.env, DATA_DIR: dataDir }, secrets)
}

/** Where phones find the demo: what the codes of shifts and invitations name. */
function tlsDefaults() {
  const port = process.env['PORT'] || '8443'
  return { HOST: '0.0.0.0', PORT: port, PUBLIC_URL: `https://${localAddresses()[0] ?? '127.0.0.1'}:${port}` }
}

/** What the database holds: nothing yet, the city with its sign-ins, or one whose building was cut short. */
async function readCity(
  { deps }: Opened,
  path: string,
): Promise<{ state: 'empty' | 'unfinished' } | { state: 'built'; signIns: DemoSignIn[] }> {
  const kept = loadKept(path, SignIns)
  if (kept?.authorityId === deps.authority.id) return { state: 'built', signIns: kept.signIns }
  const [begun] = await deps.db.select({ id: place.id }).from(place).limit(1)
  const [planned] = await deps.db.select({ id: campaign.id }).from(campaign).limit(1)
  return { state: begun === undefined && planned === undefined ? 'empty' : 'unfinished' }
}

/** The database with the city in it. */
async function openCity(config: Config): Promise<Opened & { signIns: DemoSignIn[] }> {
  const opened = await openDeps(config, log, { demo: true })
  const path = join(config.dataDir, 'sign-ins.json')
  try {
    const found = await readCity(opened, path)
    if (found.state === 'built') return { ...opened, signIns: found.signIns }
    if (found.state === 'empty') {
      log.info('Building the city that never was; this takes a few seconds …')
      const signIns = await buildDemoCity(opened.deps, randomBytes)
      await countRows(opened.ground.url)
      keep(path, { authorityId: opened.deps.authority.id, signIns })
      return { ...opened, signIns }
    }
  } catch (error) {
    await opened.close()
    throw error
  }
  if (opened.ground.embedded === null) {
    await opened.close()
    throw new Error(
      'DATABASE_URL holds something else than a finished demo city. Give the demo an empty database.',
    )
  }
  log.info('The last start was cut short while the city was being built: starting over.')
  await dropDatabase(opened, opened.ground.embedded.superuserUrl)
  return openCity(config)
}

/** What the planner of PostgreSQL must know of so many new rows; by itself the server would count them a minute later. */
async function countRows(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('ANALYZE')
  await client.end()
}

async function dropDatabase({ deps, ground }: Opened, superuserUrl: string): Promise<void> {
  await deps.database.close()
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  const name = decodeURIComponent(new URL(ground.url).pathname.slice(1))
  await client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`)
  await client.end()
  await ground.stop()
}

function print(address: string, config: Config, signIns: readonly DemoSignIn[]): void {
  const width = Math.max(...signIns.map(({ signInName }) => signInName.length))
  const rows = signIns.map(
    ({ role, signInName, secret, place }) =>
      `  ${role.padEnd(14)} ${signInName.padEnd(width)}  ${secret.padEnd(20)} ${place}`,
  )
  console.log(
    [
      '',
      `Mũi Tiêm, thành phố giả định / invented city: ${address}`,
      '',
      ...rows,
      '',
      `Mọi người trong thành phố này đều không có thật. Everybody in this city is invented.`,
      `Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s; sign-ins are kept in ${join(config.dataDir, 'sign-ins.json')}.`,
    ].join('\n'),
  )
}

async function run(): Promise<void> {
  const overTls = process.argv.includes('--tls')
  const config = configure(process.env['DATA_DIR'] || 'data/demo', overTls)
  const building = ensureWebBuilt()
  building.catch(() => undefined) // thrown below, once the database can be stopped in order
  const { deps, signIns, close: closeDeps } = await openCity(config)
  try {
    await building
    const app = await buildApp({ ...deps, log: config.logLevel })
    const { host, port, dataDir: folder } = config
    const caPort = Number(process.env['CA_PORT'] || 8081)
    const serving = overTls ? await serveTls(app, { folder, host, port, caPort, now: deps.clock() }) : null
    const close = async () => {
      await serving?.close()
      await app.close()
      await closeDeps()
    }
    const address = serving?.address ?? (await app.listen({ port, host }))
    stopOnSignals(close, log)
    print(address, config, signIns)
    if (serving !== null) console.log(await describeTls(serving))
  } catch (error) {
    await closeDeps()
    throw error
  }
}

try {
  await run()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
