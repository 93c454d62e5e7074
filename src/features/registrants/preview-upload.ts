import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { cleanText } from '#domain/identity/names.ts'
import { Problem, type Facts, type Language, type ProblemCode } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { upload, uploadFile } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findListPlace, lockList, type ListRow } from './list-queries.ts'
import { waitUntilRead, type UploadDesk } from './upload-desk.ts'
import type { UploadedFile } from './upload-form.ts'
import { findStoredUpload, findUpload, withPositions, type UploadView } from './upload-queries.ts'

/**
 * Takes a file and puts it into the queue; nobody is on the list by it yet. A small one has been read by the time of the
 * answer. The same file under the same id is the same upload.
 *
 * @param waitMs how long the answer may wait for the preview.
 * @throws Problem `not-found`, `list.closed`, `list.place-kind`, `upload.id-used`, and, when it was refused in that time,
 *   all that a file is refused for (`openList`, `list.nobody`).
 */
export async function previewUpload(
  deps: Deps,
  desk: UploadDesk,
  actor: Actor,
  listId: string,
  file: UploadedFile,
  options: { language: Language; waitMs: number },
): Promise<UploadView> {
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  await inScope(deps.db, scope, (tx) => enqueue(deps, actor, tx, listId, file))
  desk.wake()
  const look = async () =>
    (await inScope(deps.db, scope, (tx) => findUpload(tx, file.id, options.language), { readOnly: true }))!
  await waitUntilRead(desk, file.id, options.waitMs, look)
  const stored = (await inScope(deps.db, scope, (tx) => findStoredUpload(tx, file.id), { readOnly: true }))!
  if (stored.state === 'refused') {
    const { code, facts } = stored.refusal as { code: ProblemCode; facts: Facts }
    throw new Problem(code, facts)
  }
  const [view] = await withPositions(deps.db, [await look()])
  return view!
}

async function enqueue(deps: Deps, actor: Actor, tx: Tx, listId: string, file: UploadedFile): Promise<void> {
  const now = deps.clock()
  const list = requireOpen(actor, await lockList(tx, listId))
  const [before] = await tx.select().from(upload).where(eq(upload.id, file.id))
  if (before !== undefined) {
    if (before.listId !== listId || before.fileHash !== file.hash) throw new Problem('upload.id-used')
    return
  }
  const on = localDateAt(now, deps.authority.timeZone)
  if ((await findListPlace(tx, list.wardId, on)) === null) throw new Problem('list.place-kind')
  await tx.insert(upload).values({
    id: file.id,
    listId,
    wardId: list.wardId,
    fileHash: file.hash,
    fileName: cleanText(file.fileName).slice(0, 200),
    bytes: file.content.length,
    state: 'queued',
    queuedAt: now,
    uploadedBy: actor.accountId,
    uploadedAt: now,
  })
  await tx.insert(uploadFile).values({ uploadId: file.id, content: deps.sealer.seal(file.content) })
  await appendAudit(tx, actor, now, {
    action: 'previewUpload',
    subjectKind: 'upload',
    subjectId: file.id,
    placeId: list.wardId,
    detail: { listId, fileHash: file.hash, bytes: file.content.length },
  })
}

function requireOpen(actor: Actor, list: ListRow | null): ListRow {
  if (list === null) throw new Problem('not-found')
  requireReach(actor, 'list.upload', { wardId: list.wardId })
  if (list.state === 'closed') throw new Problem('list.closed')
  return list
}
