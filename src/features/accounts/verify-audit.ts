import { createHash } from 'node:crypto'
import { and, asc, eq, gt } from 'drizzle-orm'
import { canonicalJson } from '#domain/canonical-json.ts'
import { localDateAt } from '#domain/dates.ts'
import { transact, type Db, type Tx } from '#db/db.ts'
import { auditAnchor, auditEntry, auditLane } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { chainHash } from './audit.ts'

const BATCH = 5000
const START = Buffer.alloc(32)

/** The heads of all lanes at one moment, as printed and sent off the machine; `heads` is lane → [seq, hash]. */
export type Anchor = {
  on: string
  at: string
  heads: Record<string, [seq: number, hash: string]>
  digest: string
}

export type BrokenRow = { lane: number; seq: number; why: 'changed' | 'missing' | 'head' | 'anchor' }

export type AuditVerdict = {
  rows: number
  anchors: number
  /** The first broken row of each lane that has one; empty = whole. */
  broken: BrokenRow[]
}

/**
 * Walks every lane from its first row. A changed row fails at that very row; a chain that was rebuilt as a whole fails
 * against an anchor.
 *
 * @param kept anchors kept off the machine, since whoever rebuilds the chain can rewrite the stored ones too.
 */
export async function verifyAudit(db: Db, kept: readonly Anchor[] = []): Promise<AuditVerdict> {
  return transact(
    db,
    async (tx) => {
      const stored = (await tx.select().from(auditAnchor).orderBy(asc(auditAnchor.at))).map((row) => ({
        on: row.on,
        at: row.at.toISOString(),
        heads: JSON.parse(row.heads) as Anchor['heads'],
        digest: row.digest.toString('hex'),
      }))
      const anchors = [...stored, ...kept]
      const lanes = await tx.select().from(auditLane).orderBy(asc(auditLane.id))
      let rows = 0
      const broken: BrokenRow[] = []
      for (const lane of lanes) {
        const walked = await walkLane(tx, lane, anchors)
        rows += walked.rows
        if (walked.broken !== null) broken.push(walked.broken)
      }
      return { rows, anchors: anchors.length, broken }
    },
    { isolation: 'repeatable read', readOnly: true },
  )
}

async function walkLane(
  tx: Tx,
  lane: { id: number; seq: number; head: Buffer },
  anchors: readonly Anchor[],
): Promise<{ rows: number; broken: BrokenRow | null }> {
  const expected = new Map<number, Set<string>>()
  for (const { heads, digest } of anchors) {
    const [seq, hash] = heads[String(lane.id)] ?? [0, '']
    if (digestOf(heads) !== digest) return { rows: 0, broken: { lane: lane.id, seq, why: 'anchor' } }
    if (seq > 0) expected.set(seq, (expected.get(seq) ?? new Set()).add(hash))
  }
  let seq = 0
  let head: Buffer = START
  for (;;) {
    const batch = await tx
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.lane, lane.id), gt(auditEntry.seq, seq)))
      .orderBy(asc(auditEntry.seq))
      .limit(BATCH)
    for (const row of batch) {
      const broken = (why: BrokenRow['why']) => ({ rows: seq, broken: { lane: lane.id, seq: seq + 1, why } })
      if (row.seq !== seq + 1) return broken('missing')
      const hash = chainHash(head, { ...row, detail: {} }, row.detail)
      if (!hash.equals(row.hash)) return broken('changed')
      const anchored = expected.get(row.seq)
      if (anchored !== undefined && [...anchored].some((text) => text !== hash.toString('hex')))
        return broken('anchor')
      seq = row.seq
      head = hash
    }
    if (batch.length < BATCH) break
  }
  const cut = [...expected.keys()].sort((a, b) => a - b).find((anchored) => anchored > seq)
  if (cut !== undefined) return { rows: seq, broken: { lane: lane.id, seq: seq + 1, why: 'missing' } }
  // Rows cut off the end, or a head that belongs to other rows.
  if (lane.seq !== seq || !lane.head.equals(head))
    return { rows: seq, broken: { lane: lane.id, seq: lane.seq > seq ? seq + 1 : seq, why: 'head' } }
  return { rows: seq, broken: null }
}

/** Writes the heads of all lanes into the books and hands them back to be printed and kept elsewhere. */
export async function anchorAudit(
  deps: Pick<Deps, 'db' | 'clock' | 'newId'>,
  timeZone: string,
): Promise<Anchor> {
  const at = deps.clock()
  const on = localDateAt(at, timeZone)
  return transact(deps.db, async (tx) => {
    const lanes = await tx.select().from(auditLane).orderBy(asc(auditLane.id))
    const heads: Anchor['heads'] = Object.fromEntries(
      lanes.map((lane) => [String(lane.id), [lane.seq, lane.head.toString('hex')] as [number, string]]),
    )
    const digest = digestOf(heads)
    await tx
      .insert(auditAnchor)
      .values({ id: deps.newId(), on, at, heads: canonicalJson(heads), digest: Buffer.from(digest, 'hex') })
    return { on, at: at.toISOString(), heads, digest }
  })
}

function digestOf(heads: Anchor['heads']): string {
  return createHash('sha256').update(canonicalJson(heads)).digest('hex')
}
