import { eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { correctedAt, type DoseEntry } from '#domain/entry.ts'
import { timeOfId } from '#domain/ids.ts'
import { account, device } from '#db/tables/accounts.ts'
import { lostEntry, quarantine, receipt } from '#db/tables/doses.ts'
import { site } from '#db/tables/sessions.ts'
import { lot, product } from '#db/tables/stock.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './review-contract.ts'
import { loadReview } from './review-queries.ts'
import { openWaiting } from './set-writer/set-writer.ts'

type Detail = z.infer<typeof contract.ReviewDetail>
type Held = NonNullable<Detail['held']>

/**
 * One question with all that it rests on: both doses, the person, and what an entry in quarantine says. The reading is
 * audited. @throws Problem `not-found`.
 */
export async function readReview(deps: Deps, actor: Actor, id: string): Promise<Detail> {
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'review.read'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const review = await loadReview(tx, now, id)
    const isHeld = review.kind === 'quarantine'
    const opened = isHeld ? await openHeld(tx, deps, review.subjectKey) : null
    const personId = review.personId ?? opened?.personId ?? null
    await appendAudit(tx, actor, now, {
      action: 'readReview',
      subjectKind: 'person',
      subjectId: personId,
      placeId: review.wardId,
      detail: { itemId: id },
    })
    const person = personId === null ? null : await findPerson(tx, personId)
    const lost = review.kind === 'lost-entry' ? await findLost(tx, review.subjectKey) : null
    return { ...review, person, held: opened?.held ?? null, lost }
  })
}

async function openHeld(
  tx: Tx,
  deps: Deps,
  receiptId: string,
): Promise<{ held: Held; personId: string | null } | null> {
  const [row] = await tx
    .select({
      receipt,
      payload: quarantine.payload,
      why: quarantine.why,
      authorName: account.fullName,
      deviceEndedAt: device.endedAt,
    })
    .from(receipt)
    .innerJoin(quarantine, eq(quarantine.receiptId, receipt.id))
    .leftJoin(account, eq(account.id, receipt.authorId))
    .leftJoin(device, eq(device.id, receipt.deviceId))
    .where(eq(receipt.id, receiptId))
  if (row === undefined) return null
  const { authorId, deviceId, kind, capturedAt, receivedAt } = row.receipt
  const { entry } = openWaiting({ authorId, deviceId, payload: row.payload.toString('hex') }, deps)
  const held: Held = {
    kind,
    why: row.why,
    authorName: row.authorName ?? '',
    deviceId,
    deviceEndedAt: row.deviceEndedAt?.toISOString() ?? null,
    capturedAt: capturedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    dose: entry.kind === 'dose' ? await describeDose(tx, entry) : null,
  }
  return { held, personId: row.receipt.personId }
}

async function findLost(tx: Tx, entryId: string): Promise<Detail['lost']> {
  const speaker = alias(account, 'speaker')
  const [row] = await tx
    .select({
      lostEntry,
      authorName: account.fullName,
      saidByName: speaker.fullName,
      siteName: site.name,
    })
    .from(lostEntry)
    .leftJoin(account, eq(account.id, lostEntry.authorId))
    .leftJoin(speaker, eq(speaker.id, lostEntry.saidBy))
    .leftJoin(site, eq(site.id, lostEntry.siteId))
    .where(eq(lostEntry.entryId, entryId))
  if (row === undefined) return null
  const { remedy, reason, saidAt, deviceId, deviceSeq, clockOffsetMs, receivedAt } = row.lostEntry
  const capturedAt = timeOfId(entryId)?.toISOString() ?? null
  return {
    remedy: remedy as NonNullable<Detail['lost']>['remedy'],
    reason,
    saidByName: row.saidByName ?? '',
    saidAt: saidAt.toISOString(),
    authorName: row.authorName ?? '',
    deviceId,
    deviceSeq,
    capturedAt: capturedAt === null ? null : correctedAt(capturedAt, clockOffsetMs),
    receivedAt: receivedAt.toISOString(),
    siteName: row.siteName,
  }
}

async function describeDose(tx: Tx, entry: DoseEntry): Promise<Held['dose']> {
  const [vaccine] = await tx
    .select({ name: product.name })
    .from(product)
    .where(eq(product.id, entry.productId))
  const stated = entry.lot
  const lotCode = stated === null ? '' : 'code' in stated ? stated.code : await findLotCode(tx, stated.lotId)
  const { givenAt, statedStep } = entry
  return { productName: vaccine?.name ?? '', lotCode, givenAt, statedStep }
}

async function findLotCode(tx: Tx, lotId: string): Promise<string> {
  const [row] = await tx.select({ code: lot.code }).from(lot).where(eq(lot.id, lotId))
  return row?.code ?? ''
}

async function findPerson(tx: Tx, personId: string): Promise<Detail['person']> {
  const { rows } = await tx.$client.query<NonNullable<Detail['person']>>(
    `SELECT p.id, p.full_name AS "fullName", p.born_on::text AS "bornOn",
       (SELECT n.name FROM place_name n WHERE n.place_id = p.ward_id ORDER BY n.valid_from DESC LIMIT 1) AS "wardName"
     FROM person p WHERE p.id = $1`,
    [personId],
  )
  return rows[0] ?? null
}
