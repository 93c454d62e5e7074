import { and, eq, gte, inArray, isNull, lte, or } from 'drizzle-orm'
import type { Actor, Permission } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import type { HolderKind } from '#domain/stock.ts'
import type { Tx } from '#db/db.ts'
import { place } from '#db/tables/geography.ts'
import { requireReach } from '#http/access.ts'
import { createHolder, findHolder, targetOf, type Holder } from './queries.ts'

export type StoreName = { holderId: string } | { wardId: string }

export const stores: readonly HolderKind[] = ['centre', 'ward', 'fridge']

/** A ward's (or a Lao health centre's) store, made when it is first needed. Null: no such ward on that day. */
export async function ensureWardStore(
  tx: Tx,
  wardId: string,
  by: { newId: () => string; at: Date; onDay: LocalDate },
): Promise<Holder | null> {
  const [ward] = await tx
    .select({ id: place.id })
    .from(place)
    .where(
      and(
        eq(place.id, wardId),
        inArray(place.kind, ['ward', 'health-centre']),
        lte(place.validFrom, by.onDay),
        or(isNull(place.validTo), gte(place.validTo, by.onDay)),
      ),
    )
  return ward === undefined
    ? null
    : createHolder(tx, { id: by.newId(), kind: 'ward', placeId: wardId, createdAt: by.at })
}

/** @throws Problem `not-found`, `stock.wrong-holder` when it is no store. */
export async function resolveStore(
  tx: Tx,
  name: StoreName,
  by: { newId: () => string; at: Date; onDay: LocalDate },
): Promise<Holder> {
  const found =
    'holderId' in name ? await findHolder(tx, name.holderId) : await ensureWardStore(tx, name.wardId, by)
  if (found === null) throw new Problem('not-found')
  if (!stores.includes(found.kind)) throw new Problem('stock.wrong-holder', { kind: found.kind })
  return found
}

/** A holder within the actor's reach. @throws Problem `not-found`, `stock.wrong-holder`. */
export async function requireHolder(
  tx: Tx,
  actor: Actor,
  permission: Permission,
  holderId: string,
  kinds: readonly HolderKind[],
): Promise<Holder> {
  const found = await findHolder(tx, holderId)
  if (found === null) throw new Problem('not-found')
  requireReach(actor, permission, targetOf(found))
  if (!kinds.includes(found.kind)) throw new Problem('stock.wrong-holder', { kind: found.kind })
  return found
}
