import { addDays, daysBetween, type LocalDate } from '../dates.ts'
import type { PlanLine } from './plan-types.ts'
import type { PlanningInput } from './types.ts'

/** `open`: the days in which the receiver was to use it are not over yet. */
export type ReceiverVerdict = 'used' | 'partly-used' | 'not-used' | 'open'
export type DonorVerdict = 'not-missed' | 'missed' | 'open'

/** What became of one line that was carried out. Doses; `given…` are all doses of the product at the receiver. */
export type Outcome = {
  fromOn: LocalDate
  toOn: LocalDate
  givenDoses: number
  /** … as far as they go beyond what the receiver had before: what lay there is thought to be used first. */
  usedDoses: number
  receiver: ReceiverVerdict
  /** Days on which the donor had no more than a vial left or said that it ran out; null for the centre. */
  donorDryDays: number | null
  donor: DonorVerdict | null
}

export type Carried = { line: PlanLine; sentOn: LocalDate; receivedOn: LocalDate; receivedDoses: number }
export type Known = Pick<PlanningInput, 'entries' | 'closings' | 'stockOuts'>

/**
 * Did the receiver use it within `days` of its coming, and did the donor miss it in that time? Read from entries as now
 * known and from the ledger. Used = at least nine tenths, as a vial may stay open or be wasted.
 */
export function judgeOutcome(carried: Carried, known: Known, days: number, today: LocalDate): Outcome {
  const { line, sentOn, receivedOn, receivedDoses } = carried
  const lastOn = addDays(receivedOn, days - 1)
  const isOver = lastOn < today
  const toOn = isOver ? lastOn : today
  const isOf = (row: { wardId: string; productId: string }, wardId: string) =>
    row.wardId === wardId && row.productId === line.productId
  const givenDoses = known.entries
    .filter((row) => isOf(row, line.toWardId) && isWithin(row.administeredOn, receivedOn, toOn))
    .reduce((sum, row) => sum + row.doses, 0)
  const before = line.facts.receiver.dosesBefore
  const usedDoses = Math.max(0, Math.min(receivedDoses, givenDoses - before))
  const dryDays = line.fromWardId === null ? null : countDryDays(line.fromWardId)
  return {
    fromOn: receivedOn,
    toOn,
    givenDoses,
    usedDoses,
    receiver: judgeReceiver(),
    donorDryDays: dryDays,
    donor: dryDays === null ? null : dryDays > 0 ? 'missed' : isOver ? 'not-missed' : 'open',
  }

  function countDryDays(wardId: string): number {
    const dry = new Set<LocalDate>()
    for (const row of known.closings) if (isOf(row, wardId) && row.doses <= line.dosesPerVial) dry.add(row.on)
    for (const row of known.stockOuts) if (isOf(row, wardId)) dry.add(row.on)
    return [...dry].filter((on) => isWithin(on, sentOn, toOn)).length
  }

  function judgeReceiver(): ReceiverVerdict {
    if (usedDoses * 10 >= receivedDoses * 9) return 'used'
    if (!isOver) return 'open'
    return usedDoses > 0 ? 'partly-used' : 'not-used'
  }
}

function isWithin(on: LocalDate, from: LocalDate, to: LocalDate): boolean {
  return daysBetween(from, on) >= 0 && daysBetween(on, to) >= 0
}
