import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { eventsStandingOn, mayWithdraw } from '#domain/stock.ts'
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
 * thawed, minutes on the road outside its store, quarantine, release, recall; or a thaw or such minutes were recorded
 * by mistake. Nothing is overwritten: a day is judged by what was decided by then.
 *
 * @throws Problem `not-found`, `stock.lot-recalled`, `stock.lot-not-quarantined`, `stock.lot-never-frozen`,
 *   `stock.event-not-standing`, `stock.day-wrong`, `stock.id-used`.
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
      const { valueOn, thawedOn, minutes, withdrawsId, reason, decidedOn } = before
      requireSame(
        [
          before.lotId,
          before.kind,
          before.documentNumber,
          decidedOn,
          { valueOn, thawedOn, minutes, withdrawsId, reason },
        ],
        [lotId, kind, documentNumber, body.decidedOn ?? decidedOn, values],
      )
      return
    }
    const decidedOn = body.decidedOn ?? by.onDay
    if (decidedOn > by.onDay) throw new Problem('stock.day-wrong', { day: decidedOn })
    if (body.kind === 'thaw' && body.thawedOn > by.onDay)
      throw new Problem('stock.day-wrong', { day: body.thawedOn })
    if (body.kind === 'withdrawal') requireStanding(facts, body.withdrawsId, by.onDay)
    const { status } = lotStandingOn(facts, by.onDay)
    if (status === 'recalled') throw new Problem('stock.lot-recalled', { lotId, lotCode: facts.code })
    if (kind === 'release' && status !== 'quarantine')
      throw new Problem('stock.lot-not-quarantined', { lotId, lotCode: facts.code })
    await tx
      .insert(lotEvent)
      .values({ id, lotId, kind, ...values, decidedOn, documentNumber, at: by.at, byId: by.accountId })
    const { valueOn, thawedOn, minutes, withdrawsId } = values
    await appendAudit(tx, actor, by.at, {
      action: 'recordLotEvent',
      subjectKind: 'lot',
      subjectId: lotId,
      detail: { eventId: id, kind, valueOn, thawedOn, minutes, withdrawsId, decidedOn, documentNumber },
    })
  })
  return getLot(deps, actor, lotId)
}

type Values = {
  valueOn: LocalDate | null
  thawedOn: LocalDate | null
  minutes: number | null
  withdrawsId: string | null
  reason: string
}

/** The new expiry; the day of thawing and the last day of the thawed time; minutes on the road; what is withdrawn. */
function valuesOf(body: Body, facts: LotFacts): Values {
  const none = { valueOn: null, thawedOn: null, minutes: null, withdrawsId: null, reason: '' }
  switch (body.kind) {
    case 'expiry':
      return { ...none, valueOn: body.expiresOn }
    case 'thaw':
      if (facts.thawDays === null)
        throw new Problem('stock.lot-never-frozen', { lotId: facts.id, lotCode: facts.code })
      return { ...none, thawedOn: body.thawedOn, valueOn: addDays(body.thawedOn, facts.thawDays) }
    case 'transport':
      return { ...none, minutes: body.minutes }
    case 'withdrawal':
      return { ...none, withdrawsId: body.withdrawsId, reason: body.reason }
    default:
      return none
  }
}

/** @throws Problem `stock.event-not-standing` for another lot's event, one that is amended otherwise, or one withdrawn before. */
function requireStanding(facts: LotFacts, eventId: string, onDay: LocalDate): void {
  const event = eventsStandingOn(facts.events, onDay).find(({ id }) => id === eventId)
  if (event === undefined || !mayWithdraw(event.kind))
    throw new Problem('stock.event-not-standing', { lotId: facts.id, lotCode: facts.code })
}
