import type { DecidedDuplicates, DecideDuplicates } from '#features/doses/duplicate-contract.ts'
import type { MergePeople, UndoMerge } from '#features/doses/review-contract.ts'
import { api } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import type { In, Out } from '../shared/contract.ts'
import type { State, WholePair } from './pairs.ts'
import { t } from './words.ts'

/** As many as one request takes. */
export const ANSWERED_AT_ONCE = 100

type Body = In<typeof DecideDuplicates>

/** @returns how many could not be answered; the others are. */
export async function answerPairs(
  pairs: readonly WholePair[],
  verdict: State | ((pair: WholePair) => State),
  reason: string,
): Promise<number> {
  const body: Body = {
    decisions: pairs.map((pair) => ({
      id: newId(),
      verdict: typeof verdict === 'string' ? verdict : verdict(pair),
      personId: pair.person.id,
      otherId: pair.other.id,
    })),
    reason,
  }
  const { items } = await api.post<Out<typeof DecidedDuplicates>>('/v1/duplicates/decisions', body)
  return items.filter(({ code }) => code !== null).length
}

/** As it stood before the answer. */
export const takeBack = (pairs: readonly WholePair[]) =>
  answerPairs(pairs, ({ state }) => state, t('reason.undo'))

/** @param id of the merge: sent twice it is one merge. */
export async function mergePair(id: string, pair: WholePair, keptId: string, reason: string): Promise<void> {
  const body: In<typeof MergePeople> = { id, keptId, absorbedId: otherOf(pair, keptId).id, reason }
  await api.post('/v1/merges', body)
}

/** Both are back, and asked about as before: a merge that is undone answers "two people" else. */
export async function undoMerge(mergeId: string, pair: WholePair): Promise<void> {
  const body: In<typeof UndoMerge> = { id: newId(), reason: t('reason.undo') }
  await api.post(`/v1/merges/${mergeId}/undo`, body)
  await takeBack([pair])
}

export const otherOf = ({ person, other }: WholePair, keptId: string) =>
  keptId === person.id ? other : person
