/**
 * Where people live once their places have changed: along whole changes only, as figures do (`places.ts`). Nobody is shared
 * out by guess; who cannot follow stays where they are and is counted, with the reason.
 */
import type { LocalDate } from './dates.ts'
import { findSuccessor, type PlaceChange, type PlaceIndex, type StopReason } from './places.ts'

export type Residence = { wardId: string; groupId: string | null }

export type Following =
  | { kind: 'stays' }
  /** `losesGroup`: the group is no more, and nothing says which one the people belong to now. */
  | { kind: 'follows'; to: Residence; losesGroup: boolean }
  | { kind: 'left'; reason: Exclude<StopReason, 'not-yet'> }

export type ChangesFrom = ReadonlyMap<string, readonly PlaceChange[]>

/**
 * The group goes before its ward: it is the smaller territory, so a divided ward is no riddle for the people of a group that
 * went whole, and of a group that ended they live on in its last ward. Done twice it changes nothing; done after each change
 * it comes to the same as once after all of them.
 */
export function followResidence(
  index: PlaceIndex,
  changesFrom: ChangesFrom,
  from: Residence,
  on: LocalDate,
): Following {
  const heir = (id: string) => followOne(index, changesFrom, id, on)
  const group = from.groupId === null ? null : heir(from.groupId)
  if (group?.reason === 'partial') return { kind: 'left', reason: 'partial' }
  const lastWardId = (group === null ? null : index.byId.get(group.placeId)?.parentId) ?? from.wardId
  const ward = heir(lastWardId)
  if (ward.reason !== null) return { kind: 'left', reason: ward.reason }
  const losesGroup = group?.reason === 'ended'
  const to = { wardId: ward.placeId, groupId: losesGroup ? null : (group?.placeId ?? null) }
  const isSame = to.wardId === from.wardId && to.groupId === from.groupId
  return isSame ? { kind: 'stays' } : { kind: 'follows', to, losesGroup }
}

type Heir = { placeId: string; reason: Exclude<StopReason, 'not-yet'> | null }

/** A place that only begins later is the one that was meant. */
function followOne(index: PlaceIndex, changesFrom: ChangesFrom, id: string, on: LocalDate): Heir {
  const { placeId, stoppedBy } = findSuccessor(index, changesFrom, id, on)
  return { placeId, reason: stoppedBy === 'not-yet' ? null : stoppedBy }
}
