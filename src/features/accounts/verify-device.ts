import { createPublicKey, verify } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { device } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { takeDevicePace } from './device-pace.ts'

export type SigningDevice = { deviceId: string; accountId: string; isEnded: boolean }

/**
 * Whose phone has signed this, and what it says. No sign-in is asked for: a queue must come in when its author's has long
 * ended. A signature is good for one purpose and one device.
 *
 * @throws Problem `device.unknown`, alike for no such device, no key and another key's signature; `request.too-many`;
 * `request.invalid`.
 */
export async function openSigned<Schema extends z.ZodType>(
  deps: Pick<Deps, 'db' | 'clock'>,
  signed: {
    deviceId: string
    purpose: 'sync' | 'heartbeat' | 'rescue' | 'lost-entry'
    payload: string
    signature: string
  },
  schema: Schema,
): Promise<{ by: SigningDevice; content: z.output<Schema> }> {
  const { deviceId, purpose, payload, signature } = signed
  const [found] = await deps.db.select().from(device).where(eq(device.id, deviceId))
  const spki = found?.publicKey ?? null
  if (found === undefined || spki === null) throw new Problem('device.unknown')
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const text = Buffer.from(`muitiem\n${purpose}\n${deviceId}\n${payload}`)
  const isGood = verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64'))
  if (!isGood) throw new Problem('device.unknown')
  takeDevicePace(deps, deviceId)
  const parsed = schema.safeParse(parseJson(payload))
  if (!parsed.success) {
    const where = `/body/payload/${parsed.error.issues[0]?.path.join('/') ?? ''}`
    throw new Problem('request.invalid', { where })
  }
  const by = { deviceId, accountId: found.accountId, isEnded: found.endedAt !== null }
  return { by, content: parsed.data }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('request.invalid', { where: '/body/payload' })
  }
}
