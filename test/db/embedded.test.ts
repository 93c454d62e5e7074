import { spawn, type ChildProcess } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { linkLibraries, startEmbedded, type EmbeddedServer } from '#db/embedded.ts'

/** The real server, really killed. Durable, because that is what is being proved. */
const module = fileURLToPath(new URL('../../src/db/embedded.ts', import.meta.url))
const isRoot = process.getuid?.() === 0
const NOBODY = 65_534

const lines: string[] = []
const log = { info: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) }

let folder: string
let open: EmbeddedServer[] = []
let children: ChildProcess[] = []

beforeAll(() => {
  folder = mkdtempSync(`/tmp/muitiem-test-${process.pid}-`) // named so that a later run can clear up
  chmodSync(folder, 0o755)
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const server of open) await server.stop()
  open = []
  children = []
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(dataDir: string): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, log })
  open.push(server)
  return server
}

/** Starts the server in another Node, as a demo would; resolves once it is ready. */
async function startInChild(dataDir: string, uid?: number): Promise<ChildProcess> {
  const code = `import { startEmbedded } from ${JSON.stringify(module)}
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: console })
    process.on('SIGTERM', () => server.stop().then(() => process.exit(0)))
    console.log('ready ' + server.url())`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid, env: {} }),
  })
  children.push(child)
  for await (const chunk of child.stdout) {
    if (String(chunk).includes('ready ')) return child
  }
  throw new Error('The child ended before the server was ready')
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const answer = await client.query<unknown[]>({ text: query, rowMode: 'array' })
    return answer.rows[0]?.[0]
  } finally {
    await client.end()
  }
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

function runs(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
}

test('an empty folder becomes a Vietnamese database with checksums, and a second start keeps the data', async () => {
  const dataDir = join(folder, 'first')
  const server = await start(dataDir)
  expect(server.adopted).toBe(false)
  expect(
    await ask(server.url(), 'SELECT datlocale FROM pg_database WHERE datname = current_database()'),
  ).toBe('vi')
  expect(
    await ask(
      server.url(),
      "SELECT string_agg(n, '' ORDER BY n) FROM unnest(ARRAY['Ơ','Đ','O','D','Ế','E']) n",
    ),
  ).toBe('DĐEẾOƠ')
  expect(await ask(server.url(), 'SHOW data_checksums')).toBe('on')
  expect(await ask(server.url(), 'SHOW fsync')).toBe('on')
  expect(await ask(server.url(), 'SHOW listen_addresses')).toBe('')
  expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  await ask(server.url(), 'CREATE TABLE kept AS SELECT 42 AS answer')
  const postmaster = postmasterOf(dataDir)
  await server.stop()
  await expect.poll(() => runs(postmaster)).toBe(false)

  const again = await start(dataDir)
  expect(again.adopted).toBe(false)
  expect(await ask(again.url(), 'SELECT answer FROM kept')).toBe(42)
})

test('after kill -9 of Node its server is taken over, with the data', async () => {
  const dataDir = join(folder, 'orphan')
  const child = await startInChild(dataDir)
  const postmaster = postmasterOf(dataDir)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(runs(postmaster)).toBe(true)

  const server = await start(dataDir)
  expect(server.adopted).toBe(true)
  expect(postmasterOf(dataDir)).toBe(postmaster)
  await ask(server.url(), 'CREATE TABLE kept AS SELECT 7 AS answer')
  expect(await ask(server.url(), 'SELECT answer FROM kept')).toBe(7)
  await server.stop()
  await expect.poll(() => runs(postmaster)).toBe(false)
})

test('after kill -9 of the postmaster the next start recovers what was committed', async () => {
  const dataDir = join(folder, 'crashed')
  const server = await start(dataDir)
  await ask(server.url(), 'CREATE TABLE kept AS SELECT 9 AS answer')
  const postmaster = postmasterOf(dataDir)
  process.kill(postmaster, 'SIGKILL')

  const again = await start(dataDir)
  expect(again.adopted).toBe(false)
  expect(postmasterOf(dataDir)).not.toBe(postmaster)
  expect(await ask(again.url(), 'SELECT answer FROM kept')).toBe(9)
})

test('a killed postmaster that is still a zombie is waited for, and its pid file is left alone', async () => {
  const dataDir = join(folder, 'zombie')
  const server = await start(dataDir)
  await server.stop()
  // A zombie of the server's own user: what the shell has become before its child dies reaps nobody for three seconds.
  const owner = statSync(join(dataDir, 'postgres')).uid
  const shell = spawn('/bin/sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 3'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: '/',
    ...(isRoot ? { uid: owner } : {}),
  })
  children.push(shell)
  const [chunk] = (await once(shell.stdout, 'data')) as [Buffer]
  const zombie = Number(chunk.toString())
  await expect.poll(() => runs(zombie)).toBe(false)
  expect(existsSync(`/proc/${zombie}`)).toBe(true)
  const startedAt = performance.now()
  const pidFile = join(dataDir, 'postgres/postmaster.pid')
  writeFileSync(pidFile, `${zombie}\n${join(dataDir, 'postgres')}\n0\n5432\n${server.socketDir}\n\n`)

  const again = await start(dataDir)
  expect(performance.now() - startedAt).toBeGreaterThan(1_000)
  expect(await ask(again.url(), 'SELECT 1')).toBe(1)
})

test('two programs share one server, and the last one stops it', async () => {
  const dataDir = join(folder, 'shared')
  const first = await start(dataDir)
  const second = await start(dataDir)
  expect(second.adopted).toBe(true)
  const postmaster = postmasterOf(dataDir)
  await first.stop()
  expect(await ask(second.url(), 'SELECT 1')).toBe(1)
  await second.stop()
  await expect.poll(() => runs(postmaster)).toBe(false)
})

test('two programs that start at once on an empty folder get the same server', async () => {
  const dataDir = join(folder, 'race')
  await Promise.all([startInChild(dataDir), startInChild(dataDir)])
  const server = await start(dataDir)
  expect(server.adopted).toBe(true)
  for (const child of children) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  expect(await ask(server.url(), 'SELECT 1')).toBe(1)
})

test('a deep folder gets a short private socket folder', async () => {
  const dataDir = join(folder, 'deep'.repeat(20), 'deeper'.repeat(12), 'data')
  mkdirSync(dataDir, { recursive: true })
  const server = await start(dataDir)
  expect(server.socketDir.length).toBeLessThan(60)
  expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  expect(await ask(server.url(), 'SELECT 1')).toBe(1)
  await server.stop()
  rmSync(server.socketDir, { recursive: true })
})

test('a statement that fails, and the row that broke it, stay out of the log', async () => {
  const dataDir = join(folder, 'silent')
  const server = await start(dataDir)
  await ask(server.url(), "CREATE TABLE person AS SELECT '0900000001' AS phone")
  await ask(server.url(), 'CREATE UNIQUE INDEX person_phone ON person (phone)')
  await expect(ask(server.url(), "INSERT INTO person VALUES ('0900000001')")).rejects.toThrow(/person_phone/)
  const written = readFileSync(join(dataDir, 'postgres.log'), 'utf8')
  expect(written).toContain('person_phone')
  expect(written).not.toContain('0900000001')
})

test('shared libraries get their short names back when install scripts were off', () => {
  const copy = join(folder, 'package')
  mkdirSync(join(copy, 'native/lib'), { recursive: true })
  writeFileSync(join(copy, 'native/lib/libecpg.so.6.18'), '')
  const list = [{ source: 'native/lib/libecpg.so.6.18', target: 'native/lib/libecpg.so.6' }]
  writeFileSync(join(copy, 'native/pg-symlinks.json'), JSON.stringify(list))
  linkLibraries(copy)
  linkLibraries(copy)
  expect(readlinkSync(join(copy, 'native/lib/libecpg.so.6'))).toBe('libecpg.so.6.18')
})

test('a folder with something else in it is refused with a sentence, and left as it was', async () => {
  const dataDir = join(folder, 'occupied')
  mkdirSync(join(dataDir, 'postgres'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres/letters.txt'), 'dear')
  if (isRoot) chmodSync(join(dataDir, 'postgres'), 0o755)
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow(/is no database|belongs to user/)
  expect(readFileSync(join(dataDir, 'postgres/letters.txt'), 'utf8')).toBe('dear')
})

test.runIf(isRoot)(
  'as root a folder that the server cannot reach is replaced by one that it can, and we say so',
  async () => {
    const closed = mkdtempSync('/tmp/muitiem-closed-') // 0700, root's own
    const server = await start(join(closed, 'data'))
    expect(lines.join('\n')).toMatch(/cannot reach .*closed.* the database is kept in \/var\/lib\/muitiem\//)
    expect(await ask(server.url(), 'SELECT 1')).toBe(1)
    const kept = String(await ask(server.url(), 'SHOW data_directory'))
    await server.stop()
    rmSync(join(kept, '..'), { recursive: true })
    rmSync(closed, { recursive: true })
  },
)

test.runIf(isRoot && reachable())(
  'an ordinary user runs it under its own name, and root takes it over',
  async () => {
    const dataDir = join(folder, 'ordinary', 'data')
    mkdirSync(join(folder, 'ordinary'))
    chmodSync(join(folder, 'ordinary'), 0o777)
    const child = await startInChild(dataDir, NOBODY)
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(NOBODY)
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false)

    const server = await start(dataDir)
    expect(await ask(server.url(), 'SELECT 1')).toBe(1)
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(NOBODY)
  },
)

/** May `nobody` read this checkout at all? Under /root it may not. */
function reachable(): boolean {
  for (let at = module; at !== '/'; at = join(at, '..')) {
    accessSync(at)
    if ((statSync(at).mode & 0o005) === 0) return false
  }
  return true
}
