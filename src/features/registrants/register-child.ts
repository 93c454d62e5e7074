import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { cleanPersonName, foldPersonName, nameKey } from '#domain/identity/names.ts'
import { Problem } from '#domain/problem.ts'
import { noHousehold } from '#domain/upload-match.ts'
import { inScope } from '#db/db.ts'
import { person, personEvent } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { findCard } from './person-card.ts'
import { rememberOthers } from './pair-decisions.ts'
import { readBirthInput } from './person-input.ts'
import { othersAmong, selectLikelyPeople, type Registered } from './register-person.ts'

/**
 * A birth, told by the guardian whose card is open: the child lives where they live. Likely the same ones are shown
 * first, as for anybody who is registered; twins have names of their own.
 *
 * @throws Problem `not-found`, `person.is-dead`, `person.not-here`, `person.birth-in-future`, `person.id-used`.
 */
export async function registerChild(
  deps: Deps,
  actor: Actor,
  guardianId: string,
  input: z.infer<typeof contract.RegisterChild>,
): Promise<Registered> {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const { id, sex, priorityCode, relation } = input
  const fullName = cleanPersonName(input.fullName)
  const birth = readBirthInput({ on: input.bornOn, precision: 'day' }, today)
  const scope = { ...scopeOf(actor, 'person.edit'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const [guardian] = await tx.select().from(person).where(eq(person.id, guardianId)).for('share')
    if (guardian === undefined || guardian.canonicalId !== guardian.id || guardian.living === 'withdrawn')
      throw new Problem('not-found')
    requireReach(actor, 'person.edit', { wardId: guardian.wardId })
    const before = await findCard(tx, id, today)
    if (before !== null) {
      if (before.fullName !== fullName || before.bornOn !== birth.bornOn) throw new Problem('person.id-used')
      return { registered: true, person: before, likely: [] }
    }
    // A mother may have died giving birth: the child is registered with whoever takes care of it.
    if (guardian.living === 'dead') throw new Problem('person.is-dead')
    if (guardian.living === 'moved') throw new Problem('person.not-here')
    const { wardId, groupId, phone, address, householdNumber } = guardian
    const home = { wardId, groupId, phone, address, ...noHousehold, householdNumber }
    const child = { fullName, ...birth, sex, priorityCode, ...home, workplace: '' }
    const likely = await selectLikelyPeople(tx, { ...child, identifiers: [], earlierDoses: [] })
    if (likely.length > 0 && !input.isOtherPerson) return { registered: false, person: null, likely }
    await tx.insert(person).values({
      ...child,
      id,
      canonicalId: id,
      fullNameFolded: foldPersonName(fullName),
      nameKey: nameKey(fullName),
      guardianId,
      guardianName: guardian.fullName,
      guardianRelation: relation,
      createdAt: now,
    })
    await tx.insert(personEvent).values({
      id: deps.newId(),
      personId: id,
      kind: 'born',
      before: {},
      after: { wardId, groupId, guardianName: guardian.fullName, guardianRelation: relation },
      happenedOn: birth.bornOn,
      at: now,
      byId: actor.accountId,
      source: 'form',
    })
    await rememberOthers(tx, deps, actor, {
      personId: id,
      wardId,
      otherIds: othersAmong(likely, input.otherThan),
    })
    await appendAudit(tx, actor, now, {
      action: 'registerChild',
      subjectKind: 'person',
      subjectId: id,
      placeId: wardId,
      detail: { guardianId, relation, isOtherPerson: input.isOtherPerson, otherThan: input.otherThan },
    })
    return { registered: true, person: (await findCard(tx, id, today))!, likely: [] }
  })
}
