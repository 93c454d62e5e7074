import { and, eq, ne } from 'drizzle-orm'
import type { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { correctedAt } from '#domain/entry.ts'
import { timeOfId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { account, authority, device } from '#db/tables/accounts.ts'
import { lostEntry, quarantineRelease, receipt } from '#db/tables/doses.ts'
import { reviewItem } from '#db/tables/reviews.ts'
import { session, site } from '#db/tables/sessions.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { SignedBody } from '#features/accounts/device-contract.ts'
import { openSigned } from '#features/accounts/verify-device.ts'
import * as contract from './lost-entry-contract.ts'

type Answer = z.infer<typeof contract.LostAnswer>
type Receipt = Answer['receipts'][number]
type Said = z.infer<typeof contract.LostEntry>

/** The phone's signature says whose entry it was: nothing of anybody else is read. */
const ownEntry = { wide: true, wardIds: [], siteIds: [], sessionIds: [] }

/**
 * A phone can read one of its entries no more, and somebody has said on it what became of what it held. Kept as said, and
 * put before the centre as a question of its own: nothing leaves a phone's count in silence. Where the entry itself is
 * here after all, that is the answer. The first word holds.
 *
 * @throws Problem those of `openSigned`; `request.invalid` when nobody of that id could have said it.
 */
export async function recordLostEntry(
  deps: Deps,
  deviceId: string,
  signed: z.infer<typeof SignedBody>,
): Promise<Answer> {
  const { by, content } = await openSigned(
    deps,
    { deviceId, purpose: 'lost-entry', ...signed },
    contract.LostEntry,
  )
  const now = deps.clock()
  // Read before, as for entries: a backup that is put back meanwhile has none of it.
  const [here] = await deps.db.select({ timelineId: authority.timelineId }).from(authority)
  const given = await inScope(deps.db, { ...ownEntry, accountId: by.accountId }, async (tx) => {
    const arrived = await findArrived(tx, content.id)
    if (arrived !== null) return arrived
    const [speaker] = await tx.select({ id: account.id }).from(account).where(eq(account.id, content.saidBy))
    if (speaker === undefined) throw new Problem('request.invalid', { where: '/body/payload/saidBy' })
    const place = await findPlace(tx, deviceId, capturedOn(deps, content))
    const [kept] = await tx
      .insert(lostEntry)
      .values({
        entryId: content.id,
        deviceId,
        deviceSeq: content.seq,
        authorId: by.accountId,
        saidBy: content.saidBy,
        remedy: content.remedy,
        reason: content.reason,
        saidAt: new Date(correctedAt(content.saidAt, content.clockOffsetMs)),
        clockOffsetMs: content.clockOffsetMs,
        receivedAt: now,
        ...place,
      })
      .onConflictDoNothing()
      .returning()
    if (kept === undefined) return (await findTold(tx, content.id))!
    await tx.insert(reviewItem).values({
      id: deps.newId(),
      kind: 'lost-entry',
      subjectKey: content.id,
      wardId: place.wardId,
      sessionId: place.sessionId,
      facts: { doseIds: [], seen: [content.remedy] },
      openedAt: now,
    })
    await appendAudit(tx, by, now, {
      action: 'recordLostEntry',
      subjectKind: 'device',
      subjectId: deviceId,
      placeId: place.wardId,
      detail: { entryId: content.id, seq: content.seq, remedy: content.remedy, saidBy: content.saidBy },
    })
    return toReceipt(content.id, now)
  })
  return { receipts: [given], serverTime: now.toISOString(), timelineId: here!.timelineId }
}

const toReceipt = (id: string, receivedAt: Date): Receipt => ({
  id,
  outcome: 'lost',
  stored: 'lost',
  reason: null,
  flags: [],
  receivedAt: receivedAt.toISOString(),
})

async function findTold(tx: Tx, id: string): Promise<Receipt | null> {
  const [row] = await tx.select({ at: lostEntry.receivedAt }).from(lostEntry).where(eq(lostEntry.entryId, id))
  return row === undefined ? null : toReceipt(id, row.at)
}

/** The entry itself: its answer was lost on the way, or it came from this server’s other life. */
async function findArrived(tx: Tx, id: string): Promise<Receipt | null> {
  const [row] = await tx
    .select({ outcome: receipt.outcome, receivedAt: receipt.receivedAt, release: quarantineRelease.outcome })
    .from(receipt)
    .leftJoin(quarantineRelease, eq(quarantineRelease.receiptId, receipt.id))
    .where(eq(receipt.id, id))
  if (row === undefined) return null
  const isReleased = row.release !== null && row.release !== 'set-aside'
  const stored = (isReleased ? row.release : row.outcome) as Receipt['stored']
  return { ...toReceipt(id, row.receivedAt), outcome: 'duplicate', stored }
}

/** The day on which it was captured, as its id tells: nothing else of it is left. */
function capturedOn({ authority: { timeZone } }: Deps, { id, clockOffsetMs }: Said): string | null {
  const at = timeOfId(id)
  return at === null ? null : localDateAt(new Date(at.getTime() + clockOffsetMs), timeZone)
}

/** Where the phone worked, and the session of that day, if it had but one. */
async function findPlace(tx: Tx, deviceId: string, day: string | null) {
  const [at] = await tx
    .select({ siteId: site.id, wardId: site.wardId })
    .from(device)
    .innerJoin(site, eq(site.id, device.siteId))
    .where(eq(device.id, deviceId))
  if (at === undefined) return { siteId: null, wardId: null, sessionId: null }
  const ofDay =
    day === null
      ? []
      : await tx
          .select({ id: session.id })
          .from(session)
          .where(
            and(eq(session.siteId, at.siteId), eq(session.sessionOn, day), ne(session.state, 'cancelled')),
          )
          .limit(2)
  return { ...at, sessionId: ofDay.length === 1 ? ofDay[0]!.id : null }
}
