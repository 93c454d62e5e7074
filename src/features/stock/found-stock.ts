import { and, count, desc, eq, inArray } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import type { Tx } from '#db/db.ts'
import { place, placeWithin } from '#db/tables/geography.ts'
import { inForce } from '#features/geography/queries.ts'
import { createHolder, findCentre, type Holder } from './queries.ts'

const boundaries = ['supplier', 'used', 'wasted', 'unaccounted', 'overfill'] as const

/**
 * The holders without which nothing can move: where doses come from, where they go, and the centre's store at the
 * place that the health centre serves. Done again it finds them.
 */
export async function foundStock(
  tx: Tx,
  { centrePlaceId, newId, at }: { centrePlaceId: string; newId: () => string; at: Date },
): Promise<{ centre: Holder }> {
  for (const kind of boundaries) await createHolder(tx, { id: newId(), kind, createdAt: at })
  const centre = await createHolder(tx, {
    id: newId(),
    kind: 'centre',
    placeId: centrePlaceId,
    createdAt: at,
  })
  return { centre }
}

/**
 * Founds the stock where nobody has yet: the centre's store then stands at the unit that most wards (in Laos health
 * centres) belong to. Without places there is nothing to found it at, and it waits.
 */
export async function ensureStock(
  tx: Tx,
  { newId, at, onDay }: { newId: () => string; at: Date; onDay: LocalDate },
): Promise<void> {
  if ((await findCentre(tx)) !== null) return
  const [above] = await tx
    .select({ id: placeWithin.ancestorId })
    .from(placeWithin)
    .innerJoin(place, eq(place.id, placeWithin.placeId))
    .where(
      and(
        inArray(place.kind, ['ward', 'health-centre']),
        eq(placeWithin.depth, 1),
        inForce(place, onDay),
        inForce(placeWithin, onDay),
      ),
    )
    .groupBy(placeWithin.ancestorId)
    .orderBy(desc(count()), placeWithin.ancestorId)
    .limit(1)
  if (above !== undefined) await foundStock(tx, { centrePlaceId: above.id, newId, at })
}
