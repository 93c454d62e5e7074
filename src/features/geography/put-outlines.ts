import { desc, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { readOutlines, type OutlineWard } from '#domain/outlines.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Connection } from '#db/db.ts'
import { outlineSet, placeOutline } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './outline-contract.ts'

/**
 * Reads a file of outlines against the wards of today, and keeps it when that was asked for. The same file again under
 * its id is answered alike and stored once.
 *
 * @throws Problem `outlines.unreadable`, `outlines.no-ward`.
 */
export async function putOutlines(
  deps: Deps,
  actor: Actor,
  { id, name, invented, store, geojson }: z.output<typeof contract.PutOutlines>,
): Promise<z.output<typeof contract.ReadOutlines>> {
  requireReach(actor, 'place.manage', {})
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'place.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const wards = await selectOutlineWards(tx, localDateAt(now, deps.authority.timeZone))
    const read = readOutlines(geojson, wards)
    if (read.fault !== null)
      throw new Problem('outlines.unreadable', { fault: read.fault, feature: read.feature ?? 0 })
    if (store && read.outlines.size === 0) throw new Problem('outlines.no-ward')
    const added = store
      ? await tx
          .insert(outlineSet)
          .values({ id, name, invented, receivedAt: now, uploadedBy: actor.accountId })
          .onConflictDoNothing()
          .returning({ id: outlineSet.id })
      : []
    if (added.length > 0) {
      const rows = [...read.outlines].map(([placeId, outline]) => ({ setId: id, placeId, outline }))
      await tx.insert(placeOutline).values(rows)
      await appendAudit(tx, actor, now, {
        action: 'putOutlines',
        subjectKind: 'outline_set',
        subjectId: id,
        detail: { features: read.features.length, wards: rows.length, positions: read.positions },
      })
    }
    const names = new Map(wards.map((ward) => [ward.id, ward.name]))
    return {
      stored: store,
      features: read.features.map(({ placeId, ...feature }) => ({
        ...feature,
        placeId,
        placeName: placeId === null ? null : (names.get(placeId) ?? null),
      })),
      missing: read.missing,
      positions: read.positions,
    }
  })
}

async function selectOutlineWards(db: Connection, on: string): Promise<OutlineWard[]> {
  const { rows } = await db.execute<OutlineWard>(sql`
    SELECT p.id, n.code, n.name FROM place p JOIN place_name n ON n.place_id = p.id
    WHERE p.kind IN ('ward', 'health-centre') AND p.valid_from <= ${on} AND (p.valid_to IS NULL OR p.valid_to >= ${on})
      AND n.valid_from <= ${on} AND (n.valid_to IS NULL OR n.valid_to >= ${on})
    ORDER BY n.code, p.id`)
  return rows
}

/** The newest file, as it is drawn. */
export async function readNewestOutlines(db: Connection): Promise<z.output<typeof contract.Outlines>> {
  const { id, name, invented, receivedAt } = outlineSet
  const [set] = await db
    .select({ id, name, invented, receivedAt })
    .from(outlineSet)
    .orderBy(desc(receivedAt), desc(id))
    .limit(1)
  if (set === undefined) return { set: null, items: [] }
  const items = await db
    .select({ placeId: placeOutline.placeId, outline: placeOutline.outline })
    .from(placeOutline)
    .where(eq(placeOutline.setId, set.id))
    .orderBy(placeOutline.placeId)
  return { set: { ...set, receivedAt: set.receivedAt.toISOString() }, items }
}
