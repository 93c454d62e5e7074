import type { BirthPrecision } from './identifiers.ts'

/** What speaks for keeping one of two records of one person. */
export type RecordWeight = {
  personId: string
  /** The police have found the person under these details. */
  isPoliceMatch: boolean
  doses: number
  numbers: number
  bornPrecision: BirthPrecision
  /** RFC 3339. */
  createdAt: string
}

const precision: Record<BirthPrecision, number> = { day: 2, month: 1, year: 0 }

/**
 * The record that is proposed to be kept: the one that is best attested, of equal ones the older. A proposal only; nothing
 * of the other is lost whichever is kept.
 */
export function proposeKept(a: RecordWeight, b: RecordWeight): string {
  const order =
    Number(b.isPoliceMatch) - Number(a.isPoliceMatch) ||
    b.doses - a.doses ||
    b.numbers - a.numbers ||
    precision[b.bornPrecision] - precision[a.bornPrecision] ||
    compareText(a.createdAt, b.createdAt) ||
    compareText(a.personId, b.personId)
  return order <= 0 ? a.personId : b.personId
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
