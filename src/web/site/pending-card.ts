import { correctedAt, givenTimeOf } from '#domain/entry.ts'
import {
  decideGate,
  decideSlip,
  foldVisit,
  notGivenReasons,
  type Visit,
  type VisitEvent,
} from '#domain/visit.ts'
import type { Prepared } from './entries.ts'
import type { Pending } from './pending.ts'
import type { LotChoice } from './table-choice.ts'
import { clockOffset, serverNow } from './this-phone.ts'
import type { Card, CardDose } from './visits.ts'

/**
 * A card as it will be when what this phone has recorded is on the server: the same fold over the visit, with the new
 * facts after the known ones. So a person leaves the list of those to inject in the moment of the injection, whatever
 * the network does. Times are the server's, as a card from there has them: a phone whose clock is off shortens nobody's
 * half hour.
 */
export function withPending(
  card: Card,
  known: readonly Pending[],
  lots: readonly LotChoice[],
  timeZone: string,
): Card {
  const shown = new Set(card.doses.map(({ doseId }) => doseId))
  const own = known
    .filter((each) => !isShown(card, each))
    .map(({ fact }) => fact)
    .filter(({ id, personId }) => personId === card.person.id && !shown.has(id))
  if (own.length === 0) return card
  const visit = foldVisit([...eventsOf(card.visit), ...own.flatMap((fact) => eventOf(fact, timeZone))])
  const slip = decideSlip(visit, serverNow().toISOString())
  const doses = own.reduce((before, fact) => withFact(before, fact, lots, timeZone), card.doses)
  const isGiven = visit.doseIds.length > card.visit.doseIds.length
  return {
    ...card,
    visit,
    doses,
    gate: visit.doseIds.length > 0 ? null : decideGate(visit),
    next: isGiven ? { ...card.next, kind: 'refused', code: 'visit.given-today' } : card.next,
    slip: { state: slip.kind, readyAt: slip.kind === 'wait' ? slip.readyAt : null },
  }
}

/** A list that was made after the fact had arrived has it, and whatever another phone has said since. */
const isShown = ({ isFromPhone, asOf }: Card, { receivedAt }: Pending): boolean =>
  isFromPhone && asOf !== null && receivedAt !== null && receivedAt <= asOf

const EARLIEST = new Date(0).toISOString()

/** What a visit says of itself, as events before everything that is still to come. */
function eventsOf(visit: Visit): VisitEvent[] {
  const { checkedInAt, agreed, screening, doseIds, heldDoseIds, lastGivenAt, observedUntil } = visit
  const at = { id: '', at: EARLIEST }
  const events: VisitEvent[] = doseIds.map((doseId) => ({
    kind: 'given',
    id: doseId,
    at: lastGivenAt ?? EARLIEST,
    doseId,
  }))
  for (const doseId of heldDoseIds) events.push({ kind: 'held', ...at, doseId })
  if (checkedInAt !== null) events.push({ kind: 'checked-in', id: '', at: checkedInAt })
  if (agreed !== null) events.push({ kind: 'consented', ...at, agreed })
  if (screening !== null) events.push({ kind: 'screened', ...at, outcome: screening })
  const reason = notGivenReasons.find((one) => one === visit.notGiven)
  if (reason !== undefined) events.push({ kind: 'not-given', ...at, reason })
  if (observedUntil !== null) events.push({ kind: 'observed', ...at, endedAt: observedUntil })
  if (visit.severeReaction) events.push({ kind: 'reaction', ...at, severity: 'severe' })
  if (visit.state === 'left') events.push({ kind: 'left', ...at })
  return events
}

/** What the visit makes of a fact; nothing of those that only change what is known of the person or a dose. */
function eventOf(fact: Prepared, timeZone: string): VisitEvent[] {
  const at = { id: fact.id, at: correctedAt(fact.capturedAt, clockOffset()) }
  switch (fact.kind) {
    case 'check-in':
      return [{ kind: 'checked-in', ...at }]
    case 'consent':
      return [{ kind: 'consented', ...at, agreed: fact.agreed === 'agreed' }]
    case 'screening':
      return [{ kind: 'screened', ...at, outcome: fact.outcome }]
    case 'not-given':
      return [{ kind: 'not-given', ...at, reason: fact.reason }]
    case 'dose':
      return [{ kind: 'given', ...at, at: givenOf(fact, timeZone).givenAt, doseId: fact.id }]
    case 'void':
      return [{ kind: 'voided', ...at, doseId: fact.doseId }]
    case 'observation':
      return [{ kind: 'observed', ...at, endedAt: correctedAt(fact.endedAt, clockOffset()) }]
    case 'reaction':
      return [{ kind: 'reaction', ...at, severity: fact.severity }]
    default:
      return []
  }
}

const givenOf = (fact: Extract<Prepared, { kind: 'dose' }>, timeZone: string) =>
  givenTimeOf({ ...fact, clockOffsetMs: clockOffset() }, timeZone)

function withFact(
  doses: readonly CardDose[],
  fact: Prepared,
  lots: readonly LotChoice[],
  timeZone: string,
): CardDose[] {
  if (fact.kind === 'void')
    return doses.map((dose) => (dose.doseId === fact.doseId ? { ...dose, isVoided: true } : dose))
  if (fact.kind !== 'dose') return [...doses]
  const stated = fact.lot
  const lot = lots.find(({ lotId }) => stated !== null && 'lotId' in stated && stated.lotId === lotId)
  return [
    ...doses,
    {
      doseId: fact.id,
      ...givenOf(fact, timeZone),
      productId: fact.productId,
      productName: lot?.productName ?? '',
      lotCode: lot?.lotCode ?? '',
      step: fact.statedStep,
      isVoided: false,
      flags: [],
      origin: fact.origin,
      source: fact.source,
      sessionId: fact.sessionId,
      place: fact.place,
    },
  ]
}
