import type { LocalDate } from '#domain/dates.ts'
import { maskPhone } from '#domain/identity/identifiers.ts'
import type { Tx } from '#db/db.ts'
import type { Sealer } from '#db/seal.ts'
import { correctedDose } from './corrected-dose.ts'
import { maskLast4 } from './describe-rows.ts'
import type { FormPerson } from './national-form.ts'

type Numbered = { kind: string; sealed: string; last4: string }
type Row = Omit<FormPerson, 'idNumber' | 'bhyt' | 'province' | 'district' | 'ward'> & {
  id: string
  wardId: string
  numbers: Numbered[]
}

const people = `
  SELECT p.id, p.ward_id AS "wardId", p.full_name AS "fullName", p.born_on::text AS "bornOn", p.born_precision AS "bornPrecision",
    p.sex, p.priority_code AS "priorityCode", p.workplace, p.phone, p.address,
    p.household_number AS "householdNumber", p.household_relation AS "householdRelation", p.ethnicity,
    p.platform_at IS NOT NULL AND NOT coalesce(g.newest > p.platform_at, false) AS "isOnPlatform",
    coalesce(g.doses, '[]') AS doses,
    coalesce((SELECT json_agg(json_build_object('kind', n.kind, 'sealed', encode(n.value, 'base64'), 'last4', n.last4)
              ORDER BY n.kind, n.seen_on DESC)
              FROM person a JOIN person_identifier n ON n.person_id = a.id WHERE a.canonical_id = p.id), '[]') AS numbers
  FROM person p LEFT JOIN LATERAL (
    SELECT max(d.recorded_at) AS newest, json_agg(json_build_object('id', s.dose_id, 'step', s.step, 'givenOn', s.given_on,
      'productName', t.name, 'lotCode', coalesce(l.code, d.lot_text),
      'place', coalesce(nullif(i.facility_code, ''), nullif(d.place, ''), i.name, '')) ORDER BY s.given_on, s.day_rank) AS doses
    FROM dose_standing s JOIN dose d ON d.id = s.dose_id ${correctedDose}
    WHERE s.person_id = p.id AND s.step IS NOT NULL) g ON true
  WHERE p.id = ANY ($1::uuid[])`

const places = `
  SELECT w.place_id AS "wardId", n.kind, n.code, n.name
  FROM place_within w JOIN place_name n ON n.place_id = w.ancestor_id
    AND n.valid_from <= $2 AND (n.valid_to IS NULL OR n.valid_to >= $2)
  WHERE w.place_id = ANY ($1::uuid[]) AND w.valid_from <= $2 AND (w.valid_to IS NULL OR w.valid_to >= $2)`

type Place = { wardId: string; kind: string; code: string; name: string }

/**
 * What the form says of each person in scope.
 *
 * @param seesNumbers whether whoever asks may have the numbers of the people of a ward; else their last digits.
 */
export async function loadFormPeople(
  tx: Tx,
  sealer: Sealer,
  ids: readonly string[],
  { on, seesNumbers }: { on: LocalDate; seesNumbers: (wardId: string) => boolean },
): Promise<Map<string, FormPerson>> {
  const { rows } = await tx.$client.query<Row>(people, [ids])
  const wardIds = [...new Set(rows.map(({ wardId }) => wardId))]
  const found = await tx.$client.query<Place>(places, [wardIds, on])
  const placeOf = new Map(found.rows.map(({ wardId, kind, ...place }) => [`${wardId} ${kind}`, place]))
  return new Map(
    rows.map(({ id, wardId, numbers, ...row }) => {
      const full = seesNumbers(wardId)
      const read = (...kinds: string[]) => readNumber(sealer, numbers, kinds, full)
      const person = {
        ...row,
        phone: full ? row.phone : maskPhone(row.phone),
        // What the household book says is nobody's business beyond the list.
        householdNumber: full ? row.householdNumber : '',
        householdRelation: full ? row.householdRelation : '',
        ethnicity: full ? row.ethnicity : '',
        idNumber: read('cccd', 'cmnd', 'passport', 'other'),
        bhyt: read('bhyt'),
        province: placeOf.get(`${wardId} province`) ?? null,
        district: placeOf.get(`${wardId} district`) ?? null,
        ward: placeOf.get(`${wardId} ward`) ?? null,
      }
      return [id, person]
    }),
  )
}

/** The first kind that the person has: the form has one column for all papers of identity. */
function readNumber(
  sealer: Sealer,
  numbers: readonly Numbered[],
  kinds: readonly string[],
  full: boolean,
): string {
  const held = kinds.map((kind) => numbers.find((each) => each.kind === kind))
  const number = held.find((each) => each !== undefined)
  if (number === undefined) return ''
  if (!full) return maskLast4(number.kind, number.last4)
  return sealer.open(Buffer.from(number.sealed, 'base64')).toString('utf8')
}
