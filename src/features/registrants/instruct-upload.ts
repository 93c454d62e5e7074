/** What the official says about reading a file that has been read: it is read again from where it is kept. */
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { headingMapping, upload, uploadRow } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { findUploadWard } from './commit-upload.ts'
import type * as contract from './contract.ts'
import { waitUntilRead, type UploadDesk } from './upload-desk.ts'
import {
  countColumns,
  findUpload,
  instructionsOf,
  lockUpload,
  mappingOf,
  wardScope,
  withPositions,
  type StoredUpload,
  type UploadInstructions,
  type UploadView,
} from './upload-queries.ts'

type Asked = { deps: Deps; desk: UploadDesk; actor: Actor; id: string; version: number }
type Answer = { language: Language; waitMs: number }

/**
 * Says what headings mean that nobody knew. Remembered for the ward until it is forgotten: the next file is read so at
 * once.
 *
 * @throws Problem `not-found`, `request.stale`, `upload.not-read`, `upload.confirmed`, `upload.heading-unknown`.
 */
export async function mapUploadHeadings(
  asked: Asked,
  { headings, layout }: z.infer<typeof contract.MapUploadHeadings>,
  answer: Answer,
): Promise<UploadView> {
  const { deps, actor } = asked
  return readAgain(asked, answer, async (tx, stored) => {
    const now = deps.clock()
    const known = new Set(mappingOf(stored).unknownColumns.map(({ key }) => key))
    const remembered = await tx.select().from(headingMapping).where(eq(headingMapping.wardId, stored.wardId))
    for (const each of remembered) known.add(each.heading)
    const stranger = headings.find(({ key }) => !known.has(key))
    if (stranger !== undefined) throw new Problem('upload.heading-unknown', { heading: stranger.key })
    for (const { key, field } of headings) {
      const { wardId, heading } = headingMapping
      if (field === null) {
        await tx.delete(headingMapping).where(and(eq(wardId, stored.wardId), eq(heading, key)))
        continue
      }
      const said = { field, receivedAt: now, mappedBy: actor.accountId }
      await tx
        .insert(headingMapping)
        .values({ wardId: stored.wardId, heading: key, ...said })
        .onConflictDoUpdate({ target: [wardId, heading], set: said })
    }
    return {
      action: 'mapUploadHeadings',
      // A heading may hold anything; a field is one of ours.
      detail: { fields: headings.map(({ field }) => field), layout: layout ?? null },
      instructions: { ...instructionsOf(stored), ...(layout === undefined ? {} : { layout }) },
    }
  })
}

/**
 * Says which classes of repairs are not wanted: such cells are read as they stand.
 *
 * @throws Problem `not-found`, `request.stale`, `upload.not-read`, `upload.confirmed`.
 */
export async function refuseUploadRepairs(
  asked: Asked,
  { refused }: z.infer<typeof contract.RefuseUploadRepairs>,
  answer: Answer,
): Promise<UploadView> {
  return readAgain(asked, answer, async (_tx, stored) => ({
    action: 'refuseUploadRepairs',
    detail: { refused },
    instructions: { ...instructionsOf(stored), refusedRepairs: [...new Set(refused)] },
  }))
}

type Instruction = { action: string; detail: Record<string, unknown>; instructions: UploadInstructions }

/** Its rows go, and it takes its place in the queue anew; decisions on its rows are asked again. */
async function readAgain(
  { deps, desk, actor, id, version }: Asked,
  { language, waitMs }: Answer,
  instruct: (tx: Tx, stored: StoredUpload) => Promise<Instruction>,
): Promise<UploadView> {
  const wardId = await findUploadWard(deps, actor, id)
  const scope = wardScope(wardId, actor.accountId)
  await inScope(deps.db, scope, async (tx) => {
    const stored = (await lockUpload(tx, id))!
    if (stored.version !== version) throw new Problem('request.stale')
    if (stored.state === 'queued' || stored.state === 'reading') throw new Problem('upload.not-read')
    if (stored.state !== 'preview') throw new Problem('upload.confirmed')
    const { action, detail, instructions } = await instruct(tx, stored)
    await tx.delete(uploadRow).where(eq(uploadRow.uploadId, id))
    const now = deps.clock()
    const nothing = { rowsRead: 0, new: 0, changed: 0, same: 0, duplicate: 0, suspected: 0, rejected: 0 }
    await tx
      .update(upload)
      .set({
        state: 'queued',
        phase: 'waiting',
        progress: 0,
        attempts: 0,
        queuedAt: now,
        ground: null,
        instructions,
        ...countColumns(nothing),
        version: version + 1,
      })
      .where(eq(upload.id, id))
    await appendAudit(tx, actor, now, {
      action,
      subjectKind: 'upload',
      subjectId: id,
      placeId: wardId,
      detail: { listId: stored.listId, ...detail },
    })
  })
  desk.wake()
  const look = async () =>
    (await inScope(deps.db, scope, (tx) => findUpload(tx, id, language), { readOnly: true }))!
  await waitUntilRead(desk, id, waitMs, look)
  const [view] = await withPositions(deps.db, [await look()])
  return view!
}
