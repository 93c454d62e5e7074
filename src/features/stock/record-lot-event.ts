import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { lot, lotEvent } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import type { LotEventBody } from './lot-contract.ts'
import { loadLots, lotStandingOn, type LotFacts } from './lot-queries.ts'
import { claimId, requireSame } from './once.ts'
import { getLot } from './read-lots.ts'

type Body = z.output<typeof LotEventBody>

/**
 * Something is decided about a lot, everywhere at once: another expiry (with its document), the day from which it is
 * thawed, minutes on the road outside its store, quarantine, release, recall. Nothing is overwritten: a day is judged by what was decided by then.
 *
 * @throws Problem `not-found`, `stock.lot-recalled`, `stock.lot-not-quarantined`, `stock.lot-never-frozen`,
 *   `stock.day-wrong`, `stock.id-used`.
 */
export async function recordLotEvent(deps: Deps, actor: Actor, lotId: string, body: Body) {
  await asPerson(deps, actor, 'stock.manage', async (tx, by) => {
    await claimId(tx, body.id)
    // Whoever moves the lot holds it shared: this waits for them, and they for this.
    await tx.select({ id: lot.id }).from(lot).where(eq(lot.id, lotId)).for('no key update')
    const facts = (await loadLots(tx, [lotId])).get(lotId)
    if (facts === undefined) throw new Problem('not-found')
    const { id, kind, documentNumber } = body
    const values = valuesOf(body, facts)
    const [before] = await tx.select().from(lotEvent).where(eq(lotEvent.id, id))
    if (before !== undefined) {
      requireSame(
        [before.lotId, before.kind, before.valueOn, before.minutes, before.documentNumber, before.decidedOn],
        [lotId, kind, values.valueOn, values.minutes, documentNumber, body.decidedOn ?? before.decidedOn],
      )
      return
    }
    const decidedOn = body.decidedOn ?? by.onDay
    if (decidedOn > by.onDay) throw new Problem('stock.day-wrong', { day: decidedOn })
    if (body.kind === 'thaw' && body.thawedOn > by.onDay)
      throw new Problem('stock.day-wrong', { day: body.thawedOn })
    const { status } = lotStandingOn(facts, by.onDay)
    if (status === 'recalled') throw new Problem('stock.lot-recalled', { lotId, lotCode: facts.code })
    if (kind === 'release' && status !== 'quarantine')
      throw new Problem('stock.lot-not-quarantined', { lotId, lotCode: facts.code })
    await tx
      .insert(lotEvent)
      .values({ id, lotId, kind, ...values, decidedOn, documentNumber, at: by.at, byId: by.accountId })
    await appendAudit(tx, actor, by.at, {
      action: 'recordLotEvent',
      subjectKind: 'lot',
      subjectId: lotId,
      detail: { eventId: id, kind, ...values, decidedOn, documentNumber },
    })
  })
  return getLot(deps, actor, lotId)
}

type Values = { valueOn: LocalDate | null; thawedOn: LocalDate | null; minutes: number | null }

/** The new expiry; the day of thawing and the last day of the thawed time; minutes on the road. */
function valuesOf(body: Body, facts: LotFacts): Values {
  const none = { valueOn: null, thawedOn: null, minutes: null }
  if (body.kind === 'expiry') return { ...none, valueOn: body.expiresOn }
  if (body.kind === 'transport') return { ...none, minutes: body.minutes }
  if (body.kind !== 'thaw') return none
  if (facts.thawDays === null)
    throw new Problem('stock.lot-never-frozen', { lotId: facts.id, lotCode: facts.code })
  const { thawedOn } = body
  return { ...none, thawedOn, valueOn: addDays(thawedOn, facts.thawDays) }
}
