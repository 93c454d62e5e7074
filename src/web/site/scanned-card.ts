import type { LocalDate } from '#domain/dates.ts'
import { classifyScan } from '#domain/identity/scan.ts'
import { formatDay } from '../shared/days.ts'

/** What a card of somebody nobody knows says of them, as the form of a walk-in asks it. Gone with the next person. */
export type ScannedCard = {
  fullName: string
  born: string
  sex: string
  /** For the field; a number that has no place in it is carried along. */
  number: string
  insurance: string | null
}

/** Null for a code that is no card of a person. */
export function readScannedCard(text: string, today: LocalDate): ScannedCard | null {
  const scan = classifyScan(text, today)
  if (scan.kind !== 'cccd' && scan.kind !== 'bhyt') return null
  const { fullName, bornOn, sex } = scan.card
  const isYearOnly = scan.kind === 'bhyt' && scan.card.bornPrecision === 'year'
  const born = bornOn === null ? '' : isYearOnly ? bornOn.slice(0, 4) : formatDay(bornOn)
  return {
    fullName: fullName ?? '',
    born,
    sex: sex ?? '',
    number: scan.kind === 'cccd' ? scan.card.idNumber : '',
    insurance: scan.kind === 'bhyt' ? scan.card.number : null,
  }
}
