import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { cleanPersonName, foldPersonName, nameKey } from '#domain/identity/names.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { person, personEvent, personIdentifier } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { readBirthInput, readNumberInput, readPhoneInput } from './person-input.ts'
import { findPerson, requireResidence, type PersonView } from './person-queries.ts'
import { sealNumber } from './staged-person.ts'

type Edit = z.infer<typeof contract.UpdatePerson>
type Row = typeof person.$inferSelect
type Fields = Partial<Omit<Row, 'id' | 'canonicalId' | 'version' | 'createdAt'>>
type EventKind = 'corrected' | 'moved-in' | 'moved-out' | 'died'

/**
 * A correction, a move or a death. What was before stays readable; doses keep the residence of their day.
 *
 * @throws Problem `not-found`, `request.stale`, `person.place-unknown`, `person.phone-invalid`, `person.number-invalid`,
 *   `person.birth-in-future`.
 */
export async function updatePerson(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  edit: Edit,
): Promise<PersonView> {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const scope = scopeOf(actor, 'person.edit')
  // Whoever sends a person to another ward must still see the row when it has arrived there.
  const wardIds = edit.wardId === undefined ? scope.wardIds : [...scope.wardIds, edit.wardId]
  return inScope(deps.db, { ...scope, wardIds, accountId: actor.accountId }, async (tx) => {
    const [found] = await tx.select().from(person).where(eq(person.id, id)).for('update')
    if (found === undefined || found.canonicalId !== found.id) throw new Problem('not-found')
    requireReach(actor, 'person.edit', { wardId: found.wardId })
    if (found.version !== version) throw new Problem('request.stale')
    const fields = readEdit(edit, found, today)
    const wardId = fields.wardId ?? found.wardId
    if (fields.wardId !== undefined || fields.groupId !== undefined) {
      const groupId = fields.groupId === undefined ? found.groupId : fields.groupId
      await requireResidence(tx, { wardId, groupId, on: today })
    }
    const changed = Object.fromEntries(
      Object.entries(fields).filter(([field, value]) => found[field as keyof Row] !== value),
    ) as Fields
    await tx
      .update(person)
      .set({ ...changed, version: version + 1 })
      .where(eq(person.id, id))
    const kinds = await addNumbers(tx, deps, id, edit, today)
    await addEvents(tx, deps, actor, { id, found, changed, kinds, reason: edit.reason })
    const updated = (await findPerson(tx, id))!
    await appendAudit(tx, actor, now, {
      action: 'updatePerson',
      subjectKind: 'person',
      subjectId: id,
      placeId: found.wardId,
      detail: {
        fields: Object.keys(changed),
        newNumbers: kinds,
        toWardId: changed.wardId ?? null,
        version: version + 1,
      },
    })
    return updated
  })
}

function readEdit(edit: Edit, found: Row, today: string): Fields {
  const { fullName, birth, phone, wardId, groupId, reason: _reason, addNumbers: _numbers, ...plain } = edit
  const name = fullName === undefined ? undefined : cleanPersonName(fullName)
  const moves = wardId !== undefined && wardId !== found.wardId
  return {
    ...plain,
    ...(name === undefined
      ? {}
      : { fullName: name, fullNameFolded: foldPersonName(name), nameKey: nameKey(name) }),
    ...(birth === undefined ? {} : readBirthInput(birth, today)),
    ...(phone === undefined ? {} : { phone: readPhoneInput(phone) }),
    ...(wardId === undefined ? {} : { wardId }),
    ...(groupId === undefined ? (moves ? { groupId: null } : {}) : { groupId }),
  }
}

async function addNumbers(
  tx: Tx,
  deps: Deps,
  personId: string,
  edit: Edit,
  today: string,
): Promise<string[]> {
  const added: string[] = []
  for (const number of edit.addNumbers ?? []) {
    const { kind, key, sealed, last4 } = sealNumber(deps.sealer, readNumberInput(number))
    const lookup = Buffer.from(key, 'hex')
    const held = await tx
      .select({ kind: personIdentifier.kind })
      .from(personIdentifier)
      .where(
        and(
          eq(personIdentifier.personId, personId),
          eq(personIdentifier.kind, kind),
          eq(personIdentifier.lookup, lookup),
        ),
      )
    if (held.length > 0) continue
    const value = Buffer.from(sealed, 'base64')
    await tx
      .insert(personIdentifier)
      .values({ personId, kind, value, lookup, last4, source: 'form', seenOn: today })
    added.push(kind)
  }
  return added
}

type Changed = { id: string; found: Row; changed: Fields; kinds: readonly string[]; reason: string }

/** One event for the move, one for the death, one for everything that was put right. */
async function addEvents(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { id, found, changed, kinds, reason }: Changed,
): Promise<void> {
  const { wardId, living, groupId, fullNameFolded: _folded, nameKey: _key, ...corrected } = changed
  const residence = {
    ...(wardId === undefined ? {} : { wardId }),
    ...(groupId === undefined ? {} : { groupId }),
  }
  const events: { kind: EventKind; after: Record<string, unknown> }[] = []
  if (wardId !== undefined) events.push({ kind: 'moved-in', after: residence })
  const other = { ...corrected, ...(wardId === undefined ? residence : {}) }
  if (living === 'dead') events.push({ kind: 'died', after: { living } })
  else if (living === 'moved') events.push({ kind: 'moved-out', after: { living } })
  else if (living === 'here') Object.assign(other, { living })
  if (Object.keys(other).length > 0 || kinds.length > 0) {
    events.push({
      kind: 'corrected',
      after: { ...other, ...(kinds.length > 0 ? { newNumbers: kinds } : {}) },
    })
  }
  if (events.length === 0) return
  await tx.insert(personEvent).values(
    events.map(({ kind, after }) => {
      const fields = Object.keys(after).filter((field) => field in found)
      const before = Object.fromEntries(fields.map((field) => [field, found[field as keyof Row]]))
      return {
        id: deps.newId(),
        personId: id,
        kind,
        before,
        after,
        at: deps.clock(),
        byId: actor.accountId,
        source: `form: ${reason}`,
      }
    }),
  )
}
