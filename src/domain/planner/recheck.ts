import type { LocalDate } from '../dates.ts'
import type { Facts, ProblemCode } from '../problem.ts'
import type { PlanLine, SideFacts } from './plan-types.ts'

/** What is true at the moment of approval (or of dispatch) of one line. Doses are whole numbers. */
export type LineGround = {
  asOf: LocalDate
  lot: { status: 'ok' | 'quarantine' | 'recalled'; excursion: boolean; useByOn: LocalDate }
  donor: {
    /** Closed vials of this lot at `fromHolderId`, by the ledger, less what other approved lines promise. */
    lotDoses: number
    /** The last count of this lot there, carried forward with later movements; null when never counted. */
    countedDoses: number | null
    /** Days since that count; null when never counted. */
    countAgeDays: number | null
    /** Usable closed vials of the product in the whole ward (for the centre: at the centre). */
    productDoses: number
    /** Second doses of the product due in the reserve days; 0 at the centre. */
    secondDosesDue: number
    discrepancyOpen: boolean
  }
  receiver: {
    acceptsTransfers: boolean
    discrepancyOpen: boolean
    /** Free room of the product's class; null = not limited, 0 = no such store. */
    freeDoses: number | null
  }
}

/** A ward whose count is older than `countOldDays`, or missing, gives no more than `oldCountDoses`. */
export type CountLimit = { countOldDays: number; oldCountDoses: number }

export type LineCheck =
  | { ok: true }
  | { ok: false; code: Extract<ProblemCode, `plan.line-${string}`>; facts: Facts }

type CheckedLine = Pick<PlanLine, 'doses' | 'dosesPerVial' | 'fromWardId'> & {
  facts: { expiryRiskDoses: number; donor: Pick<SideFacts, 'secondDosesKept' | 'paceHigh'> }
}

/**
 * A plan is made in the morning and approved at noon: each line stands on its own ground, which is looked at
 * again. New entries alone do not stale a line. `line.doses` may have been edited by the approver.
 * Refusals, in this order: not whole vials, lot blocked, lot expired, discrepancy open, donor short, count
 * differs, count too old for so much, second doses, receiver refuses, receiver has no room.
 */
export function recheckLine(line: CheckedLine, now: LineGround, limit: CountLimit): LineCheck {
  const { doses, dosesPerVial, fromWardId } = line
  const { lot, donor, receiver } = now
  if (!Number.isInteger(doses) || doses <= 0 || doses % dosesPerVial !== 0) {
    return refuse('plan.line-not-whole-vials', { doses, dosesPerVial })
  }
  if (lot.status !== 'ok' || lot.excursion) {
    return refuse('plan.line-lot-blocked', { status: lot.status, excursion: lot.excursion })
  }
  if (lot.useByOn <= now.asOf) return refuse('plan.line-lot-expired', { useByOn: lot.useByOn })
  if (donor.discrepancyOpen || receiver.discrepancyOpen) return refuse('plan.line-discrepancy-open', {})
  if (donor.lotDoses < doses) return refuse('plan.line-donor-short', { doses, there: donor.lotDoses })
  if (donor.countedDoses !== null && donor.countedDoses < doses) {
    return refuse('plan.line-count-short', { doses, counted: donor.countedDoses })
  }
  const isOld = donor.countAgeDays === null || donor.countAgeDays > limit.countOldDays
  if (fromWardId !== null && isOld && doses > limit.oldCountDoses) {
    return refuse('plan.line-count-old', { doses, most: limit.oldCountDoses, days: limit.countOldDays })
  }
  const left = donor.productDoses - doses
  if (left < secondDosesToKeep(line, donor.secondDosesDue)) {
    return refuse('plan.line-second-doses', { left, due: donor.secondDosesDue })
  }
  if (!receiver.acceptsTransfers) return refuse('plan.line-receiver-refuses', {})
  if (receiver.freeDoses !== null && receiver.freeDoses < doses) {
    return refuse('plan.line-receiver-room', { doses, free: receiver.freeDoses })
  }
  return { ok: true }
}

/**
 * What would expire before its turn serves no booking: then as many stay as the plan says, less what the ward may have used
 * on the day of the plan.
 */
function secondDosesToKeep({ doses, facts }: CheckedLine, due: number): number {
  const { secondDosesKept, paceHigh } = facts.donor
  return doses > facts.expiryRiskDoses ? due : Math.min(due, secondDosesKept - Math.ceil(paceHigh ?? 0))
}

function refuse(code: Extract<ProblemCode, `plan.line-${string}`>, facts: Facts): LineCheck {
  return { ok: false, code, facts }
}
