import { verifyAudit } from '#features/accounts/verify-audit.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { checkLedger } from '#features/stock/check-ledger.ts'
import type { Deps } from './stage.ts'

/** What the simulator itself knows of the facts that arrived: worked out without a line of the service's own counting. */
export type Expected = { entries: number; doses: number }

const counts = `SELECT (SELECT count(*)::integer FROM receipt) AS entries,
  (SELECT count(*)::integer FROM dose_standing WHERE step IS NOT NULL) AS doses,
  (SELECT coalesce(sum(doses), 0)::integer FROM coverage_ward) AS "byWard",
  (SELECT coalesce(sum(doses), 0)::integer FROM coverage_day) AS "byDay",
  (SELECT coalesce(sum(doses), 0)::integer FROM entry_delay) AS "byDelay",
  (SELECT coalesce(sum(counted), 0)::integer FROM session_count) AS "bySession",
  (SELECT coalesce(sum(CASE kind WHEN 'use' THEN doses ELSE -doses END), 0)::integer FROM movement
   WHERE kind IN ('use', 'unuse')) AS used`

/** What waited in quarantine and came in later has a second row, which says so. */
const auditedEntries = `SELECT count(*)::integer AS audited FROM audit_entry
  WHERE action = 'putEntry' AND NOT detail::jsonb ? 'again'`

/** Everything that must hold after a day; one sentence for each thing that does not. */
export async function findFaults(deps: Deps, expected: Expected): Promise<string[]> {
  const faults: string[] = []
  const { rows } = await deps.database.writer.query<Record<string, number>>(counts)
  const { entries, doses, byWard, byDay, byDelay, bySession, used } = rows[0]!
  const audit = await deps.database.app.query<{ audited: number }>(auditedEntries)
  const require = (says: string, left: number | undefined, right: number | undefined) => {
    if (left !== right) faults.push(`${says}: ${left} ≠ ${right}`)
  }
  require('stored entries = entries that arrived', entries, expected.entries)
  require('counted doses = one a day for everybody with a dose that holds', doses, expected.doses)
  require('counters by ward = counted doses', byWard, doses)
  require('counters by day = counted doses', byDay, doses)
  require('counters by delay = counted doses', byDelay, doses)
  require('counters of sessions = counted doses', bySession, doses)
  require('doses moved to used = counted doses', used, doses)
  require('audit rows of entries = stored entries', audit.rows[0]!.audited, entries)
  for (const { table, key, stored, rebuilt } of (await checkRebuild(deps.database.writer)).slice(0, 5))
    faults.push(`${table} ${key} keeps ${stored}, the facts say ${rebuilt}`)
  const ledger = await checkLedger(deps.db)
  require('ledger lines without ends = 0', ledger.strayLines, 0)
  require('sum of all holders = 0', ledger.total, 0)
  for (const gap of ledger.gaps.slice(0, 5))
    faults.push(`holder ${gap.holderId} keeps ${gap.balance} doses, its lines say ${gap.folded}`)
  for (const { lane, seq, why } of (await verifyAudit(deps.db)).broken)
    faults.push(`audit lane ${lane} is broken at ${seq}: ${why}`)
  return faults
}
