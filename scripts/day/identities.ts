import { Client as Connection } from 'pg'
import { schemaSettings, withSettings } from '#db/connect.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { verifyAudit } from '#features/accounts/verify-audit.ts'
import type { openDeps } from '#src/service.ts'

export type Tally = Record<'accepted' | 'needs_review' | 'duplicate' | 'quarantined' | 'conflict', number>
type Opened = Awaited<ReturnType<typeof openDeps>>
type Identity = { says: string; left: number; right: number }

const sql = {
  stored: 'SELECT count(*) FROM receipt',
  counted: 'SELECT count(*) FROM dose_standing WHERE step IS NOT NULL',
  administered: `SELECT count(*) FROM dose_standing s JOIN dose d ON d.id = s.dose_id
    WHERE s.step IS NOT NULL AND d.source = 'administered'`,
  coverageWard: 'SELECT coalesce(sum(doses), 0) FROM coverage_ward',
  coverageDay: 'SELECT coalesce(sum(doses), 0) FROM coverage_day',
  entryDelay: 'SELECT coalesce(sum(doses), 0) FROM entry_delay',
  sessionCounted: 'SELECT coalesce(sum(counted), 0) FROM session_count',
  used: `SELECT coalesce(sum(CASE kind WHEN 'use' THEN doses ELSE -doses END), 0) FROM movement
    WHERE kind IN ('use', 'unuse')`,
}

/** What must hold at the end of the day, both sides printed. @returns how many do not. */
export async function checkIdentities(
  { deps, ground }: Opened,
  schema: string,
  tally: Tally,
  changes: ReadonlyMap<string, number>,
): Promise<{ failed: number; doses: number }> {
  const connection = new Connection({ connectionString: withSettings(ground.url, schemaSettings(schema)) })
  await connection.connect()
  try {
    const number = async (text: string) =>
      Number((await connection.query<Record<string, unknown>>(`SELECT (${text}) AS n`)).rows[0]!['n'])
    const counted = await number(sql.counted)
    const { accepted, needs_review: review, quarantined } = tally
    const identities: Identity[] = [
      {
        says: `stored entries = ${accepted} accepted + ${review} for review + ${quarantined} quarantined; ${tally.duplicate} duplicates and ${tally.conflict} conflicts stored nothing`,
        left: await number(sql.stored),
        right: accepted + review + quarantined,
      },
      { says: 'counted doses = counters by ward', left: counted, right: await number(sql.coverageWard) },
      { says: 'counted doses = counters by day', left: counted, right: await number(sql.coverageDay) },
      { says: 'counted doses = counters by delay', left: counted, right: await number(sql.entryDelay) },
      {
        says: 'counted doses = counters of sessions',
        left: counted,
        right: await number(sql.sessionCounted),
      },
      {
        says: 'doses moved to used = counted administered doses',
        left: await number(sql.used),
        right: await number(sql.administered),
      },
      {
        says: 'differences after a rebuild = 0',
        left: (await checkRebuild(deps.database.writer)).length,
        right: 0,
      },
      { says: 'broken audit rows = 0', left: (await verifyAudit(deps.db)).broken.length, right: 0 },
      ...(await holderIdentities(connection)),
      ...(await auditIdentities(connection, changes)),
    ]
    for (const { says, left, right } of identities)
      console.log(`  ${left === right ? 'holds' : 'FAILS'}  ${left} = ${right}  ${says}`)
    return { failed: identities.filter(({ left, right }) => left !== right).length, doses: counted }
  } finally {
    await connection.end()
  }
}

/** Opening is zero: the database was empty. */
async function holderIdentities(connection: Connection): Promise<Identity[]> {
  const { rows } = await connection.query<{ kind: string; into: number; out: number; closing: number }>(
    `SELECT h.kind, h.id, coalesce((SELECT sum(doses) FROM movement WHERE to_holder_id = h.id), 0)::integer AS into,
       coalesce((SELECT sum(doses) FROM movement WHERE from_holder_id = h.id), 0)::integer AS out,
       coalesce((SELECT sum(doses) FROM balance WHERE holder_id = h.id), 0)::integer AS closing
     FROM holder h WHERE h.kind IN ('centre', 'ward', 'fridge', 'session', 'transit') ORDER BY h.kind, h.id`,
  )
  return rows.map(({ kind, into, out, closing }) => ({
    says: `${kind}: opening 0 + in ${into} − out ${out} = closing`,
    left: into - out,
    right: closing,
  }))
}

async function auditIdentities(
  connection: Connection,
  changes: ReadonlyMap<string, number>,
): Promise<Identity[]> {
  const { rows } = await connection.query<{ action: string; rows: number }>(
    'SELECT action, count(*)::integer AS rows FROM audit_entry GROUP BY action',
  )
  const kept = new Map(rows.map(({ action, rows }) => [action, rows]))
  return [...changes].map(([action, times]) => ({
    says: `audit rows of ${action} = changes made`,
    left: kept.get(action) ?? 0,
    right: times,
  }))
}
