/** Confirmed rows become people and registrations: a few statements for the whole list. */
import type { Actor } from '#domain/access.ts'
import { foldPersonName, nameKey } from '#domain/identity/names.ts'
import { changedFields, type PersonChange } from '#domain/upload-match.ts'
import { localDateAt } from '#domain/dates.ts'
import type { Tx } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import type { ListRow } from './list-queries.ts'
import type { SealedNumber, StagedPerson } from './staged-person.ts'
import { slices } from './upload-rows.ts'

export type RowToApply = {
  rowNumber: number
  person: StagedPerson
  action: 'create' | 'update' | 'link'
  /** Null only for a new person whose id nobody has made yet. */
  personId: string | null
  change: PersonChange | null
}

export type Applied = { created: number; updated: number; registered: number }

type Ready = RowToApply & { personId: string }
type Source = { list: Pick<ListRow, 'id' | 'campaignId' | 'wardId'>; uploadId: string | null }

export async function applyRows(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  source: Source,
  rows: readonly RowToApply[],
): Promise<Applied> {
  const ready = rows.map((row): Ready => ({
    ...row,
    personId: row.personId ?? deps.newId(),
  }))
  const created = ready.filter(({ action }) => action === 'create')
  const changing = ready.filter(
    ({ action, change }) => action === 'update' && change !== null && changedFields(change).length > 0,
  )
  // Two rows that were both decided to be one person: the first of them speaks.
  const updated = [...new Map(changing.toReversed().map((row) => [row.personId, row])).values()]
  const write = new RowWriter(tx, deps, actor, source)
  for (const slice of slices(created)) await write.create(slice)
  // In id order, before anything of them is written: the set writer locks people in the same order.
  await tx.$client.query('SELECT 1 FROM person WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [
    updated.map(({ personId }) => personId),
  ])
  for (const slice of slices(updated)) await write.update(slice)
  let registered = 0
  for (const slice of slices(ready)) registered += await write.register(slice)
  return { created: created.length, updated: updated.length, registered }
}

const insertPeople = `
  INSERT INTO person (id, canonical_id, ward_id, group_id, full_name, full_name_folded, name_key, born_on, born_precision,
    sex, priority_code, phone, address, workplace, created_at)
  SELECT "personId", "personId", "wardId", "groupId", "fullName", folded, "nameKey", "bornOn", "bornPrecision",
    sex, "priorityCode", phone, address, workplace, $2
  FROM jsonb_to_recordset($1::jsonb) AS r ("personId" uuid, "wardId" uuid, "groupId" uuid, "fullName" text, folded text,
    "nameKey" text, "bornOn" date, "bornPrecision" text, sex text, "priorityCode" smallint, phone text, address text, workplace text)`

const insertNumbers = `
  INSERT INTO person_identifier (person_id, kind, value, lookup, last4, source, seen_on)
  SELECT "personId", kind, decode(sealed, 'base64'), decode(key, 'hex'), last4, $2, $3
  FROM jsonb_to_recordset($1::jsonb) AS r ("personId" uuid, kind text, sealed text, key text, last4 text)`

const insertEvents = `
  INSERT INTO person_event (id, person_id, kind, before, after, at, by_id, source)
  SELECT id, "personId", kind, before, after, $2, $3, source
  FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "personId" uuid, kind text, before jsonb, after jsonb, source text)`

const updatePeople = `
  UPDATE person p SET version = p.version + 1,
    full_name = coalesce("fullName", p.full_name), full_name_folded = coalesce(folded, p.full_name_folded),
    name_key = coalesce("nameKey", p.name_key), born_on = coalesce("bornOn", p.born_on),
    born_precision = coalesce("bornPrecision", p.born_precision), sex = coalesce(r.sex, p.sex),
    priority_code = coalesce("priorityCode", p.priority_code), phone = coalesce(r.phone, p.phone),
    address = coalesce(r.address, p.address), workplace = coalesce(r.workplace, p.workplace),
    group_id = coalesce("groupId", p.group_id)
  FROM jsonb_to_recordset($1::jsonb) AS r ("personId" uuid, "groupId" uuid, "fullName" text, folded text, "nameKey" text,
    "bornOn" date, "bornPrecision" text, sex text, "priorityCode" smallint, phone text, address text, workplace text)
  WHERE p.id = r."personId"`

const insertRegistrations = `
  INSERT INTO registration (id, person_id, campaign_id, list_id, upload_id, ward_id, priority_code, created_at)
  SELECT id, "personId", $2, $3, $4, $5, "priorityCode", $6
  FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "personId" uuid, "priorityCode" smallint)
  ON CONFLICT (person_id, campaign_id, list_id) DO NOTHING`

const markRows = `
  UPDATE upload_row u SET person_id = r."personId", committed_at = $3
  FROM jsonb_to_recordset($2::jsonb) AS r ("rowNumber" integer, "personId" uuid)
  WHERE u.upload_id = $1 AND u.row_number = r."rowNumber"`

class RowWriter {
  readonly #tx: Tx
  readonly #deps: Deps
  readonly #actor: Actor
  readonly #source: Source
  readonly #now: Date
  constructor(tx: Tx, deps: Deps, actor: Actor, source: Source) {
    this.#tx = tx
    this.#deps = deps
    this.#actor = actor
    this.#source = source
    this.#now = deps.clock()
  }

  async create(rows: readonly Ready[]): Promise<void> {
    const people = rows.map(({ personId, person }) => ({ personId, ...personColumns(person) }))
    await this.#tx.$client.query(insertPeople, [JSON.stringify(people), this.#now])
    await this.#addNumbers(rows.map(({ personId, person }) => ({ personId, numbers: person.identifiers })))
    await this.#addEvents('registered', rows, ({ person: { wardId, groupId } }) => ({
      before: {},
      after: { wardId, groupId },
    }))
  }

  async update(rows: readonly Ready[]): Promise<void> {
    const people = rows.map(({ personId, change }) => {
      const { after } = change!
      const name = after.fullName
      const names = name === undefined ? {} : { folded: foldPersonName(name), nameKey: nameKey(name) }
      return { personId, ...after, ...names }
    })
    await this.#tx.$client.query(updatePeople, [JSON.stringify(people)])
    await this.#addNumbers(
      rows.map(({ personId, person, change }) => {
        const added = new Set(change!.newKeys.map(({ kind, key }) => `${kind} ${key}`))
        return {
          personId,
          numbers: person.identifiers.filter(({ kind, key }) => added.has(`${kind} ${key}`)),
        }
      }),
    )
    await this.#addEvents('corrected', rows, ({ change }) => ({
      before: change!.before,
      after: {
        ...change!.after,
        ...(change!.newKeys.length > 0 ? { newNumbers: change!.newKeys.map(({ kind }) => kind) } : {}),
      },
    }))
  }

  /** @returns how many were not on the list before. */
  async register(rows: readonly Ready[]): Promise<number> {
    const { list, uploadId } = this.#source
    const people = new Map(rows.map(({ personId, person }) => [personId, person.priorityCode]))
    const records = [...people].map(([personId, priorityCode]) => ({
      id: this.#deps.newId(),
      personId,
      priorityCode,
    }))
    const { rowCount } = await this.#tx.$client.query(insertRegistrations, [
      JSON.stringify(records),
      list.campaignId,
      list.id,
      uploadId,
      list.wardId,
      this.#now,
    ])
    if (uploadId !== null) {
      const marks = rows.map(({ rowNumber, personId }) => ({ rowNumber, personId }))
      await this.#tx.$client.query(markRows, [uploadId, JSON.stringify(marks), this.#now])
    }
    return rowCount ?? 0
  }

  async #addNumbers(
    people: readonly { personId: string; numbers: readonly SealedNumber[] }[],
  ): Promise<void> {
    const records = people.flatMap(({ personId, numbers }) => {
      const once = new Map(numbers.map((number) => [`${number.kind} ${number.key}`, number]))
      return [...once.values()].map(({ kind, key, sealed, last4 }) => ({
        personId,
        kind,
        key,
        sealed,
        last4,
      }))
    })
    const seenOn = localDateAt(this.#now, this.#deps.authority.timeZone)
    await this.#tx.$client.query(insertNumbers, [JSON.stringify(records), this.#sourceName, seenOn])
  }

  async #addEvents(
    kind: 'registered' | 'corrected',
    rows: readonly Ready[],
    says: (row: Ready) => { before: object; after: object },
  ): Promise<void> {
    const records = rows.map((row) => {
      const source =
        this.#source.uploadId === null ? this.#sourceName : `${this.#sourceName}:${row.rowNumber}`
      return { id: this.#deps.newId(), personId: row.personId, kind, ...says(row), source }
    })
    await this.#tx.$client.query(insertEvents, [JSON.stringify(records), this.#now, this.#actor.accountId])
  }

  get #sourceName(): string {
    const { list, uploadId } = this.#source
    return uploadId === null ? `form:${list.id}` : `upload:${uploadId}`
  }
}

function personColumns({ identifiers: _numbers, earlierDoses: _doses, ...person }: StagedPerson) {
  return { ...person, folded: foldPersonName(person.fullName), nameKey: nameKey(person.fullName) }
}
