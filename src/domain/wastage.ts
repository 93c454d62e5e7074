/**
 * Vaccine wastage by the formulas of WHO/V&B/03.18 (“Monitoring vaccine wastage at country level”), over a cumulative
 * period. Rates are shares of one; a rate below zero is no mistake: more doses were drawn than the label promises.
 */

/** Why closed vials or what is left in opened ones was thrown away. */
export const closedWasteCauses = [
  'expired',
  'temperature',
  'frozen',
  'broken',
  'label',
  'recalled',
  'other',
] as const
export const openWasteCauses = [
  'end-of-session',
  'open-time-over',
  'contaminated',
  'drawn-wrong',
  'refused-drawn',
  'other',
] as const
export const wasteCauses = [...new Set([...closedWasteCauses, ...openWasteCauses])]
export type WasteCause = (typeof wasteCauses)[number]

export type Handled = {
  /** Vials opened × doses per vial, in sessions whose vials have been counted. */
  openedDoses: number
  /** Given from those vials. */
  givenDoses: number
  /** Thrown away unopened, anywhere. */
  discardedUnopened: number
  /** All that the stores had to do with: in hand at the start and received since. */
  handledDoses: number
  /** Stores that a vial passes through, n: the centre's, the ward's … at least one. */
  storageLevels: number
}

export type Wastage = {
  /** (opened − given) / opened. Null where nothing was opened. */
  openRate: number | null
  /** discarded unopened / handled, of one level. Null where nothing was handled. */
  closedRate: number | null
  /** 1 − (1 − closed)^n × (1 − open), n storage levels. */
  totalRate: number | null
  /** 1 / (1 − total): doses to order for each dose to be given. */
  factor: number | null
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null)

export function wastageOf(handled: Handled): Wastage {
  const { openedDoses, givenDoses, discardedUnopened, handledDoses, storageLevels } = handled
  const openRate = share(openedDoses - givenDoses, openedDoses)
  const closedRate = share(discardedUnopened, handledDoses)
  if (openRate === null && closedRate === null) return { openRate, closedRate, totalRate: null, factor: null }
  const totalRate = 1 - (1 - (closedRate ?? 0)) ** storageLevels * (1 - (openRate ?? 0))
  return { openRate, closedRate, totalRate, factor: totalRate < 1 ? 1 / (1 - totalRate) : null }
}

/** Indicative rates of WHO for what is discarded at 6 h: 5 %, 10 % and 25 % by vial size; null where it names none. */
export function indicativeRate(dosesPerVial: number): number | null {
  if (dosesPerVial === 1) return 0.05
  if (dosesPerVial <= 6) return 0.1
  return dosesPerVial >= 10 && dosesPerVial <= 20 ? 0.25 : null
}

/** The share of opened doses that no label explains: above this every vial gave more than the product can. */
export function isBeyondVials(handled: Handled, maxDosesPerVial: number, dosesPerVial: number): boolean {
  return handled.givenDoses * dosesPerVial > handled.openedDoses * maxDosesPerVial
}
