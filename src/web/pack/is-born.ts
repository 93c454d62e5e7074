import type { LocalDate } from '#domain/dates.ts'
import type { PackPerson } from '#domain/site-pack/pack.ts'

/** A birth known by its year only, in the list or as stated, agrees with any day of it. */
export function isBorn(person: Pick<PackPerson, 'bornOn' | 'bornPrecision'>, stated: LocalDate): boolean {
  const sameYear = person.bornOn.slice(0, 4) === stated.slice(0, 4)
  return (
    person.bornOn === stated || (sameYear && (person.bornPrecision === 'year' || stated.endsWith('-01-01')))
  )
}
