import type { PoolClient } from 'pg'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import type { AuditFact } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import type { Facts } from './fact-types.ts'
import { judgeSet, type JudgedSet, type SetInput } from './judge-set.ts'
import { planWrite } from './plan-write.ts'
import { listProbes } from './probes.ts'
import { askFor, lockPeople, readFacts } from './read-facts.ts'
import type { RuleBookKeeper } from './rule-book.ts'
import { writeStatement } from './tables.ts'

export type WriterDeps = Pick<Deps, 'database' | 'clock' | 'newId' | 'sealer'> & {
  authority: { timeZone: string }
}

/** Entries, or decisions and merges with the people whom they concern. */
export type SetJob = SetInput & {
  /** People to be judged anew besides those of the entries. */
  personIds: readonly string[]
  actorId: string | null
  auditFacts: readonly AuditFact[]
  /** Answered items that do not follow from a person's facts. */
  closedItemIds: readonly string[]
  /** What can only be told under the locks: who is who after a merge. */
  prepare?: (
    client: PoolClient,
    facts: Facts,
  ) => Promise<Pick<SetInput, 'merges' | 'canonicalIds'> & Pick<SetJob, 'auditFacts'>>
  /** Entries out of quarantine, offered again by the writer itself. */
  isFollowUp?: boolean
  /** Quarantined entries that are let in, or put aside for good; written first, because a policy reads them. */
  releases: readonly {
    receiptId: string
    outcome: 'accepted' | 'set-aside'
    reason: string
    byId: string
    at: string
  }[]
}

/** A merge was committed between locking and reading: the set is judged again. */
export class PeopleMoved extends Error {}

/**
 * Writes one set in one transaction: lock, read, judge, write. Five statements for a set of any size; the rare ones
 * (releases, changed standings) come before the last.
 *
 * @throws PeopleMoved, Problem `review.decided`, `review.still-held` and those of `prepare`, errors of the database; nothing is kept then.
 */
export async function writeSet(
  client: PoolClient,
  laneId: number,
  offered: SetJob,
  deps: WriterDeps,
  keeper: RuleBookKeeper,
): Promise<{ set: JudgedSet; facts: Facts }> {
  const now = deps.clock()
  const { timeZone } = deps.authority
  const today = localDateAt(now, timeZone)
  const context = { now, today, timeZone, newId: deps.newId, sealer: deps.sealer, laneId }
  const probes = listProbes(offered.entries)
  const asked = askFor(offered.entries, probes, laneId)
  const personIds = [...new Set([...asked.personIds, ...offered.personIds])]

  // Sent together, as the last two are: the writer's connections are pipelined.
  const [, locked] = await Promise.all([
    client.query('BEGIN'),
    lockPeople(client, personIds, listDoseIds(offered)),
  ])
  const isMerge = offered.prepare !== undefined
  const facts = await readFacts(client, { ...asked, personIds, canonicalIds: locked, isMerge })
  requireLocked(facts, personIds, locked)
  requireUndecided(offered, facts)
  const book = await keeper.current(
    client,
    facts.rulesVersion,
    facts.doses.map(({ productId }) => productId),
  )
  const job =
    offered.prepare === undefined ? offered : { ...offered, ...(await offered.prepare(client, facts)) }
  const set = judgeSet(job, probes, facts, book, context)
  requireReleased(job, set)
  const { plan, cleared } = planWrite(set, job, job, context)
  for (const id of job.closedItemIds) plan.closedItem = [...(plan.closedItem ?? []), { id }]

  if (job.releases.length > 0) await writeReleases(client, job)
  if (cleared.length > 0) await clearStandings(client, cleared)
  const statement = writeStatement(plan)
  // A statement that fails turns the COMMIT behind it into a rollback.
  await Promise.all([statement === null ? null : client.query(statement), client.query('COMMIT')])
  return { set, facts }
}

function listDoseIds({ entries, changes }: SetJob): string[] {
  return [
    ...entries.flatMap(({ entry }) => ('doseId' in entry ? [entry.doseId] : [])),
    ...changes.map(({ doseId }) => doseId),
  ]
}

function requireLocked(facts: Facts, personIds: readonly string[], locked: readonly string[]): void {
  const ids = new Set(locked)
  const asked = new Set(personIds)
  for (const { id, canonicalId } of facts.people) {
    if ((asked.has(id) && !ids.has(canonicalId)) || (ids.has(id) && id !== canonicalId))
      throw new PeopleMoved()
  }
}

/** Somebody else may have answered since the question was read: what both said would be done. */
function requireUndecided({ decisions }: SetJob, { items }: Facts): void {
  const open = new Set(items.map(({ id }) => id))
  // What is asked about no person closes with its answer, and what it lets in is let in once.
  if (decisions.some(({ personId, itemId }) => personId !== null && !open.has(itemId)))
    throw new Problem('review.decided')
}

/** Let in means let in: what still lacks a person or a session stays where it is, and the decision is refused. */
function requireReleased({ releasedIds }: SetJob, { receipts }: JudgedSet): void {
  const held = receipts.find(({ id, stored }) => releasedIds.has(id) && stored === 'quarantined')
  if (held !== undefined) throw new Problem('review.still-held', { reason: held.reason ?? '' })
}

async function writeReleases(client: PoolClient, { releases }: SetJob): Promise<void> {
  await client.query({
    name: 'doses_release',
    text: `INSERT INTO quarantine_release (receipt_id, outcome, reason, by_id, at)
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[])`,
    values: [
      releases.map(({ receiptId }) => receiptId),
      releases.map(({ outcome }) => outcome),
      releases.map(({ reason }) => reason),
      releases.map(({ byId }) => byId),
      releases.map(({ at }) => at),
    ],
  })
}

/** Their places are freed first, so that the unique indexes never see two on one. */
async function clearStandings(client: PoolClient, doseIds: readonly string[]): Promise<void> {
  await client.query({
    name: 'doses_clear_standings',
    text: 'UPDATE dose_standing SET day_rank = NULL, step = NULL WHERE dose_id = ANY ($1::uuid[])',
    values: [doseIds],
  })
}
