import { canonicalIdentifier } from '#domain/identity/identifiers.ts'
import { selectMatches, type MatchSubject } from '#domain/identity/match.ts'
import { foldPersonName, matchName } from '#domain/identity/names.ts'
import type { PackPerson } from '#domain/site-pack/pack.ts'
import type { MatchWalkIn } from '#features/doses/visit-contract.ts'
import type { In } from '../shared/contract.ts'
import type { Matches } from '../site/visits.ts'
import type { Asking } from './identify-in.ts'
import { isBorn } from './is-born.ts'

const LIKELY_MAX = 5

/**
 * Who of those that this phone knows a walk-in may be. Whether somebody elsewhere has the number is found out when the
 * entry arrives.
 */
export function matchIn(
  known: readonly PackPerson[],
  cardOf: Asking['cardOf'],
  body: In<typeof MatchWalkIn>,
): Matches {
  const {
    fullName,
    bornOn,
    bornPrecision = 'day',
    sex = 'unknown',
    wardId,
    groupId = null,
    numbers = [],
  } = body
  const keyed = numbers.flatMap(({ kind, value }) => {
    const canonical = canonicalIdentifier(kind, value)
    return canonical === null ? [] : [{ kind, end: canonical.slice(-4) }]
  })
  const subject = toSubject({ fullName, bornOn, bornPrecision, sex, wardId, groupId, numbers: keyed })
  const byId = new Map(known.map((person) => [person.id, person]))
  const people = [...byId.values()].map((person) => {
    // Four characters alone are shared by several: they speak only where the birth agrees.
    const numbersOf = isBorn(person, bornOn) ? person.numbers : []
    return { ...toSubject({ ...person, numbers: numbersOf }), person }
  })
  const items = selectMatches(subject, people)
    .slice(0, LIKELY_MAX)
    .map(({ candidate, match }) => ({
      where: 'here' as const,
      reason: match.reason,
      person: cardOf(candidate.person).person,
    }))
  return { items }
}

type Known = Pick<
  PackPerson,
  'fullName' | 'bornOn' | 'bornPrecision' | 'sex' | 'wardId' | 'groupId' | 'numbers'
>

function toSubject({ fullName, bornOn, bornPrecision, sex, wardId, groupId, numbers }: Known): MatchSubject {
  return {
    fullNameFolded: matchName(foldPersonName(fullName)),
    bornOn,
    bornPrecision,
    sex,
    wardKey: wardId,
    groupKey: groupId,
    identifiers: numbers.map(({ kind, end }) => ({ kind, key: end, last4: end })),
  }
}
