import type { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { invitationMark } from '#domain/invitation-check.ts'
import type { Tx } from '#db/db.ts'
import type { LoadedSession } from './in-session.ts'
import type { Deps } from '#http/types.ts'
import { selectDoseNames, selectVisitEvents } from './card-queries.ts'
import { visitOf } from './load-cards.ts'
import { loadHistory, type History } from './load-history.ts'
import type * as contract from './pack-contract.ts'
import { selectPapers } from './pack-queries.ts'
import type { StandingDose } from './set-writer/standing-dose.ts'

type PackPerson = z.infer<typeof contract.PackPerson>
type Bare = Omit<PackPerson, 'mergedIds' | 'invitations' | 'doses' | 'visit'>

const nameOf = (column: string) =>
  `coalesce((SELECT n.name FROM place_name n WHERE n.place_id = ${column} ORDER BY n.valid_from DESC LIMIT 1), '')`

// A number of a record that was merged is the person's as well.
const bareSql = `
SELECT p.id, p.full_name AS "fullName", p.born_on::text AS "bornOn", p.born_precision AS "bornPrecision", p.sex,
       p.priority_code AS "priorityCode", p.ward_id AS "wardId", ${nameOf('p.ward_id')} AS "wardName",
       p.group_id AS "groupId", ${nameOf('p.group_id')} AS "groupName", right(p.phone, 4) AS "phoneEnd",
       (SELECT min(sp.slot_time) FROM session_person sp JOIN person m ON m.id = sp.person_id
        WHERE sp.session_id = $1 AND m.canonical_id = p.id) AS "slotTime",
       coalesce((SELECT json_agg(DISTINCT jsonb_build_object('kind', n.kind, 'end', n.last4))
                 FROM person_identifier n JOIN person m ON m.id = n.person_id WHERE m.canonical_id = p.id), '[]') AS numbers
FROM person p WHERE p.id = ANY ($2::uuid[]) AND p.canonical_id = p.id AND p.living <> 'withdrawn' ORDER BY p.id`

/**
 * People as a pack carries them, under their canonical ids: those whom the scope of the transaction shows. Doses are read
 * and judged as the set writer does, so that a phone and the service start from the same standings.
 */
export async function loadPackPeople(
  deps: Deps,
  tx: Tx,
  session: LoadedSession,
  canonicalIds: readonly string[],
): Promise<PackPerson[]> {
  if (canonicalIds.length === 0) return []
  const { rows } = await tx.$client.query<Bare>(bareSql, [session.id, canonicalIds])
  const history = await loadHistory(
    deps.database.writer,
    session,
    rows.map(({ id }) => id),
  )
  const members = Map.groupBy(history.people.values(), ({ canonicalId }) => canonicalId)
  const memberIds = [...history.people.keys()]
  const canonicalOf = (id: string) => history.people.get(id)?.canonicalId ?? id
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  const papers = Map.groupBy(
    await selectPapers(deps.database.writer, memberIds, { campaignId: session.campaignId, today }),
    ({ personId }) => canonicalOf(personId),
  )
  const events = Map.groupBy(await selectVisitEvents(tx, session.id, memberIds), ({ personId }) =>
    canonicalOf(personId),
  )
  const doses = Map.groupBy(history.doses.values(), ({ canonicalId }) => canonicalId)
  const here = [...history.doses.values()].filter(({ fields }) => fields.sessionId === session.id)
  const names = await selectDoseNames(
    tx,
    here.map(({ row }) => row.id),
  )
  const antigen = await readAntigen(tx, session.campaignId)
  return rows.map((bare) => {
    const own = doses.get(bare.id) ?? []
    const visit = visitOf(bare.id, own, events.get(bare.id) ?? [], history, session.id)
    return {
      ...bare,
      mergedIds: (members.get(bare.id) ?? []).map(({ id }) => id).filter((id) => id !== bare.id),
      invitations: (papers.get(bare.id) ?? []).map(({ tokenHash }) => invitationMark(tokenHash)),
      doses: own
        .filter((dose) => dose.product.antigen === antigen || dose.fields.sessionId === session.id)
        .filter((dose) => !dose.voided || dose.fields.sessionId === session.id)
        .map((dose) => toPackDose(dose, history, session.id, names.get(dose.row.id)?.lotCode ?? '')),
      visit: visit.state === 'expected' && visit.heldDoseIds.length === 0 ? null : visit,
    }
  })
}

async function readAntigen(tx: Tx, campaignId: string): Promise<string | null> {
  const { rows } = await tx.$client.query<{ antigen: string }>('SELECT antigen FROM campaign WHERE id = $1', [
    campaignId,
  ])
  return rows[0]?.antigen ?? null
}

function toPackDose(
  { row, fields, voided }: StandingDose,
  { standings }: History,
  sessionId: string,
  lotCode: string,
): PackPerson['doses'][number] {
  const standing = standings.get(row.id)!
  return {
    doseId: row.id,
    productId: fields.productId,
    givenOn: fields.givenOn,
    givenAt: new Date(fields.givenAt).toISOString(),
    step: standing.step,
    dayRank: standing.dayRank,
    basicDoses: standing.basicDoses,
    isVoided: voided,
    origin: row.origin,
    source: row.source,
    isHere: fields.sessionId === sessionId,
    lotCode,
  }
}
