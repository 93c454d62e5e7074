import type { PoolClient } from 'pg'
import type {
  DecisionRow,
  LotRow,
  PersonRow,
  SessionRow,
  StoredDose,
  VisitRow,
} from './set-writer/fact-types.ts'

/** Everything about a page of people that a rebuild judges. */
export type PeoplePage = { people: PersonRow[]; doses: StoredDose[]; decisions: DecisionRow[] }

/** What is the same for everybody. */
export type CommonGround = {
  rulesVersion: number | null
  ageCuts: number[]
  sessions: SessionRow[]
  lots: LotRow[]
  productIds: string[]
}

const commonSql = `
SELECT (SELECT max(version) FROM rule_set) AS "rulesVersion",
  (SELECT coalesce(json_agg(from_age ORDER BY from_age), '[]') FROM age_cut) AS "ageCuts",
  (SELECT coalesce(json_agg(id), '[]') FROM product) AS "productIds",
  (SELECT coalesce(json_agg(json_build_object('id', s.id, 'siteId', s.site_id, 'wardId', s.ward_id, 'campaignId', s.campaign_id,
      'isClosed', s.state = 'closed', 'holderId', h.id)), '[]') FROM session s LEFT JOIN holder h ON h.session_id = s.id) AS sessions,
  (SELECT coalesce(json_agg(json_build_object('id', l.id, 'productId', l.product_id, 'codeFolded', l.code_folded,
      'isKnown', l.source = 'received',
      'events', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'kind', e.kind, 'valueOn', e.value_on,
          'withdrawsId', e.withdraws_id, 'decidedOn', e.decided_on, 'at', e.at)), '[]') FROM lot_event e WHERE e.lot_id = l.id))), '[]') FROM lot l) AS lots`

export async function readCommonGround(client: PoolClient): Promise<CommonGround> {
  const { rows } = await client.query<CommonGround>(commonSql)
  return rows[0]!
}

// As the set writer's statement reads them, without what belongs to a set: receipts, rights, visits, open questions.
const pageSql = `
WITH page AS MATERIALIZED (
  SELECT person_id FROM dose_standing WHERE person_id > $1 GROUP BY person_id ORDER BY person_id LIMIT $2),
members AS MATERIALIZED (
  SELECT id, canonical_id, ward_id, group_id, born_on, born_precision, priority_code FROM person
  WHERE canonical_id IN (SELECT person_id FROM page))
SELECT
  (SELECT max(person_id::text) FROM page) AS last,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'canonicalId', canonical_id, 'wardId', ward_id, 'groupId', group_id,
      'bornOn', born_on, 'bornPrecision', born_precision, 'priorityCode', priority_code)), '[]') FROM members) AS people,
  (SELECT coalesce(json_agg(json_build_object('id', d.id, 'personId', d.person_id, 'sessionId', d.session_id, 'wardId', d.ward_id,
      'siteId', d.site_id, 'residenceId', d.residence_id, 'productId', d.product_id, 'lotId', d.lot_id,
      'statedStep', d.stated_step, 'givenAt', d.given_at, 'givenOn', d.given_on, 'capturedAt', d.captured_at,
      'recordedAt', d.recorded_at, 'enteredOn', d.entered_on, 'priorityCode', d.priority_code,
      'origin', d.origin, 'source', d.source, 'reason', d.reason,
      'changes', (SELECT coalesce(json_agg(json_build_object('id', c.id, 'doseId', c.dose_id, 'kind', c.kind, 'fields', c.fields,
          'reason', c.reason, 'at', c.at)), '[]') FROM dose_change c WHERE c.dose_id = d.id),
      'standing', json_build_object('personId', s.person_id, 'antigen', s.antigen, 'givenOn', s.given_on, 'dayRank', s.day_rank,
          'step', s.step, 'flags', s.flags, 'ageCell', s.age_cell, 'rulesVersion', s.rules_version))), '[]')
   FROM page p JOIN dose_standing s ON s.person_id = p.person_id JOIN dose d ON d.id = s.dose_id) AS doses,
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'decidedAt', r.at, 'kind', i.kind, 'subjectKey', i.subject_key,
      'seen', coalesce(r.facts->'seen', '[]'), 'countedDoseIds', coalesce(r.facts->'countedDoseIds', '[]'),
      'personId', r.person_id)), '[]')
   FROM review_decision r JOIN review_item i ON i.id = r.item_id WHERE r.person_id IN (SELECT id FROM members)) AS decisions`

type Page = PeoplePage & { last: string | null }

const PEOPLE_PER_PAGE = 2_000
const NIL = '00000000-0000-0000-0000-000000000000'

/** Pages of people with doses; the database reads one while the one before is judged. */
export async function* readPeoplePages(client: PoolClient): AsyncGenerator<PeoplePage> {
  const read = async (after: string): Promise<Page> => {
    const { rows } = await client.query<Page>({
      name: 'doses_rebuild_page',
      text: pageSql,
      values: [after, PEOPLE_PER_PAGE],
    })
    return rows[0]!
  }
  let page = await read(NIL)
  while (page.last !== null) {
    const next = read(page.last)
    // Whoever stops in between has no page left over that fails unseen.
    next.catch(() => undefined)
    yield page
    page = await next
  }
}

// Visits that are alike are one row: there are as many as people who came, and few ways for a visit to go.
const visitKindsSql = `
SELECT session_id AS "sessionId", coalesce(i.checked_in, false) AS "checkedIn", s.outcome AS screening, c.agreed AS consent,
  coalesce(n.refused, false) AS refused, coalesce(n.absent, false) AS absent, coalesce(o.observed, false) AS observed,
  count(*)::integer AS visits
FROM (SELECT session_id, person_id, true AS checked_in FROM check_in GROUP BY 1, 2) AS i
FULL JOIN (SELECT DISTINCT ON (session_id, person_id) session_id, person_id, outcome FROM screening
  ORDER BY session_id, person_id, at DESC, id DESC) AS s USING (session_id, person_id)
FULL JOIN (SELECT DISTINCT ON (session_id, person_id) session_id, person_id, agreed FROM consent
  ORDER BY session_id, person_id, at DESC, id DESC) AS c USING (session_id, person_id)
FULL JOIN (SELECT session_id, person_id, bool_or(reason = 'refused') AS refused, bool_or(reason = 'absent') AS absent
  FROM not_given GROUP BY 1, 2) AS n USING (session_id, person_id)
FULL JOIN (SELECT session_id, person_id, true AS observed FROM observation GROUP BY 1, 2) AS o USING (session_id, person_id)
GROUP BY 1, 2, 3, 4, 5, 6, 7`

type CountedVisit = Omit<VisitRow, 'screening' | 'consent' | 'personId'> & {
  screening: NonNullable<VisitRow['screening']>['outcome'] | null
  consent: NonNullable<VisitRow['consent']>['agreed'] | null
  visits: number
}

/** How many visits to each session are, by their newest facts, of each kind. */
export async function readVisitKinds(client: PoolClient): Promise<(VisitRow & { visits: number })[]> {
  const { rows } = await client.query<CountedVisit>(visitKindsSql)
  return rows.map(({ screening, consent, ...visit }) => ({
    ...visit,
    personId: '',
    screening: screening === null ? null : { at: '', id: '', outcome: screening },
    consent: consent === null ? null : { at: '', id: '', agreed: consent },
  }))
}
