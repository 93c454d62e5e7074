import { createPublicKey } from 'node:crypto'
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { DEVICES_MAX, findDeviceInTheWay } from '#domain/devices.ts'
import { Problem } from '#domain/problem.ts'
import { transact, type Tx } from '#db/db.ts'
import { account, device } from '#db/tables/accounts.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'
import type * as contract from './device-contract.ts'

/**
 * The key of a phone, registered by the person who works with it. From then on what it signs is that person's, until the
 * phone is ended as lost. The same key again is no second enrolment; another key under its id is refused.
 *
 * @throws Problem `device.bad-key`, `device.taken`, `device.too-many`, `not-found` for a site out of reach.
 */
export async function enrolDevice(
  deps: Deps,
  actor: Actor,
  id: string,
  { publicKey, siteId }: z.infer<typeof contract.EnrolDevice>,
): Promise<z.infer<typeof contract.EnrolledDevice>> {
  const key = Buffer.from(publicKey, 'base64')
  if (!isP256(key)) throw new Problem('device.bad-key')
  if (siteId !== null) requireReach(actor, 'session.read', { siteId })
  const { accountId } = actor
  return transact(deps.db, async (tx) => {
    const [found] = await tx.select().from(device).where(eq(device.id, id)).for('update')
    const isOwn = found?.accountId === accountId && found.endedAt === null
    if (found !== undefined && (!isOwn || (found.publicKey !== null && !found.publicKey.equals(key))))
      throw new Problem('device.taken')
    const isNew = found === undefined || found.publicKey === null
    if (isNew) await requireRoom(tx, deps, accountId)
    const place = { publicKey: key, siteId: siteId ?? found?.siteId ?? null }
    if (found === undefined)
      await tx.insert(device).values({ id, accountId, firstSeenAt: deps.clock(), ...place })
    else await tx.update(device).set(place).where(eq(device.id, id))
    if (isNew)
      await appendAudit(tx, actor, deps.clock(), {
        action: 'enrolDevice',
        subjectKind: 'device',
        subjectId: id,
        detail: { siteId: place.siteId },
      })
    return { id, accountId, siteId: place.siteId, enrolled: isNew }
  })
}

/** Two phones that enrol at one moment are counted one after the other. @throws Problem `device.too-many`. */
async function requireRoom(tx: Tx, deps: Deps, accountId: string): Promise<void> {
  await tx.select({ id: account.id }).from(account).where(eq(account.id, accountId)).for('no key update')
  const enrolled = await tx
    .select({
      id: device.id,
      heardAt: sql<Date>`coalesce(${device.lastHeartbeatAt}, ${device.firstSeenAt})`.mapWith(
        device.firstSeenAt,
      ),
    })
    .from(device)
    .where(and(eq(device.accountId, accountId), isNull(device.endedAt), isNotNull(device.publicKey)))
  const oldest = findDeviceInTheWay(enrolled, deps.clock())
  if (oldest === null) return
  const lastHeardOn = localDateAt(oldest.heardAt, deps.authority.timeZone)
  throw new Problem('device.too-many', { max: DEVICES_MAX, deviceId: oldest.id, lastHeardOn })
}

function isP256(spki: Buffer): boolean {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}
