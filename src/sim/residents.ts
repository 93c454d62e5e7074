import { ageOn, localDateAt } from '#domain/dates.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { applyRows } from '#features/registrants/apply-rows.ts'
import { createList } from '#features/registrants/create-list.ts'
import type { City, Ward } from './city.ts'
import { inventPerson } from './people.ts'
import { createRandom } from './random.ts'
import type { Deps } from './stage.ts'

export type Resident = { id: string; isAdult: boolean }

/**
 * The ward's list with its people, written as a committed upload writes them; only the workbook is left out, because
 * reading 36 of them would take longer than a demo may. One audit row for the list, one for its people.
 *
 * @param first number of the first person in the city.
 */
export async function settleWard(
  deps: Deps,
  city: City,
  ward: Ward,
  { seed, first, count }: { seed: number; first: number; count: number },
): Promise<Resident[]> {
  const { actor, campaignId } = city
  const random = createRandom(seed)
  const now = deps.clock()
  const on = localDateAt(now, deps.authority.timeZone)
  const list = await createList(deps, actor, {
    campaignId,
    kind: 'ward',
    wardId: ward.id,
    name: `Danh sách người dân, ${ward.name}`,
    dueAt: null,
    declared: { total: count },
  })
  const rows = Array.from({ length: count }, (_, at) => {
    const groupId = ward.groupIds.length === 0 ? null : random.pick(ward.groupIds)
    const person = inventPerson(random, deps, { on, wardId: ward.id, groupId, number: first + at })
    return { rowNumber: at + 1, person, action: 'create' as const, personId: deps.newId(), change: null }
  })
  const everywhere = { wide: true, wardIds: [], siteIds: [], sessionIds: [], accountId: actor.accountId }
  await inScope(deps.db, everywhere, async (tx) => {
    await applyRows(tx, deps, actor, { list, uploadId: null }, rows)
    await appendAudit(tx, actor, now, {
      action: 'settleWard',
      subjectKind: 'list',
      subjectId: list.id,
      placeId: ward.id,
      detail: { persons: count },
    })
  })
  return rows.map(({ personId, person }) => ({ id: personId, isAdult: ageOn(person.bornOn, on) >= 18 }))
}
