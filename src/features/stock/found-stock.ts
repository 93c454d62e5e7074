import type { Tx } from '#db/db.ts'
import { createHolder, type Holder } from './queries.ts'

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
