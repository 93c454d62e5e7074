import { sql } from 'drizzle-orm'
import type { CallCandidate, CallSelection } from '#domain/calling.ts'
import type { LocalDate } from '#domain/dates.ts'
import { applyChanges, type DoseChange } from '#domain/vaccination/changes.ts'
import { beginCourse, findCourse } from '#domain/vaccination/course.ts'
import { stepKind, type StepCode } from '#domain/vaccination/steps.ts'
import type { BornPrecision, Product, RuleSet, Standing } from '#domain/vaccination/types.ts'
import type { Tx } from '#db/db.ts'
import type { LockedSession } from './queries.ts'

/** Who comes into question: people of a list or of the session's ward, perhaps of one residential group. */
export type CandidateFilter = Pick<CallSelection, 'ageFrom' | 'ageTo' | 'codes'> & {
  groupId: string | null
  listId: string | null
  today: LocalDate
}

export type Candidate = CallCandidate & { fullName: string }

/**
 * Everybody who comes into question, with what counts of their doses. Ages are cut roughly here (by the year of birth)
 * and exactly by the domain.
 */
export async function loadCandidates(
  tx: Tx,
  session: LockedSession,
  filter: CandidateFilter,
  about: { antigen: string; rules: RuleSet },
): Promise<Candidate[]> {
  const people = await selectPeople(tx, session, filter)
  const standings = await loadStandings(
    tx,
    people.map((row) => row.id),
    about,
  )
  return people.map((row) => ({
    personId: row.id,
    fullName: row.full_name,
    groupCode: row.group_code,
    bornOn: row.born_on,
    bornPrecision: row.born_precision,
    priorityCode: row.priority_code,
    withdrawn: row.withdrawn,
    called: row.called,
    calledElsewhere: row.called_elsewhere,
    standings: standings.get(row.id) ?? [],
  }))
}

type PersonRow = {
  id: string
  full_name: string
  group_code: string | null
  born_on: LocalDate
  born_precision: BornPrecision
  priority_code: number
  withdrawn: boolean
  called: boolean
  called_elsewhere: boolean
}

async function selectPeople(tx: Tx, session: LockedSession, filter: CandidateFilter): Promise<PersonRow[]> {
  const { id, campaignId, sessionOn, wardId } = session
  const { ageFrom, ageTo, codes, groupId, listId, today } = filter
  const year = Number(sessionOn.slice(0, 4))
  const bornFrom = ageTo === null ? '0001-01-01' : `${year - ageTo}-01-01`
  const found = await tx.execute<PersonRow>(sql`
    SELECT p.id, p.full_name, g.code AS group_code, p.born_on::text AS born_on, p.born_precision, p.priority_code,
      -- On several lists of the campaign: withdrawn only when no list still has the person.
      EXISTS (SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.campaign_id = ${campaignId})
        AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.campaign_id = ${campaignId}
          AND r.wish AND r.state NOT IN ('withdrawn', 'moved')) AS withdrawn,
      EXISTS (SELECT 1 FROM session_person sp WHERE sp.person_id = p.id AND sp.session_id = ${id}) AS called,
      EXISTS (SELECT 1 FROM session_person sp JOIN session s ON s.id = sp.session_id
        WHERE sp.person_id = p.id AND s.id <> ${id} AND s.campaign_id = ${campaignId} AND s.session_on >= ${today}
          AND s.state IN ('planned', 'open') AND sp.how IN ('planned', 'called')) AS called_elsewhere
    FROM person p
    LEFT JOIN place_name g ON g.place_id = p.group_id AND g.valid_from <= ${sessionOn}
      AND (g.valid_to IS NULL OR g.valid_to >= ${sessionOn})
    WHERE p.canonical_id = p.id AND p.living = 'here'
      AND p.born_on BETWEEN ${bornFrom} AND ${`${year - ageFrom}-12-31`}
      ${codes === null ? sql`` : sql`AND p.priority_code = ANY (${sql.param([...codes])}::smallint[])`}
      ${groupId === null ? sql`` : sql`AND p.group_id = ${groupId}`}
      ${
        listId === null
          ? sql`AND p.ward_id = ${wardId}`
          : sql`AND EXISTS (SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.list_id = ${listId} AND r.state <> 'withdrawn')`
      }
    ORDER BY p.id`)
  return found.rows
}

type StandingRow = {
  dose_id: string
  person_id: string
  antigen: string
  /** As stated; a correction may name another product or time. */
  product_id: string
  given_at: Date
  changes: DoseChange[]
  given_on: LocalDate
  day_rank: number
  step: StepCode
  rules_version: number
}
type CountedDose = StandingRow & { family: string }

/** Counted doses per person, in the order in which they were given. */
export async function loadStandings(
  tx: Tx,
  personIds: readonly string[],
  { antigen, rules }: { antigen: string; rules: RuleSet },
): Promise<Map<string, Standing[]>> {
  if (personIds.length === 0) return new Map()
  const found = await tx.execute<StandingRow>(sql`
    SELECT ds.dose_id, ds.person_id, ds.antigen, d.product_id, ds.given_on::text AS given_on, d.given_at,
      ds.day_rank, ds.step, ds.rules_version,
      (SELECT coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'fields', c.fields, 'at', c.at)), '[]')
       FROM dose_change c WHERE c.dose_id = d.id) AS changes
    FROM dose_standing ds JOIN dose d ON d.id = ds.dose_id
    WHERE ds.person_id = ANY (${sql.param([...personIds])}::uuid[]) AND ds.antigen = ${antigen} AND ds.step IS NOT NULL
    ORDER BY ds.person_id, ds.given_on, ds.day_rank`)
  const families = await loadFamilies(tx)
  const doses = found.rows.map((row): CountedDose => {
    const stated = {
      ...notCorrected,
      productId: row.product_id,
      givenAt: new Date(row.given_at).toISOString(),
    }
    const { productId, givenAt } = applyChanges(stated, row.changes).fields
    return {
      ...row,
      product_id: productId,
      given_at: new Date(givenAt),
      family: families.get(productId)!,
    }
  })
  const byPerson = Map.groupBy(doses, (row) => row.person_id)
  return new Map([...byPerson].map(([personId, rows]) => [personId, toStandings(rows, rules)]))
}

/** What a call does not ask of a dose; person and day are those of its standing. */
const notCorrected = { personId: '', sessionId: null, lotId: null, statedStep: null, givenOn: '' }

async function loadFamilies(tx: Tx): Promise<Map<string, string>> {
  const found = await tx.execute<{ id: string; family: string }>(sql`SELECT id, family FROM product`)
  return new Map(found.rows.map(({ id, family }) => [id, family]))
}

/** The course is that of the first basic dose known; a person whose history begins with a booster has had one. */
function toStandings(rows: readonly CountedDose[], rules: RuleSet): Standing[] {
  const first = rows.find((row) => stepKind(row.step) === 'primary') ?? rows[0]!
  const course = findCourse(rules, first.antigen, first.family, first.given_on)
  const { basicDoses } = beginCourse(course)
  return rows.map((row) => ({
    doseId: row.dose_id,
    personId: row.person_id,
    antigen: row.antigen,
    family: row.family,
    productId: row.product_id,
    givenOn: row.given_on,
    givenAt: row.given_at.toISOString(),
    dayRank: row.day_rank,
    step: row.step,
    basicDoses,
    flags: [],
    rulesVersion: row.rules_version,
  }))
}

/** The products of the session, as the rules see them; those meant for another dose left out. */
export async function loadSessionProducts(tx: Tx, sessionId: string, step: StepCode): Promise<Product[]> {
  const found = await tx.execute<Product>(sql`
    SELECT p.id, p.code, p.antigen, p.family, p.name, p.doses_per_vial AS "dosesPerVial",
      p.max_doses_per_vial AS "maxDosesPerVial", p.store_class AS "storeClass", p.thaw_days AS "thawDays",
      p.open_hours AS "openHours"
    FROM session_vaccine v JOIN product p ON p.id = v.product_id
    WHERE v.session_id = ${sessionId} AND (v.step IS NULL OR v.step = ${step})
    ORDER BY p.id`)
  return found.rows
}
