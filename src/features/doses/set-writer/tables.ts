/**
 * What a set writes, in lock order. Each part takes its rows as one JSON parameter; only the parts that a set needs are
 * in its statement, always in this order, so that two writers meet each table in the same order.
 */

const insert = (table: string, columns: string, conflict = '') => {
  const names = columns.replace(/(\w+) [^,]+/g, '$1')
  return (rows: string) =>
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_to_recordset(${rows}::json) AS r (${columns}) ${conflict}`
}

/** Adds differences to counters; the rows come in key order. */
const add = (table: string, key: string, counted: readonly string[]) => {
  const columns = `${key}, ${counted.map((name) => `${name} integer`).join(', ')}`
  const keyNames = key.replace(/(\w+) [^,]+/g, '$1')
  const sums = counted.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')
  return insert(table, columns, `ON CONFLICT (${keyNames}) DO UPDATE SET ${sums}`)
}

const visit = 'id uuid, person_id uuid, session_id uuid, at timestamptz, author_id uuid'
const standing =
  'dose_id uuid, person_id uuid, antigen text, given_on date, day_rank smallint, step text, flags text[], age_cell smallint, rules_version integer'
const item =
  'id uuid, kind text, subject_key text, person_id uuid, ward_id uuid, session_id uuid, dose_id uuid, facts jsonb, opened_at timestamptz'
// Asked again when the facts have changed since; and it moves with its dose to another person.
const asked = `ON CONFLICT (kind, subject_key) DO UPDATE SET facts = excluded.facts, version = review_item.version + 1,
  person_id = excluded.person_id, ward_id = excluded.ward_id, session_id = excluded.session_id,
  state = CASE review_item.state WHEN 'decided' THEN 'open' ELSE review_item.state END
  WHERE review_item.state = 'decided' OR review_item.facts <> excluded.facts OR review_item.person_id <> excluded.person_id`
const counts =
  'arrived,eligible,caution,deferred,contraindicated,referred,refused,absent,given,counted,reactions_common,reactions_severe,observed'

export const parts = {
  person: insert(
    'person',
    'id uuid, canonical_id uuid, ward_id uuid, group_id uuid, full_name text, full_name_folded text, name_key text, born_on date, born_precision text, sex text, priority_code smallint, phone text, address text, created_at timestamptz',
  ),
  personIdentifier: insert(
    'person_identifier',
    'person_id uuid, kind text, value bytea, lookup bytea, last4 text, source text, seen_on date',
  ),
  personEvent: insert(
    'person_event',
    'id uuid, person_id uuid, kind text, before jsonb, after jsonb, at timestamptz, by_id uuid, source text',
  ),
  sessionPerson: insert(
    'session_person',
    'session_id uuid, person_id uuid, ward_id uuid, how text, added_at timestamptz, added_by uuid',
    'ON CONFLICT DO NOTHING',
  ),
  merge: insert(
    'merge',
    'id uuid, absorbed_id uuid, kept_id uuid, decided_at timestamptz, by_id uuid, reason text, undoes_id uuid',
  ),
  canonical: (rows: string) =>
    `UPDATE person p SET canonical_id = r.canonical_id, version = p.version + 1
     FROM json_to_recordset(${rows}::json) AS r (id uuid, canonical_id uuid) WHERE p.id = r.id`,
  lot: insert(
    'lot',
    'id uuid, product_id uuid, code text, code_folded text, source text, created_at timestamptz',
  ),
  lotEvent: insert(
    'lot_event',
    'id uuid, lot_id uuid, kind text, value_on date, decided_on date, document_number text, at timestamptz, by_id uuid',
  ),
  receipt: insert(
    'receipt',
    'id uuid, kind text, payload_hash bytea, outcome text, reason text, author_id uuid, device_id uuid, device_seq bigint, captured_at timestamptz, clock_offset_ms bigint, received_at timestamptz, session_id uuid, person_id uuid',
  ),
  quarantine: insert('quarantine', 'receipt_id uuid, payload bytea, why text, awaits uuid[], at timestamptz'),
  quarantineRelease: insert(
    'quarantine_release',
    'receipt_id uuid, outcome text, reason text, by_id uuid, at timestamptz',
    'ON CONFLICT DO NOTHING',
  ),
  checkIn: insert('check_in', `${visit}, how text, reason text`),
  consent: insert(
    'consent',
    `${visit}, agreed text, given_by text, guardian_name text, guardian_relation text`,
  ),
  screening: insert(
    'screening',
    `${visit}, outcome text, findings text[], vitals jsonb, examiner_name text, note text`,
  ),
  notGiven: insert('not_given', `${visit}, reason text`),
  dose: insert(
    'dose',
    'id uuid, person_id uuid, session_id uuid, ward_id uuid, site_id uuid, residence_id uuid, group_id uuid, campaign_id uuid, antigen text, product_id uuid, lot_id uuid, lot_text text, movement_id uuid, stated_step text, given_at timestamptz, given_on date, captured_at timestamptz, recorded_at timestamptz, entered_on date, author_id uuid, vaccinator_name text, age_cell smallint, priority_code smallint, origin text, source text, place text, reason text, volume_ml numeric, arm text',
  ),
  observation: insert('observation', `${visit}, started_at timestamptz, ended_at timestamptz, note text`),
  reaction: insert(
    'reaction',
    `${visit}, dose_id uuid, onset_at timestamptz, where_seen text, severity text, grade smallint, symptoms text[], treatment text, outcome text`,
  ),
  doseChange: insert(
    'dose_change',
    'id uuid, dose_id uuid, kind text, fields jsonb, reason text, by_id uuid, at timestamptz',
  ),
  reviewDecision: insert(
    'review_decision',
    'id uuid, item_id uuid, person_id uuid, decision text, dose_id uuid, facts jsonb, reason text, by_id uuid, at timestamptz',
  ),
  standing: insert('dose_standing', standing),
  changedStanding: (rows: string) =>
    `UPDATE dose_standing s SET person_id = r.person_id, antigen = r.antigen, given_on = r.given_on, day_rank = r.day_rank,
       step = r.step, flags = r.flags, age_cell = r.age_cell, rules_version = r.rules_version
     FROM json_to_recordset(${rows}::json) AS r (${standing}) WHERE s.dose_id = r.dose_id`,
  movement: insert(
    'movement',
    'id uuid, kind text, from_holder_id uuid, to_holder_id uuid, lot_id uuid, product_id uuid, doses integer, occurred_on date, recorded_at timestamptz, cause_kind text, cause_id uuid',
  ),
  audit: insert(
    'audit_entry',
    'lane smallint, seq bigint, at timestamptz, actor_id uuid, device_id uuid, action text, subject_kind text, subject_id uuid, place_id uuid, detail text, hash bytea',
  ),
  lane: (rows: string) =>
    `UPDATE audit_lane l SET seq = r.seq, head = r.head
     FROM json_to_recordset(${rows}::json) AS r (id smallint, seq bigint, head bytea) WHERE l.id = r.id`,
  balance: (rows: string) =>
    `INSERT INTO balance (holder_id, holder_kind, lot_id, doses)
     SELECT holder_id, 'session', lot_id, doses FROM json_to_recordset(${rows}::json) AS r (holder_id uuid, lot_id uuid, doses integer)
     ON CONFLICT (holder_id, lot_id) DO UPDATE SET doses = balance.doses + excluded.doses RETURNING holder_id, lot_id, doses`,
  // One question per holder and lot while its books are below zero; SQL compares, because only it sees the sum.
  stockShort: (rows: string) =>
    `INSERT INTO review_item (id, kind, subject_key, person_id, ward_id, session_id, dose_id, facts, opened_at)
     SELECT r.id, r.kind, r.subject_key, r.person_id, r.ward_id, r.session_id, r.dose_id, r.facts, r.opened_at
     FROM json_to_recordset(${rows}::json) AS r (${item})
     JOIN balance_part b ON b.holder_id || '/' || b.lot_id = r.subject_key AND b.doses < 0 ${asked}`,
  stockEnough: (rows: string) =>
    `UPDATE review_item i SET state = 'decided', version = i.version + 1
     FROM json_to_recordset(${rows}::json) AS r (subject_key text)
     JOIN balance_part b ON b.holder_id || '/' || b.lot_id = r.subject_key AND b.doses >= 0
     WHERE i.kind = 'stock-short' AND i.subject_key = r.subject_key AND i.state <> 'decided'`,
  coverageWard: add(
    'coverage_ward',
    'ward_id uuid, antigen text, step text, age_cell smallint, priority_code smallint',
    ['doses'],
  ),
  coverageDay: add(
    'coverage_day',
    'ward_id uuid, given_on date, antigen text, step text, age_cell smallint',
    ['doses'],
  ),
  entryDelay: add(
    'entry_delay',
    'given_on date, ward_id uuid, site_id uuid, product_id uuid, step text, entered_on date',
    ['doses'],
  ),
  sessionCount: add('session_count', 'session_id uuid', counts.split(',')),
  reviewItem: insert('review_item', item, asked),
  releasedItem: (rows: string) =>
    `UPDATE review_item i SET state = 'decided', version = i.version + 1
     FROM json_to_recordset(${rows}::json) AS r (subject_key text)
     WHERE i.kind = 'quarantine' AND i.subject_key = r.subject_key AND i.state <> 'decided'`,
  closedItem: (rows: string) =>
    `UPDATE review_item i SET state = 'decided', version = i.version + 1
     FROM json_to_recordset(${rows}::json) AS r (id uuid) WHERE i.id = r.id AND i.state <> 'decided'`,
} as const

export type PartName = keyof typeof parts
export type Row = Record<string, unknown>
/** Rows per part; a part without rows is not written. */
export type WritePlan = Partial<Record<PartName, Row[]>>

/** One statement of the parts that have rows. `balance_part` is read by the questions about stock. */
export function writeStatement(plan: WritePlan): { name: string; text: string; values: string[] } | null {
  const names = (Object.keys(parts) as PartName[]).filter((name) => (plan[name] ?? []).length > 0)
  if (names.length === 0) return null
  const mask = names.reduce((sum, name) => sum + 2 ** Object.keys(parts).indexOf(name), 0)
  const pieces = names.map((name, index) => {
    const alias = name === 'balance' ? 'balance_part' : `part_${index}`
    return `${alias} AS (${parts[name](`$${index + 1}`)})`
  })
  return {
    name: `doses_write_${mask.toString(36)}`,
    text: `WITH ${pieces.join(',\n')}\nSELECT 1`,
    values: names.map((name) => JSON.stringify(plan[name])),
  }
}
