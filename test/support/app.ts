import { randomBytes } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { uuidv7 } from '#domain/ids.ts'
import { overPool } from '#db/db.ts'
import { createSealer } from '#db/seal.ts'
import { issueAccessToken } from '#features/accounts/access-token.ts'
import { createRejudging } from '#features/doses/rejudge-people.ts'
import type { Deps } from '#http/types.ts'
import { buildApp } from '#src/app.ts'
import { loadConfig, makeSecrets } from '#src/config.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { authorityOfTests, createWorld, NOW, type TestAccount } from './world.ts'

const secrets = makeSecrets()

/** The real app on a database of its own, with the small city of `createWorld`, and a clock that tests set. */
export async function createTestApp() {
  const database = await createTestDatabase()
  const world = await createWorld(database)
  return { ...(await startTestApp(database)), world }
}

/** The real app on a database that the test has laid down itself. */
export async function startTestApp(database: TestDatabase) {
  let clock = () => NOW
  const config = loadConfig({ ...secrets })
  const base = {
    database,
    clock: () => clock(),
    newId: () => uuidv7(clock().getTime(), randomBytes(10)),
    sealer: createSealer(config.identifierSecret),
    authority: authorityOfTests,
  }
  const deps: Deps = { ...base, db: overPool(database.app), config, rejudging: createRejudging(base) }
  const app = await buildApp({ ...deps, log: false })
  await app.ready()

  function tokenFor(account: TestAccount): string {
    return issueAccessToken(config.tokenSecret, authorityOfTests.id, clock(), {
      sub: account.accountId,
      ver: account.sessionVersion ?? 1,
      fam: account.familyId,
      dev: null,
    })
  }

  return {
    app,
    deps,
    database,
    tokenFor,
    setNow: (instant: Date | string) => {
      const now = new Date(instant)
      clock = () => now
    },
    /** A clock that goes on while a request is answered, as a real one does. */
    setClock: (next: () => Date) => {
      clock = next
    },
    /** One request as this account; the body comes back parsed. */
    async as(
      account: TestAccount | null,
      method: NonNullable<InjectOptions['method']>,
      url: string,
      payload?: unknown,
      headers: Record<string, string> = {},
    ) {
      const response = await app.inject({
        method,
        url,
        headers: {
          ...(account === null ? {} : { authorization: `Bearer ${tokenFor(account)}` }),
          ...headers,
        },
        ...(payload === undefined ? {} : { payload: payload as Record<string, unknown> }),
      })
      const type = response.headers['content-type'] ?? ''
      const body: Record<string, unknown> & { code?: string } = type.includes('json') ? response.json() : {}
      return { status: response.statusCode, body, headers: response.headers, raw: response }
    },
    async close() {
      await app.close()
      await database.drop()
    },
  }
}

export type TestApp = Awaited<ReturnType<typeof createTestApp>>
