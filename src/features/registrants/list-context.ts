/** All that reading the file of an upload needs, as things stand now. */
import { eq } from 'drizzle-orm'
import { localDateAt } from '#domain/dates.ts'
import type { HeadingMapping } from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'
import { headingMapping, list } from '#db/tables/lists.ts'
import type { Deps } from '#http/types.ts'
import { loadListGround } from './list-ground.ts'
import { findListPlace } from './list-queries.ts'
import type { ListGroundData } from './staged-person.ts'
import { instructionsOf, type StoredUpload } from './upload-queries.ts'
import type { ListContext } from './workbook/read-list.ts'

/** @throws Problem `not-found`, `list.place-kind`. */
export async function loadListContext(
  deps: Deps,
  tx: Tx,
  stored: StoredUpload,
): Promise<{ context: ListContext; ground: ListGroundData; isOpen: boolean }> {
  const { wardId } = stored
  const on = localDateAt(deps.clock(), deps.authority.timeZone)
  // Not locked: a list is not held for as long as a file is read. Confirming asks again.
  const [found] = await tx.select().from(list).where(eq(list.id, stored.listId))
  if (found === undefined) throw new Problem('not-found')
  const place = await findListPlace(tx, wardId, on)
  if (place === null) throw new Problem('list.place-kind')
  const ground = await loadListGround(tx, { wardId, ...place }, on)
  const remembered = await tx.select().from(headingMapping).where(eq(headingMapping.wardId, wardId))
  const { refusedRepairs, layout } = instructionsOf(stored)
  const context: ListContext = {
    on,
    // The staff of an enterprise live anywhere.
    wardCode: found.kind === 'enterprise' ? null : place.code,
    places: ground.places,
    // What is stored was checked against the fields when it was said.
    mapping: Object.fromEntries(remembered.map(({ heading, field }) => [heading, field])) as HeadingMapping,
    refusedRepairs,
    ...(layout === null ? {} : { layout }),
  }
  return { context, ground, isOpen: found.state !== 'closed' }
}
