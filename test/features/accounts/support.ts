import { Client } from 'pg'
import { TOTP, Secret } from 'otpauth'
import { createAccount, type NewAccount } from '#features/accounts/create-account.ts'
import type { TestApp } from '../../support/app.ts'
import { NOW } from '../../support/world.ts'

export type Answer = Awaited<ReturnType<TestApp['as']>>
export type Tokens = { accessToken: string; refreshToken: string; deviceId: string }

export const PIN = '402913'
export const PASSWORD = 'sông chảy qua núi xanh'

let count = 0

/** A person with one role, whose secret needs no change; signs in over HTTP like anybody. */
export async function addPersonnel(ground: TestApp, grants: NewAccount['grants'], secret = PIN) {
  count += 1
  const signInName = `nhanvien.${count}`
  const { accountId } = await createAccount(ground.deps, null, {
    signInName,
    fullName: `Lê Thị Thử ${count}`,
    phone: '0905123456',
    secret,
    grants,
  })
  return { signInName, accountId, secret }
}

/** POST without a token, from an address of its own where one is named. */
export async function post(
  ground: TestApp,
  url: string,
  payload: unknown,
  options: { from?: string; headers?: Record<string, string> } = {},
) {
  const raw = await ground.app.inject({
    method: 'POST',
    url,
    payload: payload as Record<string, unknown>,
    headers: options.headers ?? {},
    ...(options.from === undefined ? {} : { remoteAddress: options.from }),
  })
  const type = raw.headers['content-type'] ?? ''
  const body = type.includes('json') ? (raw.json() as Record<string, unknown> & { code?: string }) : {}
  return { status: raw.statusCode, body, headers: raw.headers, raw }
}

export async function signInAs(
  ground: TestApp,
  who: { signInName: string; secret: string },
  more: Record<string, unknown> = {},
): Promise<Tokens> {
  const answer = await post(ground, '/v1/sign-in', {
    signInName: who.signInName,
    secret: who.secret,
    ...more,
  })
  if (answer.status !== 200) throw new Error(`Sign-in answered ${answer.status} ${String(answer.body.code)}`)
  return answer.body as unknown as Tokens
}

/** What a request with this access token answers. */
export async function whoAmI(ground: TestApp, accessToken: string) {
  const answer = await ground.app.inject({
    url: '/v1/account',
    headers: { authorization: `Bearer ${accessToken}` },
  })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

export function codeOf(secret: string, at = NOW): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() })
}

/** What no role may see or do, as the server's own login. */
export async function asSuperuser<T>(ground: TestApp, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ground.database.superuserUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** In no order: rows of one moment may lie on several lanes. */
export async function auditRows(ground: TestApp, subjectId: string): Promise<string[]> {
  return asSuperuser(ground, async (client) => {
    const { rows } = await client.query<{ action: string }>(
      'SELECT action FROM audit_entry WHERE subject_id = $1',
      [subjectId],
    )
    return rows.map((row) => row.action)
  })
}
