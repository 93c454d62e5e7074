import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { insertPairDecisions } from '#features/registrants/pair-decisions.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './duplicate-contract.ts'
import { mergePeople } from './merge-people.ts'

type Body = z.infer<typeof contract.DecideDuplicates>
type Decision = Body['decisions'][number]
type Decided = z.infer<typeof contract.DecidedDuplicates>
type Same = Extract<Decision, { verdict: 'same-person' }>
type Other = Exclude<Decision, Same>

/**
 * Answers "the same person?" of several pairs at once. Same: they are merged, each pair by itself. Another, later, or asked
 * anew: remembered, all or none. Safe to send again.
 *
 * @throws Problem `not-found` when any of the people lies outside the scope; nothing is decided then.
 */
export async function decideDuplicates(
  deps: Deps,
  actor: Actor,
  { decisions, reason }: Body,
): Promise<Decided> {
  const same = decisions.filter((decision): decision is Same => decision.verdict === 'same-person')
  const others = decisions.filter((decision): decision is Other => decision.verdict !== 'same-person')
  const people = decisions.flatMap((decision) =>
    decision.verdict === 'same-person'
      ? [decision.keptId, decision.absorbedId]
      : [decision.personId, decision.otherId],
  )
  const codes = new Map<string, string>()
  const scope = { ...scopeOf(actor, 'person.merge'), accountId: actor.accountId }
  await inScope(deps.db, scope, async (tx) => {
    const { rows } = await tx.$client.query<{ id: string; wardId: string }>(
      'SELECT id, ward_id AS "wardId" FROM person WHERE id = ANY ($1::uuid[])',
      [people],
    )
    const wards = new Map(rows.map(({ id, wardId }) => [id, wardId]))
    if (people.some((id) => !wards.has(id))) throw new Problem('not-found')
    const decidedAt = deps.clock()
    const sound = others.filter(({ id, personId, otherId }) => {
      if (personId === otherId) codes.set(id, 'merge.same-person')
      return personId !== otherId
    })
    const by = { reason, decidedAt, byId: actor.accountId }
    const { inserted, taken } = await insertPairDecisions(
      tx,
      sound.map(({ id, verdict, personId, otherId }) => ({
        id,
        verdict,
        personId,
        otherId,
        wardId: wards.get(personId)!,
        ...by,
      })),
    )
    for (const id of taken) codes.set(id, 'conflict')
    const fresh = sound.filter(({ id }) => inserted.has(id))
    await appendAudit(
      tx,
      actor,
      decidedAt,
      fresh.map(({ id, verdict, personId, otherId }) => ({
        action: 'decideDuplicates',
        subjectKind: 'person',
        subjectId: personId,
        placeId: wards.get(personId)!,
        detail: { decisionId: id, otherId, verdict },
      })),
    )
  })
  for (const { id, keptId, absorbedId } of same) {
    const code = await tryMerge(deps, actor, { id, keptId, absorbedId, reason })
    if (code !== null) codes.set(id, code)
  }
  return { items: decisions.map(({ id }) => ({ id, code: codes.get(id) ?? null })) }
}

/** @returns the code of the refusal; a pair that cannot be merged holds up no other. */
async function tryMerge(
  deps: Deps,
  actor: Actor,
  merge: Parameters<typeof mergePeople>[2],
): Promise<string | null> {
  try {
    await mergePeople(deps, actor, merge)
    return null
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}
