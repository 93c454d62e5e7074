import { and, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { cleanPersonName, foldPersonName, nameKey } from '#domain/identity/names.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { person, personEvent, personIdentifier } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { mustEdit } from '#http/etag.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { readBirthInput, readNumberInput, readPhoneInput } from './person-input.ts'
import { findCard } from './person-card.ts'
import { requireResidence, type PersonCard } from './person-queries.ts'
import { sealNumber } from './staged-person.ts'

type Edit = z.infer<typeof contract.UpdatePerson>
type Row = typeof person.$inferSelect
type Fields = Partial<Omit<Row, 'id' | 'canonicalId' | 'version' | 'createdAt'>>

/**
 * What was written wrong or has changed. What was before stays readable. Moves and deaths are `recordPersonEvent`.
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
): Promise<PersonCard> {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  const scope = scopeOf(actor, 'person.edit')
  let isJudgedAgain = false
  const view = await inScope(deps.db, { ...scope, accountId: actor.accountId }, async (tx) => {
    const [found] = await tx.select().from(person).where(eq(person.id, id)).for('update')
    if (found === undefined || found.canonicalId !== found.id || found.living === 'withdrawn')
      throw new Problem('not-found')
    requireReach(actor, 'person.edit', { wardId: found.wardId })
    const fields = readEdit(edit, found, today)
    if (!mustEdit(found, version, fields)) {
      // Numbers are no columns: where one is still to be added or removed, this is another edit.
      const numbers = [
        ...(await removeNumbers(tx, id, edit)),
        ...(await addNumbers(tx, deps, id, edit, today)),
      ]
      if (numbers.length > 0) throw new Problem('request.stale')
      return (await findCard(tx, id, today))!
    }
    if (fields.groupId !== undefined && fields.groupId !== null)
      await requireResidence(tx, { wardId: found.wardId, groupId: fields.groupId, on: today })
    const changed = Object.fromEntries(
      Object.entries(fields).filter(([field, value]) => found[field as keyof Row] !== value),
    ) as Fields
    await tx
      .update(person)
      .set({ ...changed, version: version + 1 })
      .where(eq(person.id, id))
    const removedNumbers = await removeNumbers(tx, id, edit)
    const newNumbers = await addNumbers(tx, deps, id, edit, today)
    await addEvent(tx, deps, actor, { found, changed, newNumbers, removedNumbers, reason: edit.reason })
    // Doses are judged by these.
    isJudgedAgain =
      'bornOn' in changed || 'bornPrecision' in changed || 'sex' in changed || 'priorityCode' in changed
    if (isJudgedAgain) await deps.rejudging.ask(tx, [id])
    const updated = (await findCard(tx, id, today))!
    await appendAudit(tx, actor, now, {
      action: 'updatePerson',
      subjectKind: 'person',
      subjectId: id,
      placeId: found.wardId,
      detail: {
        fields: Object.keys(changed),
        newNumbers: newNumbers.map(({ kind }) => kind),
        removedNumbers: removedNumbers.map(({ kind }) => kind),
        version: version + 1,
      },
    })
    return updated
  })
  if (isJudgedAgain) await deps.rejudging.run()
  return view
}

function readEdit(edit: Edit, found: Row, today: string): Fields {
  const { fullName, birth, phone, guardian, sex, priorityCode, address, workplace, groupId, policeMatch } =
    edit
  const { householdNumber, householdRelation, ethnicity } = edit
  const name = fullName === undefined ? undefined : cleanPersonName(fullName)
  const stated = {
    sex,
    priorityCode,
    address,
    workplace,
    householdNumber,
    householdRelation,
    ethnicity,
    groupId,
    policeMatch,
    ...(name === undefined
      ? {}
      : { fullName: name, fullNameFolded: foldPersonName(name), nameKey: nameKey(name) }),
    ...(birth === undefined ? {} : readBirthInput(birth, today)),
    ...(phone === undefined ? {} : { phone: readPhoneInput(phone) }),
    ...(guardian === undefined ? {} : guardianFields(guardian, found)),
  }
  const said = Object.entries(stated).filter(([, value]) => value !== undefined)
  return Object.fromEntries(said)
}

/** Another name is another person: the link to the one that was known goes with it. */
function guardianFields({ name, relation }: { name: string; relation: string }, found: Row): Fields {
  const guardianName = cleanPersonName(name)
  const isSame = guardianName === found.guardianName
  return { guardianName, guardianRelation: relation, guardianId: isSame ? found.guardianId : null }
}

type NumberSaid = { kind: string; last4: string }

async function addNumbers(
  tx: Tx,
  deps: Deps,
  personId: string,
  edit: Edit,
  today: string,
): Promise<NumberSaid[]> {
  const added: NumberSaid[] = []
  for (const number of edit.addNumbers ?? []) {
    const { kind, key, sealed, last4 } = sealNumber(deps.sealer, readNumberInput(number))
    const value = Buffer.from(sealed, 'hex')
    const lookup = Buffer.from(key, 'hex')
    const { rowCount } = await tx
      .insert(personIdentifier)
      .values({ personId, kind, value, lookup, last4, source: 'form', seenOn: today })
      .onConflictDoNothing()
    if (rowCount === 1) added.push({ kind, last4 })
  }
  return added
}

/** A number that is another person's finds the wrong one at the door: it goes, and its last digits stay in the event. */
async function removeNumbers(tx: Tx, personId: string, edit: Edit): Promise<NumberSaid[]> {
  const removed: NumberSaid[] = []
  for (const { kind, masked } of edit.removeNumbers ?? []) {
    const { personId: of, kind: column, last4 } = personIdentifier
    // The card shows also what came with whoever was merged into them.
    const theirs = tx.select({ id: person.id }).from(person).where(eq(person.canonicalId, personId))
    const rows = await tx
      .delete(personIdentifier)
      .where(and(inArray(of, theirs), eq(column, kind), eq(last4, masked.slice(-4))))
      .returning({ kind: column, last4 })
    removed.push(...rows)
  }
  return removed
}

type Corrected = {
  found: Row
  changed: Fields
  newNumbers: readonly NumberSaid[]
  removedNumbers: readonly NumberSaid[]
  reason: string
}

async function addEvent(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { found, changed, newNumbers, removedNumbers, reason }: Corrected,
): Promise<void> {
  const { fullNameFolded: _folded, nameKey: _key, ...after } = changed
  if (Object.keys(after).length + newNumbers.length + removedNumbers.length === 0) return
  const before = Object.fromEntries(Object.keys(after).map((field) => [field, found[field as keyof Row]]))
  await tx.insert(personEvent).values({
    id: deps.newId(),
    personId: found.id,
    kind: 'corrected',
    before: { ...before, ...(removedNumbers.length > 0 ? { numbers: sayNumbers(removedNumbers) } : {}) },
    after: { ...after, ...(newNumbers.length > 0 ? { numbers: sayNumbers(newNumbers) } : {}) },
    reason,
    at: deps.clock(),
    byId: actor.accountId,
    source: 'form',
  })
}

const sayNumbers = (numbers: readonly NumberSaid[]) =>
  numbers.map(({ kind, last4 }) => `${kind} …${last4}`).join(', ')
