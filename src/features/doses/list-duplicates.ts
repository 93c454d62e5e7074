import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { identifierKinds } from '#domain/identity/identifiers.ts'
import { proposeKept } from '#domain/identity/keep.ts'
import { pairKey } from '#domain/identity/pairs.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { selectPeople, type PersonBrief } from '#features/registrants/person-queries.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { encodeCursor } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './duplicate-contract.ts'
import {
  isLastWindow,
  selectAnswers,
  selectElsewhere,
  selectPairs,
  selectResidents,
  type Compared,
  type FoundElsewhere,
  type FoundPair,
  type Resident,
} from './duplicate-queries.ts'

type Duplicate = z.infer<typeof contract.Duplicate>
type State = Duplicate['state']
type Asked = { wardId: string; state: State; limit: number }
/** Behind so many pairs of this resident. */
export type DuplicateCursor = { nameKey: string; personId: string; pairs: number }

/** Windows of residents in one answer: what a request may cost, however clean the ward is. */
const WINDOWS_MAX = 2
const ALL_PAIRS = Number.MAX_SAFE_INTEGER

type Found = { otherId: string; pair: FoundPair | null; away: FoundElsewhere | null }
type Entry = Found & { cursor: DuplicateCursor }

/**
 * Residents of a ward who may be stored twice. Of people outside the scope only that there is one, and where.
 *
 * @throws Problem `not-found`.
 */
export async function listDuplicates(
  deps: Deps,
  actor: Actor,
  { wardId, state, limit }: Asked,
  after: DuplicateCursor | null,
): Promise<{ items: Duplicate[]; nextCursor: string | null }> {
  requireReach(actor, 'person.merge', { wardId })
  const scope = { ...scopeOf(actor, 'person.merge'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const found: Entry[] = []
    let next = after
    let isOver = false
    for (let count = 0; count < WINDOWS_MAX && found.length <= limit && !isOver; count++) {
      const residents = await selectResidents(tx, wardId, next)
      found.push(...(await selectEntries(tx, { wardId, state, isWide: scope.wide }, residents, next)))
      isOver = isLastWindow(residents)
      const last = residents.at(-1)
      // The last of a window is the first of the next, behind all of its pairs.
      if (last !== undefined) next = { nameKey: last.nameKey, personId: last.id, pairs: ALL_PAIRS }
    }
    const page = found.slice(0, limit)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'listDuplicates',
      subjectKind: 'place',
      subjectId: wardId,
      placeId: wardId,
      detail: { state, shown: page.length },
    })
    const nextOf = found.length > limit ? page.at(-1)!.cursor : isOver ? null : next
    const nextCursor = nextOf && encodeCursor([nextOf.nameKey, nextOf.personId, nextOf.pairs])
    return { items: await describeEntries(tx, page, state), nextCursor }
  })
}

/** Pairs of these residents in the state, in order. */
export async function selectEntries(
  tx: Tx,
  { wardId, state, isWide }: { wardId: string; state: State; isWide: boolean },
  residents: readonly Resident[],
  after: DuplicateCursor | null,
): Promise<Entry[]> {
  const ids = residents.map(({ id }) => id)
  const pairs = await selectPairs(tx, wardId, ids)
  // Who sees everybody has found them among the pairs.
  const aways = isWide ? [] : await selectElsewhere(tx, wardId, ids)
  const answers = await selectAnswers(tx, ids)
  const ofResident = Map.groupBy(
    [
      ...pairs.map((pair) => ({ personId: pair.person.id, otherId: pair.other.id, pair, away: null })),
      ...aways.map((away) => ({ personId: away.personId, otherId: away.otherId, pair: null, away })),
    ],
    ({ personId }) => personId,
  )
  return residents.flatMap(({ id, nameKey }) => {
    const own = (ofResident.get(id) ?? [])
      .filter(({ otherId }) => (answers.get(pairKey(id, otherId)) ?? 'open') === state)
      .sort((a, b) => (a.otherId < b.otherId ? -1 : 1))
    return own
      .map((found, at): Entry => ({ ...found, cursor: { nameKey, personId: id, pairs: at + 1 } }))
      .filter(({ cursor }) => after === null || id !== after.personId || cursor.pairs > after.pairs)
  })
}

async function describeEntries(tx: Tx, entries: readonly Entry[], state: State): Promise<Duplicate[]> {
  const ids = [
    ...new Set(
      entries.flatMap(({ cursor, otherId, pair }) => [cursor.personId, ...(pair === null ? [] : [otherId])]),
    ),
  ]
  const people = ids.length === 0 ? [] : await selectPeople(tx, { ids }, { limit: ids.length, after: null })
  const briefs = new Map(people.map(({ person }) => [person.id, person]))
  return entries.map(({ cursor, pair, away }) => {
    const person = briefs.get(cursor.personId)!
    return pair === null
      ? describeAway(person, away!, state)
      : describePair(person, briefs.get(pair.other.id)!, pair, state)
  })
}

function describePair(person: PersonBrief, other: PersonBrief, pair: FoundPair, state: State): Duplicate {
  const { kind, reason, differs } = pair.match
  const held = [pair.person, pair.other] as const
  return {
    person,
    other,
    elsewhere: other.wardId === person.wardId ? null : { wardId: other.wardId, wardName: other.wardName },
    kind,
    reason,
    differs: [...differs],
    otherNumbers: identifierKinds.filter((number) => haveOther(number, ...held)),
    doses: [held[0].doses, held[1].doses],
    proposedKeptId: proposeKept(weigh(held[0]), weigh(held[1])),
    state,
  }
}

function haveOther(kind: (typeof identifierKinds)[number], a: Compared, b: Compared): boolean {
  const keys = ({ identifiers }: Compared) =>
    identifiers.filter((number) => number.kind === kind).map(({ key }) => key)
  const [own, held] = [keys(a), keys(b)]
  return own.length > 0 && held.length > 0 && !own.some((key) => held.includes(key))
}

function weigh({ id, isPoliceMatch, doses, identifiers, bornPrecision, createdAt }: Compared) {
  return {
    personId: id,
    isPoliceMatch,
    doses,
    numbers: identifiers.length,
    bornPrecision,
    createdAt: createdAt.toISOString(),
  }
}

function describeAway(person: PersonBrief, away: FoundElsewhere, state: State): Duplicate {
  const { wardId, wardName, isSameName } = away
  return {
    person,
    other: null,
    elsewhere: { wardId, wardName },
    kind: isSameName ? 'duplicate' : 'suspected',
    reason: 'same-identifier',
    differs: isSameName ? [] : ['name'],
    otherNumbers: [],
    doses: null,
    proposedKeptId: null,
    state,
  }
}
