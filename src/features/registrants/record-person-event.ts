import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { decideResidence, type Living, type ResidenceChange, type ResidenceEvent } from '#domain/residence.ts'
import { inScope, type Tx } from '#db/db.ts'
import { invitation, person, personEvent } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { withdrawCalls } from '#features/sessions/withdraw-calls.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { findCard } from './person-card.ts'
import { requireResidence, type PersonCard } from './person-queries.ts'

type Input = z.infer<typeof contract.RecordPersonEvent>
type Row = typeof person.$inferSelect

/** What the register calls each: a mistake is a correction, and both ways out of a ward are one. */
const kinds = {
  died: 'died',
  'moved-ward': 'moved-out',
  'moved-away': 'moved-out',
  'moved-in': 'moved-in',
  mistaken: 'corrected',
} as const

/**
 * A move or a death, with its day and reason. Doses keep the residence of their day, so nothing is counted anew.
 *
 * @throws Problem `not-found`, `request.stale`, `person.place-unknown`, and each `ResidenceRefusal`.
 */
export async function recordPersonEvent(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  input: Input,
): Promise<PersonCard> {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const scope = scopeOf(actor, 'person.edit')
  // Whoever sends a person to another ward must still see the row when it has arrived there.
  const wardIds = input.kind === 'moved-ward' ? [...scope.wardIds, input.wardId] : scope.wardIds
  return inScope(deps.db, { ...scope, wardIds, accountId: actor.accountId }, async (tx) => {
    const [found] = await tx.select().from(person).where(eq(person.id, id)).for('update')
    if (found === undefined || found.canonicalId !== found.id || found.living === 'withdrawn')
      throw new Problem('not-found')
    // The same again, whose answer was lost: the person may be in a ward by now where the sender reaches nobody.
    if (found.version === version + 1 && (await isRecorded(tx, actor, id, input)))
      return (await findCard(tx, id, today))!
    requireReach(actor, 'person.edit', { wardId: found.wardId })
    if (found.version !== version) throw new Problem('request.stale')
    const decided = decideResidence({ ...found, living: found.living as Living }, input, today)
    if ('refusal' in decided) throw new Problem(decided.refusal)
    const { living, wardId, groupId } = decided
    if (input.kind === 'moved-ward') await requireResidence(tx, { wardId, groupId, on: today })
    await tx
      .update(person)
      .set({ living, wardId, groupId, version: version + 1 })
      .where(eq(person.id, id))
    await tx.insert(personEvent).values({
      id: deps.newId(),
      personId: id,
      kind: kinds[input.kind],
      ...describe(found, decided, input),
      happenedOn: 'on' in input ? input.on : null,
      reason: input.reason,
      at: now,
      byId: actor.accountId,
      source: 'form',
    })
    const calls = decided.endsCalls ? await withdrawCalls(tx, id, today) : 0
    const papers = decided.endsInvitations ? await revokePapers(tx, id, now) : 0
    const card = (await findCard(tx, id, today))!
    await appendAudit(tx, actor, now, {
      action: 'recordPersonEvent',
      subjectKind: 'person',
      subjectId: id,
      placeId: found.wardId,
      detail: { kind: input.kind, toWardId: wardId === found.wardId ? null : wardId, calls, papers },
    })
    return card
  })
}

async function isRecorded(tx: Tx, actor: Actor, personId: string, input: Input): Promise<boolean> {
  const own = await tx
    .select()
    .from(personEvent)
    .where(and(eq(personEvent.personId, personId), eq(personEvent.byId, actor.accountId)))
  return own.some(
    ({ kind, happenedOn, reason, before, after }) =>
      kind === kinds[input.kind] &&
      happenedOn === ('on' in input ? input.on : null) &&
      reason === input.reason &&
      after['wardId'] === ('wardId' in input ? input.wardId : undefined) &&
      (after['place'] ?? '') === ('to' in input ? input.to : '') &&
      (before['place'] ?? '') === ('from' in input ? input.from : ''),
  )
}

type Said = Record<string, unknown>

/** Only what changed, and where to or from in words. */
function describe(
  found: Row,
  { living, wardId, groupId }: ResidenceChange,
  input: Input & ResidenceEvent,
): { before: Said; after: Said } {
  const before: Said = {}
  const after: Said = {}
  for (const [field, value] of Object.entries({ living, wardId, groupId })) {
    if (found[field as keyof Row] === value) continue
    before[field] = found[field as keyof Row]
    after[field] = value
  }
  if (input.kind === 'moved-away' && input.to !== '') after['place'] = input.to
  if (input.kind === 'moved-in' && input.from !== '') before['place'] = input.from
  return { before, after }
}

/** Also those made for an id that was merged into this one. */
async function revokePapers(tx: Tx, personId: string, now: Date): Promise<number> {
  const { rowCount } = await tx
    .update(invitation)
    .set({ revokedAt: now, revokedReason: 'Đã mất' })
    .where(
      and(
        isNull(invitation.revokedAt),
        sql`${invitation.personId} IN (SELECT id FROM person WHERE canonical_id = ${personId})`,
      ),
    )
  return rowCount ?? 0
}
