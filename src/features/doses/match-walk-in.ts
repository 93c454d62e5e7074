import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { canonicalIdentifier } from '#domain/identity/identifiers.ts'
import { cleanPersonName } from '#domain/identity/names.ts'
import { Problem } from '#domain/problem.ts'
import { noHousehold, selectLikely } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { selectKnownPeople } from '#features/registrants/match-queries.ts'
import { searchPeople, selectPeople } from '#features/registrants/person-queries.ts'
import { sealNumber } from '#features/registrants/staged-person.ts'
import type { Deps } from '#http/types.ts'
import { selectNumbered } from './identify-person.ts'
import { inSession } from './in-session.ts'
import type * as contract from './visit-contract.ts'

const SHOWN_MAX = 10
type Stated = z.infer<typeof contract.MatchWalkIn>
type Matches = z.infer<typeof contract.WalkInMatches>

/**
 * Who the walk-in may be, asked before a new person is made. People of the scope are shown; of others only that there is
 * one with this number and birth date, who is then reached by `identify`.
 *
 * @throws Problem `not-found`, `identify.number-invalid`, `identify.quota`.
 */
export async function matchWalkIn(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  stated: Stated,
): Promise<Matches> {
  const numbers = stated.numbers.map(({ kind, value }) => {
    const canonical = canonicalIdentifier(kind, value)
    if (canonical === null) throw new Problem('identify.number-invalid', { kind })
    return { kind, value: canonical }
  })
  return inSession(deps, actor, 'person.search', sessionId, async (tx, session) => {
    const numbered = await selectNumbered(tx, deps, actor, numbers, stated.bornOn)
    const found = await selectHere(tx, deps, stated, numbers)
    const shown = new Set(found.map(({ person }) => person.id))
    const items: Matches['items'] = found.map(({ person, reason, differs }) => ({
      where: 'here' as const,
      reason,
      differs,
      person,
    }))
    const others = numbered.filter((id) => !shown.has(id))
    items.push(
      ...others.map(() => ({
        where: 'elsewhere' as const,
        reason: 'same-identifier',
        differs: [],
        person: null,
      })),
    )
    await appendAudit(tx, actor, deps.clock(), {
      action: 'matchWalkIn',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: { found: [...shown], elsewhere: others.length },
    })
    return { items }
  })
}

async function selectHere(
  tx: Tx,
  deps: Deps,
  stated: Stated,
  numbers: readonly { kind: Stated['numbers'][number]['kind']; value: string }[],
) {
  const { bornOn, bornPrecision, sex, wardId, groupId } = stated
  const person = {
    fullName: cleanPersonName(stated.fullName),
    bornOn,
    bornPrecision,
    sex,
    wardId,
    groupId,
    priorityCode: 16,
    phone: '',
    address: '',
    workplace: '',
    ...noHousehold,
    identifiers: numbers.map((number) => sealNumber(deps.sealer, number)),
  }
  const known = await selectKnownPeople(tx, { listId: null, wardId }, [person])
  const likely = selectLikely(person, known).slice(0, SHOWN_MAX)
  // A session's people live in any ward: the same name and birth year is enough to be shown.
  const named = await searchPeople(tx, person.fullName, Number(bornOn.slice(0, 4)))
  const ids = [...new Set([...likely.map(({ known: { personId } }) => personId), ...named])].slice(
    0,
    SHOWN_MAX,
  )
  const people = await selectPeople(tx, { ids }, { limit: ids.length, after: null })
  const briefs = new Map(people.map(({ person: brief }) => [brief.id, brief]))
  return ids.flatMap((id) => {
    const brief = briefs.get(id)
    const match = likely.find(({ known: { personId } }) => personId === id)?.match
    if (brief === undefined) return []
    const reason: string = match?.reason ?? 'same-name-birth-year'
    return [{ person: brief, reason, differs: [...(match?.differs ?? [])] as string[] }]
  })
}
