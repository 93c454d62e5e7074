import { and, eq, ne } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { isUnread, type RowCounts } from '#domain/upload.ts'
import { inScope, type Tx } from '#db/db.ts'
import { upload } from '#db/tables/lists.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { eraseStaging } from './cancel-upload.ts'
import { applyUpload, chooseUploadRows, forgetGoneDecisions, PersonGone } from './choose-rows.ts'
import { lockList, type ListRow } from './list-queries.ts'
import { selectDecidedPairs } from './pair-decisions.ts'
import { gatherGround, Staging, temporaryTables } from './staging.ts'
import {
  countColumns,
  countsOf,
  findUpload,
  lockUpload,
  lockWard,
  wardScope,
  type StoredUpload,
  type UploadView,
} from './upload-queries.ts'
import { countMovedRows, renewUploadRows, rowsForJudge } from './upload-rows.ts'

// Fifty thousand rows are put in order, once, in memory.
const patience = `SET LOCAL statement_timeout = '60s'; SET LOCAL work_mem = '64MB'`

type Committed = { upload: UploadView } | { moved: number }

/**
 * Puts the people of a preview on the list: all or nothing. Asked again, it takes what was decided since, and otherwise
 * gives the same answer. A preview that no longer holds is renewed and refused.
 *
 * @throws Problem `not-found`, `request.stale`, `list.closed`, `upload.cancelled`, `upload.not-read`, `upload.refused`,
 *   `upload.undone`, `upload.preview-moved`, `upload.committed-before`.
 */
export async function commitUpload(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  language: Language,
): Promise<UploadView> {
  const wardId = await findUploadWard(deps, actor, id)
  const commit = () =>
    inScope(deps.db, wardScope(wardId, actor.accountId), async (tx) => {
      await tx.$client.query(patience)
      return commitOnce(deps, actor, tx, id, version, language)
    })
  // Once more, judged anew: now the person is gone for all to see.
  const done = await commit()
    .catch(unlessGone(commit))
    .catch(unlessGone(({ people }) => ({ moved: people })))
  if ('moved' in done) throw new Problem('upload.preview-moved', { rows: done.moved })
  await deps.rejudging.run()
  return done.upload
}

function unlessGone<T>(otherwise: (gone: PersonGone) => T) {
  return (error: unknown): T => {
    if (error instanceof PersonGone) return otherwise(error)
    throw error
  }
}

/** Of an upload that the actor may change. @throws Problem `not-found`, `forbidden`. */
export async function findUploadWard(deps: Deps, actor: Actor, id: string): Promise<string> {
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  const [found] = await inScope(
    deps.db,
    scope,
    (tx) => tx.select({ wardId: upload.wardId }).from(upload).where(eq(upload.id, id)),
    { readOnly: true },
  )
  if (found === undefined) throw new Problem('not-found')
  requireReach(actor, 'list.upload', found)
  return found.wardId
}

async function commitOnce(
  deps: Deps,
  actor: Actor,
  tx: Tx,
  id: string,
  version: number,
  language: Language,
): Promise<Committed> {
  const { list, stored } = await lockForCommit(tx, id)
  const sameAnswer = async (uploadId: string) => ({ upload: (await findUpload(tx, uploadId, language))! })
  const isPreview = stored.state === 'preview'
  if (isPreview) {
    if (stored.version !== version) throw new Problem('request.stale')
    if (list.state === 'closed') throw new Problem('list.closed')
    const moved = await judgeAgain(deps, actor, tx, stored)
    if (moved > 0) return { moved }
  }
  let chosen = await chooseUploadRows(tx, id, isPreview)
  if (isPreview) {
    const earlier = await findCommittedTwin(tx, stored)
    if (earlier !== null) {
      if (chosen.acting > 0) throw new Problem('upload.committed-before', { uploadId: earlier })
      await eraseStaging(tx, id)
      await appendCommitAudit(deps, actor, tx, stored, { sameAs: earlier })
      return sameAnswer(earlier)
    }
  } else {
    if (chosen.rows === 0) return sameAnswer(id)
    if (stored.version !== version) throw new Problem('request.stale')
    if (list.state === 'closed') throw new Problem('list.closed')
    const moved = await forgetGoneDecisions(tx, stored, actor.accountId)
    if (moved > 0) {
      await tx
        .update(upload)
        .set({ version: version + 1 })
        .where(eq(upload.id, id))
      return { moved }
    }
    await judgeLateRows(tx, stored)
    await tx.$client.query('DROP TABLE to_apply')
    chosen = await chooseUploadRows(tx, id, isPreview)
  }
  const applied = await applyUpload(tx, deps, actor, list, id)
  await tx
    .update(upload)
    .set({
      state: 'committed',
      version: stored.version + 1,
      rowsTaken: stored.rowsTaken + chosen.rows,
      committedAt: stored.committedAt ?? deps.clock(),
      committedBy: stored.committedBy ?? actor.accountId,
    })
    .where(eq(upload.id, id))
  await appendCommitAudit(deps, actor, tx, stored, { counts: countsOf(stored), applied })
  return sameAnswer(id)
}

async function lockForCommit(tx: Tx, id: string): Promise<{ list: ListRow; stored: StoredUpload }> {
  const [found] = await tx
    .select({ listId: upload.listId, wardId: upload.wardId })
    .from(upload)
    .where(eq(upload.id, id))
  if (found === undefined) throw new Problem('not-found')
  await lockWard(tx, found.wardId)
  const list = await lockList(tx, found.listId)
  const stored = await lockUpload(tx, id)
  if (list === null || stored === null) throw new Problem('not-found')
  if (stored.state === 'cancelled') throw new Problem('upload.cancelled')
  if (stored.state === 'undone') throw new Problem('upload.undone')
  if (stored.state === 'refused') throw new Problem('upload.refused')
  if (isUnread(stored.state as UploadView['state'])) throw new Problem('upload.not-read')
  return { list, stored }
}

const insertSought = `
  INSERT INTO sought SELECT row_number, born_on, group_id, lookups FROM upload_row WHERE upload_id = $1 AND full_name IS NOT NULL`

/**
 * The judgement follows from the rows and the ground, and the rows stand still: while the ground is the same, nothing is
 * judged again.
 *
 * @returns rows that would now come to something else than was shown; the preview shows it from now on.
 */
async function judgeAgain(deps: Deps, actor: Actor, tx: Tx, stored: StoredUpload): Promise<number> {
  const { id } = stored
  await tx.$client.query(temporaryTables)
  await tx.$client.query(insertSought, [id])
  const decided = await selectDecidedPairs(tx, { wardId: stored.wardId, uploadId: id })
  const ground = await gatherGround(tx, stored, decided)
  if (ground === stored.ground) return 0
  const counts = await judgeInThread(tx, id, '', decided)
  const moved = await countMovedRows(tx, id)
  await renewUploadRows(tx, id)
  await tx
    .update(upload)
    .set({ ground, ...(moved === 0 ? {} : { ...countColumns(counts), version: stored.version + 1 }) })
    .where(eq(upload.id, id))
  if (moved > 0) {
    await appendAudit(tx, actor, deps.clock(), {
      action: 'renewUploadPreview',
      subjectKind: 'upload',
      subjectId: id,
      placeId: stored.wardId,
      detail: { listId: stored.listId, counts },
    })
  }
  return moved
}

/** What rows that were decided after the others change of their people, who may have changed since the preview. */
async function judgeLateRows(tx: Tx, stored: StoredUpload): Promise<void> {
  const { id } = stored
  const late = ` AND row_number IN (SELECT row_number FROM to_apply WHERE action <> 'create')`
  await tx.$client.query(temporaryTables)
  await tx.$client.query(insertSought + late, [id])
  await gatherGround(tx, stored, [])
  await judgeInThread(tx, id, late, [])
  await tx.$client.query(
    `UPDATE upload_row u SET change = CASE WHEN j.person_id = u.person_id THEN j.change END
     FROM judged j WHERE u.upload_id = $1 AND u.row_number = j.row_number`,
    [id],
  )
}

async function judgeInThread(
  tx: Tx,
  id: string,
  only: string,
  decided: readonly string[],
): Promise<RowCounts> {
  const staging = new Staging(tx, { job: 'judge' })
  try {
    await staging.giveRows(`${rowsForJudge}${only} ORDER BY row_number`, [id])
    return await staging.judge(decided)
  } finally {
    await staging.close()
  }
}

/** The very same file, confirmed before on this list. */
async function findCommittedTwin(tx: Tx, { id, listId, fileHash }: StoredUpload): Promise<string | null> {
  const [twin] = await tx
    .select({ id: upload.id })
    .from(upload)
    .where(
      and(
        eq(upload.listId, listId),
        eq(upload.fileHash, fileHash),
        eq(upload.state, 'committed'),
        ne(upload.id, id),
      ),
    )
  return twin?.id ?? null
}

function appendCommitAudit(
  deps: Deps,
  actor: Actor,
  tx: Tx,
  stored: StoredUpload,
  detail: Record<string, unknown>,
): Promise<void> {
  return appendAudit(tx, actor, deps.clock(), {
    action: 'commitUpload',
    subjectKind: 'upload',
    subjectId: stored.id,
    placeId: stored.wardId,
    detail: { listId: stored.listId, fileHash: stored.fileHash, ...detail },
  })
}
