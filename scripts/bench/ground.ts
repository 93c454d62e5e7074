import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { z } from 'zod'
import { permissionsOf } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import type { Db } from '#db/db.ts'
import { roleUrl, schemaSettings, withSettings } from '#db/connect.ts'
import { hashSecret, makeSecret } from '#features/accounts/secret-hash.ts'
import { importRules } from '#features/campaigns/import-rules.ts'
import type { Deps } from '#http/types.ts'
import { loadConfig, makeSecrets } from '#src/config.ts'
import { openDeps } from '#src/service.ts'
import { SITES } from './people.ts'

const PRODUCT = 'comirnaty-30'
const DAY_MS = 86_400_000
const SIGN_INS_AT_ONCE = 4

const quiet = { info: () => undefined, warn: (message: string) => console.error(message) }

export type BenchGround = {
  /** Of the service. */
  address: string
  productId: string
  /** One for each site's official, as many as were asked for. */
  tokens: string[]
  /** Of the service. */
  pid: number
  /** Of an account with the secret of all of them. */
  signIn: (signInName: string) => Promise<string>
  /** As the server's own login, in the authority's schema. */
  client: Client
  /** As the service's own role. */
  db: Db
  /** With the keys of the service: for what is made beside it, such as accounts and papers. */
  deps: Deps
  /** As the set writer, with its settings: the reference runs under the same rights. */
  writerUrl: string
  close(): Promise<void>
}

/** The real service in a process of its own, on a fresh durable PostgreSQL with an invented city in it. */
export async function openBenchGround(options: { sites?: number } = {}): Promise<BenchGround> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muitiem-bench-'))
  const secrets = makeSecrets()
  // The phones of a site share an address, and the rate limit is per address: the load comes as if through a proxy, from
  // as many addresses as there are sites.
  const env = { DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', TRUST_PROXY: '1', ...secrets }
  const config = loadConfig(env)
  const { deps, ground, close } = await openDeps(config, quiet)
  const { schema } = config.database
  const client = new Client({ connectionString: withSettings(ground.url, schemaSettings(schema)) })
  let service: Awaited<ReturnType<typeof startProcess>> | null = null
  const closeAll = async () => {
    await service?.stop()
    await client.end()
    await close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await client.connect()
    await importRules(deps, null, { rules: vietnamRules, products: vietnamProducts, ageCuts: vietnamAgeCuts })
    const secret = makeSecret('password')
    await client.query(readFileSync(new URL('doses.sql', import.meta.url), 'utf8'))
    await client.query('SELECT bench.lay_city($1, $2, $3, $4, $5)', [
      await hashSecret(secret),
      permissionsOf('data-entry'),
      PRODUCT,
      localDateAt(new Date(), deps.authority.timeZone),
      new Date(Date.now() - DAY_MS),
    ])
    const { rows } = await client.query<{ id: string }>('SELECT id FROM product WHERE code = $1', [PRODUCT])
    service = await startProcess(env)
    return {
      address: service.address,
      productId: rows[0]!.id,
      tokens: await signInAll(service.address, secret, options.sites ?? SITES),
      pid: service.pid,
      signIn: (signInName) => signIn(service!.address, { signInName, secret }),
      client,
      db: deps.db,
      deps,
      writerUrl: roleUrl({ url: ground.url, schema }, 'writer'),
      close: closeAll,
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** `npm start`, as it runs in production: its log is written, and read by nobody. */
async function startProcess(
  env: Record<string, string>,
): Promise<{ address: string; pid: number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    const address = /ready at (http\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    child.stderr.resume()
    return { address, pid: child.pid!, stop }
  }
  throw new Error(`The service did not start: ${said.join(' | ')}`)
}

const SignedIn = z.object({ accessToken: z.string() })

async function signInAll(address: string, secret: string, sites: number): Promise<string[]> {
  const tokens: string[] = []
  for (let from = 0; from < sites; from += SIGN_INS_AT_ONCE) {
    const names = Array.from({ length: SIGN_INS_AT_ONCE }, (_, index) => `nhap-lieu-${from + index}`)
    tokens.push(...(await Promise.all(names.map((signInName) => signIn(address, { signInName, secret })))))
  }
  return tokens
}

async function signIn(address: string, body: { signInName: string; secret: string }): Promise<string> {
  const answer = await fetch(`${address}/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (answer.status !== 200) throw new Error(`Sign-in answered ${answer.status}: ${await answer.text()}`)
  return SignedIn.parse(await answer.json()).accessToken
}
