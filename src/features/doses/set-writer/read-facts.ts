import type { Pool, PoolClient } from 'pg'
import type { Entry } from '#domain/entry.ts'
import { foldLotCode } from '#domain/lot-pack.ts'
import type { Facts } from './fact-types.ts'
import type { Probe } from './probes.ts'
import type { Offered } from './types.ts'

/** Anything that sends a statement: a pool for questions, the open transaction of a set. */
export type Sender = Pool | PoolClient

/** Whatever a set or a question names. */
export type Asked = {
  laneId: number | null
  entryIds: readonly string[]
  personIds: readonly string[]
  /** Canonical people, locked by a set: all their doses are read. */
  canonicalIds: readonly string[]
  sessionIds: readonly string[]
  lotIds: readonly string[]
  typedLots: readonly { productId: string; codeFolded: string }[]
  probes: readonly Probe[]
  /** Which lot each dose of the set was drawn from, at which session; of a typed lot its folded code. */
  drawn: readonly Drawn[]
  /** Whose visits to which session are asked for, besides those of the doses. */
  visits: readonly Pair[]
  /** Doses that a correction gives to another person or session. */
  moves: readonly { doseId: string; personId: string | null; sessionId: string | null }[]
  /** The people become one, or part: everybody's visit to every session where one of them has a dose. */
  isMerge: boolean
}

type Drawn = { sessionId: string; lotId: string | null; codeFolded: string | null }
type Pair = { sessionId: string; personId: string }

export const nothingAsked: Asked = {
  laneId: null,
  entryIds: [],
  personIds: [],
  canonicalIds: [],
  sessionIds: [],
  lotIds: [],
  typedLots: [],
  probes: [],
  drawn: [],
  visits: [],
  moves: [],
  isMerge: false,
}

const NIL = '00000000-0000-0000-0000-000000000000'

const visitsOfMoves = `
        -- A dose about to move: to the new person at its session, and to the new session with its person.
        UNION SELECT h.session_id, p.canonical_id FROM unnest($19::uuid[], $20::uuid[]) AS m (dose_id, person_id)
              JOIN history h ON h.id = m.dose_id JOIN asked_people p ON p.id = m.person_id
        UNION SELECT (c.fields->>'sessionId')::uuid, p.canonical_id FROM unnest($19::uuid[], $20::uuid[]) AS m (dose_id, person_id)
              JOIN change c ON c.dose_id = m.dose_id JOIN asked_people p ON p.id = m.person_id
              WHERE c.fields->>'sessionId' IS NOT NULL
        UNION SELECT m.session_id, h.standing_person FROM unnest($19::uuid[], $21::uuid[]) AS m (dose_id, session_id)
              JOIN history h ON h.id = m.dose_id WHERE m.session_id IS NOT NULL
        UNION SELECT h.session_id, p.canonical_id FROM history h CROSS JOIN asked_people p WHERE $22::boolean`

const everyBalance = `
   FROM balance b WHERE b.holder_id IN (SELECT holder_id FROM asked_session)`

// A session holds many lots, a dose is drawn from one.
const drawnBalances = `
   FROM (SELECT DISTINCT s.holder_id, l.id AS lot_id
         FROM unnest($19::uuid[], $20::uuid[], $21::text[]) AS d (session_id, lot_id, code)
         JOIN asked_session s ON s.id = d.session_id
         JOIN asked_lot l ON l.id = d.lot_id OR l.code_folded = d.code) d
   JOIN balance b ON b.holder_id = d.holder_id AND b.lot_id = d.lot_id`

// One statement, one snapshot, later than the locks. It fetches and judges nothing.
const readFactsSql = (withMoves: boolean) => `
WITH lane AS MATERIALIZED (SELECT seq, head FROM audit_lane WHERE id = $1 FOR UPDATE),
asked_people AS MATERIALIZED (
  SELECT id, canonical_id, ward_id, group_id, born_on, born_precision, priority_code FROM person WHERE id = ANY ($3::uuid[])
  UNION
  SELECT id, canonical_id, ward_id, group_id, born_on, born_precision, priority_code FROM person WHERE canonical_id = ANY ($4::uuid[])),
history AS MATERIALIZED (
  SELECT d.*, s.person_id AS standing_person, s.antigen AS standing_antigen, s.given_on AS standing_on, s.day_rank, s.step, s.flags,
         s.age_cell AS standing_cell, s.rules_version
  FROM dose_standing s JOIN dose d ON d.id = s.dose_id WHERE s.person_id = ANY ($4::uuid[])),
change AS MATERIALIZED (
  SELECT c.* FROM dose_change c WHERE c.dose_id IN (SELECT id FROM history)),
asked_session AS MATERIALIZED (
  SELECT s.id, s.site_id, s.ward_id, s.campaign_id, s.state, h.id AS holder_id
  FROM session s LEFT JOIN holder h ON h.session_id = s.id
  WHERE s.id IN (SELECT unnest($5::uuid[]) UNION SELECT session_id FROM history
                 UNION SELECT (fields->>'sessionId')::uuid FROM change WHERE fields ? 'sessionId')),
asked_lot AS MATERIALIZED (
  SELECT l.id, l.product_id, l.code_folded, l.source FROM lot l
  WHERE l.id IN (SELECT unnest($6::uuid[]) UNION SELECT lot_id FROM history
                 UNION SELECT (fields->>'lotId')::uuid FROM change WHERE fields ? 'lotId'
                 UNION SELECT k.id FROM unnest($7::uuid[], $8::text[]) AS t (product_id, code)
                       JOIN lot k ON k.product_id = t.product_id AND k.code_folded = t.code)),
asked_visit AS MATERIALIZED (
  SELECT DISTINCT a.session_id, m.id AS person_id
  FROM (SELECT v.session_id, p.canonical_id
        FROM unnest($9::uuid[], $10::uuid[]) AS v (session_id, person_id) JOIN asked_people p ON p.id = v.person_id
        UNION SELECT session_id, standing_person FROM history WHERE session_id IS NOT NULL
        UNION SELECT (c.fields->>'sessionId')::uuid, h.standing_person
              FROM change c JOIN history h ON h.id = c.dose_id WHERE c.fields->>'sessionId' IS NOT NULL
${withMoves ? visitsOfMoves : ''}) a
  JOIN asked_people m ON m.canonical_id = a.canonical_id
  WHERE a.session_id IS NOT NULL)
SELECT
  (SELECT json_build_object('seq', seq, 'head', encode(head, 'hex')) FROM lane) AS lane,
  (SELECT max(version) FROM rule_set) AS "rulesVersion",
  (SELECT coalesce(json_agg(from_age ORDER BY from_age), '[]') FROM age_cut) AS "ageCuts",
  (SELECT id FROM holder WHERE kind = 'used') AS "usedHolderId",
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'payloadHash', encode(r.payload_hash, 'hex'), 'outcome', r.outcome,
      'reason', r.reason, 'receivedAt', r.received_at,
      'release', (SELECT json_build_object('outcome', q.outcome, 'reason', q.reason) FROM quarantine_release q WHERE q.receipt_id = r.id))), '[]')
   FROM receipt r WHERE r.id = ANY ($2::uuid[])) AS receipts,
  (SELECT coalesce(json_agg(i.o), '[]')
   FROM unnest($11::integer[], $12::uuid[], $13::text[], $14::uuid[], $15::uuid[], $16::uuid[], $17::uuid[], $18::timestamptz[])
     AS i (o, author_id, permissions, session_id, dose_id, person_id, ward_id, at)
   LEFT JOIN dose d ON d.id = i.dose_id
   LEFT JOIN session s ON s.id = CASE WHEN d.id IS NULL THEN i.session_id ELSE d.session_id END
   LEFT JOIN asked_people p ON p.id = i.person_id
   LEFT JOIN asked_people c ON c.id = p.canonical_id
   WHERE EXISTS (SELECT FROM grant_reach g
     WHERE g.account_id = i.author_id AND g.permission = ANY (string_to_array(i.permissions, ','))
       AND g.target_id IN (s.id, s.site_id, s.ward_id,
         CASE WHEN s.id IS NULL THEN coalesce(d.residence_id, i.ward_id, c.ward_id) END, '${NIL}')
       AND g.valid_from <= i.at AND (g.valid_to IS NULL OR g.valid_to > i.at))
     AND NOT EXISTS (SELECT FROM account a WHERE a.id = i.author_id AND a.disabled_at <= i.at)) AS allowed,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'canonicalId', canonical_id, 'wardId', ward_id, 'groupId', group_id,
      'bornOn', born_on, 'bornPrecision', born_precision, 'priorityCode', priority_code)), '[]') FROM asked_people) AS people,
  (SELECT coalesce(json_agg(json_build_object('id', h.id, 'personId', h.person_id, 'sessionId', h.session_id, 'wardId', h.ward_id,
      'siteId', h.site_id, 'residenceId', h.residence_id, 'productId', h.product_id, 'lotId', h.lot_id,
      'statedStep', h.stated_step, 'givenAt', h.given_at, 'givenOn', h.given_on, 'capturedAt', h.captured_at,
      'recordedAt', h.recorded_at, 'enteredOn', h.entered_on, 'priorityCode', h.priority_code,
      'origin', h.origin, 'source', h.source, 'reason', h.reason,
      'changes', (SELECT coalesce(json_agg(json_build_object('id', c.id, 'doseId', c.dose_id, 'kind', c.kind, 'fields', c.fields,
          'reason', c.reason, 'at', c.at)), '[]') FROM change c WHERE c.dose_id = h.id),
      'standing', json_build_object('personId', h.standing_person, 'antigen', h.standing_antigen, 'givenOn', h.standing_on,
          'dayRank', h.day_rank, 'step', h.step, 'flags', h.flags, 'ageCell', h.standing_cell, 'rulesVersion', h.rules_version))), '[]') FROM history h) AS doses,
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'decidedAt', r.at, 'kind', i.kind, 'subjectKey', i.subject_key,
      'seen', coalesce(r.facts->'seen', '[]'), 'countedDoseIds', coalesce(r.facts->'countedDoseIds', '[]'),
      'personId', r.person_id)), '[]')
   FROM review_decision r JOIN review_item i ON i.id = r.item_id
   WHERE r.person_id IN (SELECT id FROM asked_people)) AS decisions,
  (SELECT coalesce(json_agg(json_build_object('id', i.id, 'kind', i.kind, 'subjectKey', i.subject_key, 'personId', i.person_id)), '[]')
   FROM review_item i WHERE i.person_id IN (SELECT id FROM asked_people) AND i.state <> 'decided') AS items,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'siteId', site_id, 'wardId', ward_id, 'campaignId', campaign_id,
      'isClosed', state = 'closed', 'holderId', holder_id)), '[]') FROM asked_session) AS sessions,
  (SELECT coalesce(json_agg(json_build_object('id', l.id, 'productId', l.product_id, 'codeFolded', l.code_folded,
      'isKnown', l.source = 'received',
      'events', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'kind', e.kind, 'valueOn', e.value_on,
          'withdrawsId', e.withdraws_id, 'decidedOn', e.decided_on, 'at', e.at)), '[]') FROM lot_event e WHERE e.lot_id = l.id))), '[]') FROM asked_lot l) AS lots,
  (SELECT coalesce(json_agg(json_build_object('holderId', b.holder_id, 'lotId', b.lot_id, 'doses', b.doses)), '[]')
${withMoves ? everyBalance : drawnBalances}) AS balances,
  (SELECT coalesce(json_agg(json_build_object('sessionId', v.session_id, 'personId', v.person_id,
      'checkedIn', EXISTS (SELECT FROM check_in x WHERE x.session_id = v.session_id AND x.person_id = v.person_id),
      'screening', (SELECT json_build_object('at', x.at, 'id', x.id, 'outcome', x.outcome) FROM screening x
          WHERE x.session_id = v.session_id AND x.person_id = v.person_id ORDER BY x.at DESC, x.id DESC LIMIT 1),
      'consent', (SELECT json_build_object('at', x.at, 'id', x.id, 'agreed', x.agreed) FROM consent x
          WHERE x.session_id = v.session_id AND x.person_id = v.person_id ORDER BY x.at DESC, x.id DESC LIMIT 1),
      'refused', EXISTS (SELECT FROM not_given x WHERE x.session_id = v.session_id AND x.person_id = v.person_id AND x.reason = 'refused'),
      'absent', EXISTS (SELECT FROM not_given x WHERE x.session_id = v.session_id AND x.person_id = v.person_id AND x.reason = 'absent'),
      'observed', EXISTS (SELECT FROM observation x WHERE x.session_id = v.session_id AND x.person_id = v.person_id))), '[]')
   FROM asked_visit v) AS visits,
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'authorId', r.author_id, 'deviceId', r.device_id,
      'payload', encode(q.payload, 'hex'))), '[]')
   FROM quarantine q JOIN receipt r ON r.id = q.receipt_id
   WHERE q.awaits && ($2::uuid[] || $3::uuid[] || $5::uuid[])
     AND NOT EXISTS (SELECT FROM quarantine_release x WHERE x.receipt_id = r.id)) AS waiting`

// Nearly every set moves nothing; its statement is shorter by the joins that would be empty, and reads fewer balances.
const readPlainSql = readFactsSql(false)
const readMovingSql = readFactsSql(true)

export async function readFacts(sender: Sender, asked: Asked): Promise<Facts> {
  const { probes, visits, moves, isMerge } = asked
  const withMoves = moves.length > 0 || isMerge
  const { rows } = await sender.query<Facts>({
    name: withMoves ? 'doses_read_facts_moving' : 'doses_read_facts',
    text: withMoves ? readMovingSql : readPlainSql,
    values: [
      asked.laneId,
      asked.entryIds,
      asked.personIds,
      asked.canonicalIds,
      asked.sessionIds,
      asked.lotIds,
      asked.typedLots.map(({ productId }) => productId),
      asked.typedLots.map(({ codeFolded }) => codeFolded),
      visits.map(({ sessionId }) => sessionId),
      visits.map(({ personId }) => personId),
      probes.map((_, position) => position),
      probes.map(({ authorId }) => authorId),
      probes.map(({ permissions }) => permissions.join(',')),
      probes.map(({ sessionId }) => sessionId),
      probes.map(({ doseId }) => doseId),
      probes.map(({ personId }) => personId),
      probes.map(({ wardId }) => wardId),
      probes.map(({ at }) => at),
      ...(withMoves ? listMoves(asked) : listDrawn(asked)),
    ],
  })
  return rows[0]!
}

function listMoves({ moves, isMerge }: Asked): unknown[] {
  return [
    moves.map(({ doseId }) => doseId),
    moves.map(({ personId }) => personId),
    moves.map(({ sessionId }) => sessionId),
    isMerge,
  ]
}

function listDrawn({ drawn }: Asked): unknown[] {
  return [
    drawn.map(({ sessionId }) => sessionId),
    drawn.map(({ lotId }) => lotId),
    drawn.map(({ codeFolded }) => codeFolded),
  ]
}

/** What the entries of a set name. */
export function askFor(set: readonly Offered[], probes: readonly Probe[], laneId: number): Asked {
  const entries = set.map(({ entry }) => entry)
  const corrected = entries.filter((entry) => entry.kind === 'correction')
  const corrections = corrected.map(({ fields }) => fields)
  const doses = entries.filter((entry) => entry.kind === 'dose')
  const given = (ids: (string | null | undefined)[]) => [...new Set(ids.filter((id) => id != null))]
  return {
    laneId,
    entryIds: entries.map(({ id }) => id),
    personIds: given([
      ...entries.map(({ personId }) => personId),
      ...corrections.map(({ personId }) => personId),
    ]),
    canonicalIds: [],
    sessionIds: given([
      ...entries.map(({ sessionId }) => sessionId),
      ...corrections.map(({ sessionId }) => sessionId),
    ]),
    lotIds: given([
      ...doses.map(({ lot }) => (lot !== null && 'lotId' in lot ? lot.lotId : null)),
      ...corrections.map(({ lotId }) => lotId),
    ]),
    typedLots: doses.flatMap(({ productId, lot }) =>
      lot !== null && 'code' in lot ? [{ productId, codeFolded: foldLotCode(lot.code) }] : [],
    ),
    probes,
    drawn: doses.flatMap(({ sessionId, lot }): Drawn[] => {
      if (sessionId === null || lot === null) return []
      return 'lotId' in lot
        ? [{ sessionId, lotId: lot.lotId, codeFolded: null }]
        : [{ sessionId, lotId: null, codeFolded: foldLotCode(lot.code) }]
    }),
    visits: listVisits(entries),
    moves: corrected.map(({ doseId, fields: { personId = null, sessionId = null } }) => ({
      doseId,
      personId,
      sessionId,
    })),
    isMerge: false,
  }
}

/** Each entry's own; and of a dose that the set corrects, everybody and every session that it names for it. */
function listVisits(entries: readonly Entry[]): Pair[] {
  const pairs = entries.flatMap(({ sessionId, personId }) =>
    sessionId === null ? [] : [{ sessionId, personId }],
  )
  const corrections = entries.filter((entry) => entry.kind === 'correction')
  for (const [doseId, own] of Map.groupBy(corrections, (entry) => entry.doseId)) {
    const named = [...own, ...entries.filter(({ id }) => id === doseId), ...own.map(({ fields }) => fields)]
    const people = named.flatMap(({ personId }) => personId ?? [])
    const sessions = named.flatMap(({ sessionId }) => sessionId ?? [])
    pairs.push(...people.flatMap((personId) => sessions.map((sessionId) => ({ personId, sessionId }))))
  }
  return [...new Map(pairs.map((pair) => [`${pair.sessionId} ${pair.personId}`, pair])).values()]
}

const lockPeopleSql = `
SELECT id FROM person WHERE id IN (
  SELECT canonical_id FROM person WHERE id = ANY ($1::uuid[])
  UNION SELECT person_id FROM dose_standing WHERE dose_id = ANY ($2::uuid[]))
ORDER BY id FOR NO KEY UPDATE`

/**
 * Locks the canonical people of these people and doses, in id order. A statement of its own, so that what is read
 * next is later than the lock.
 */
export async function lockPeople(
  sender: Sender,
  personIds: readonly string[],
  doseIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sender.query<{ id: string }>({
    name: 'doses_lock_people',
    text: lockPeopleSql,
    values: [personIds, doseIds],
  })
  return rows.map(({ id }) => id)
}
