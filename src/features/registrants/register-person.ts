import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { cleanPersonName } from '#domain/identity/names.ts'
import { Problem } from '#domain/problem.ts'
import { selectLikely } from '#domain/upload-match.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { applyRows } from './apply-rows.ts'
import type * as contract from './contract.ts'
import { lockList } from './list-queries.ts'
import { selectElsewhere, selectKnownPeople } from './match-queries.ts'
import { rememberOthers } from './pair-decisions.ts'
import { readBirthInput, readNumberInput, readPhoneInput } from './person-input.ts'
import { findCard } from './person-card.ts'
import { LIKELY_MAX } from './person-contract.ts'
import { requireResidence, selectPeople } from './person-queries.ts'
import { sealNumber, type StagedPerson } from './staged-person.ts'

export type Registered = z.infer<typeof contract.RegisteredPerson>

/**
 * One person by form. When somebody likely the same is known, nothing is stored and they are shown, until the official
 * says that it is another person, which is remembered of those who were shown.
 *
 * @throws Problem `not-found`, `list.closed`, `person.place-unknown`, `person.phone-invalid`, `person.number-invalid`,
 *   `person.birth-in-future`, `person.id-used`.
 */
export async function registerPerson(
  deps: Deps,
  actor: Actor,
  input: z.infer<typeof contract.RegisterPerson>,
): Promise<Registered> {
  requireReach(actor, 'person.edit', { wardId: input.wardId })
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const staged = stageInput(deps, input, today)
  const { id, listId, wardId, groupId } = input
  return inScope(deps.db, { ...scopeOf(actor, 'person.edit'), accountId: actor.accountId }, async (tx) => {
    const list = await lockList(tx, listId)
    if (list === null) throw new Problem('not-found')
    if (list.state === 'closed') throw new Problem('list.closed')
    const before = await findCard(tx, id, today)
    if (before !== null) {
      if (before.fullName !== staged.fullName || before.bornOn !== staged.bornOn)
        throw new Problem('person.id-used')
      return { registered: true, person: before, likely: [] }
    }
    await requireResidence(tx, { wardId, groupId, on: today })
    const likely = await selectLikelyPeople(tx, staged)
    if (likely.length > 0 && !input.isOtherPerson) return { registered: false, person: null, likely }
    const row = { rowNumber: 0, person: staged, action: 'create' as const, personId: id, change: null }
    await applyRows(tx, deps, actor, { list, uploadId: null }, [row])
    await rememberOthers(tx, deps, actor, {
      personId: id,
      wardId,
      otherIds: othersAmong(likely, input.otherThan),
    })
    await appendAudit(tx, actor, now, {
      action: 'registerPerson',
      subjectKind: 'person',
      subjectId: id,
      placeId: wardId,
      detail: { listId, isOtherPerson: input.isOtherPerson, otherThan: input.otherThan },
    })
    return { registered: true, person: (await findCard(tx, id, today))!, likely: [] }
  })
}

function stageInput(deps: Deps, input: z.infer<typeof contract.RegisterPerson>, today: string): StagedPerson {
  const { sex, priorityCode, address, workplace, wardId, groupId } = input
  const { householdNumber, householdRelation, ethnicity } = input
  return {
    fullName: cleanPersonName(input.fullName),
    ...readBirthInput({ on: input.bornOn, precision: input.bornPrecision }, today),
    sex,
    priorityCode,
    address,
    workplace,
    householdNumber,
    householdRelation,
    ethnicity,
    wardId,
    groupId,
    phone: readPhoneInput(input.phone),
    identifiers: input.numbers.map((number) => sealNumber(deps.sealer, readNumberInput(number))),
    earlierDoses: [],
  }
}

/** Of those who are likely the same, who was looked at and is somebody else. */
export const othersAmong = (likely: Registered['likely'], otherThan: readonly string[]): string[] =>
  likely.flatMap(({ person }) => (person !== null && otherThan.includes(person.id) ? [person.id] : []))

export async function selectLikelyPeople(tx: Tx, staged: StagedPerson): Promise<Registered['likely']> {
  const { wardId } = staged
  const known = await selectKnownPeople(tx, { listId: null, wardId }, [staged])
  const found = selectLikely(staged, known).slice(0, LIKELY_MAX)
  const page = { limit: found.length, after: null }
  const people = await selectPeople(tx, { ids: found.map(({ known: { personId } }) => personId) }, page)
  const briefs = new Map(people.map(({ person }) => [person.id, person]))
  const here = found.map(({ known: { personId }, match: { reason, differs } }) => ({
    where: 'here' as const,
    reason,
    differs: [...differs],
    person: briefs.get(personId) ?? null,
  }))
  const elsewhere = await selectElsewhere(tx, wardId, [{ rowNumber: 0, person: staged }])
  const away = [...elsewhere.values()].map(({ sameName }) => ({
    where: 'elsewhere' as const,
    reason: 'same-identifier',
    differs: sameName ? [] : ['name'],
    person: null,
  }))
  return [...here, ...away]
}
