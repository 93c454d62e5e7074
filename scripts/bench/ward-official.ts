import { z } from 'zod'
import type { BenchGround } from './ground.ts'

/** The official of a ward, signed in. */
export async function addOfficial({ client, signIn }: BenchGround, ward: number): Promise<string> {
  const name = `phuong-${ward}`
  await client.query(
    `INSERT INTO account (id, sign_in_name, full_name, secret_hash, secret_kind, created_at)
     SELECT bench.id(20, $1), $2, 'Cán bộ phường', secret_hash, secret_kind, created_at FROM account WHERE id = bench.id(6, 0)`,
    [ward, name],
  )
  await client.query(
    `INSERT INTO access_grant (id, account_id, role, place_id, valid_from)
     SELECT bench.id(21, $1), bench.id(20, $1), 'ward-official', bench.id(1, $1), valid_from FROM access_grant WHERE id = bench.id(7, 0)`,
    [ward],
  )
  return signIn(name)
}

const Answer = z.object({
  id: z.string(),
  state: z.string().optional(),
  version: z.int(),
  counts: z.record(z.string(), z.int()).optional(),
  taken: z.int().optional(),
  /** Its place in the queue. */
  position: z.int().nullish(),
})

/** Asks as the official of one ward, from an address of its own. */
export function asker(address: string, token: string, ward = 1) {
  return async (method: string, path: string, body?: object, version?: number, waitS = 30) => {
    const isForm = body instanceof FormData
    const answer = await fetch(`${address}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-forwarded-for': `10.1.${ward}.1`,
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        prefer: `wait=${waitS}`,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`)
    return Answer.parse(JSON.parse(text))
  }
}
