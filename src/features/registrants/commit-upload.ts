import { and, eq, ne, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { actionOf, countOutcomes } from '#domain/upload.ts'
import type { RowJudgement } from '#domain/upload-match.ts'
import { inScope, type Tx } from '#db/db.ts'
import { upload, uploadFile, uploadRow } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { applyRows, type RowToApply } from './apply-rows.ts'
import { judgeUpload } from './judge-upload.ts'
import { lockList, type ListRow } from './list-queries.ts'
import {
  countColumns,
  countsOf,
  findUpload,
  lockUpload,
  type StoredUpload,
  type UploadView,
} from './upload-queries.ts'
import { renewUploadRows, selectUploadRows, type UploadRowState } from './upload-rows.ts'

type Committed = { upload: UploadView } | { moved: readonly RowJudgement[]; rows: number }

/**
 * Puts the people of a preview on the list: all or nothing. Asked again, it takes what was decided since, and otherwise
 * gives the same answer. A preview that no longer holds is renewed and refused.
 *
 * @throws Problem `not-found`, `request.stale`, `list.closed`, `upload.cancelled`, `upload.preview-moved`,
 *   `upload.committed-before`.
 */
export async function commitUpload(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  language: Language,
): Promise<UploadView> {
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  const done = await inScope(deps.db, scope, (tx) => commitOnce(deps, actor, tx, id, version, language))
  if ('upload' in done) return done.upload
  throw new Problem('upload.preview-moved', { rows: done.rows })
}

async function commitOnce(
  deps: Deps,
  actor: Actor,
  tx: Tx,
  id: string,
  version: number,
  language: Language,
): Promise<Committed> {
  const { list, stored } = await lockForCommit(tx, actor, id)
  const sameAnswer = async (uploadId: string) => ({ upload: (await findUpload(tx, uploadId, language))! })
  const rows = await selectUploadRows(tx, id)
  const pending = rows.filter((row) => row.committedAt === null && actionFor(row) !== null)
  if (stored.state === 'committed' && pending.length === 0) return sameAnswer(id)
  if (stored.version !== version) throw new Problem('request.stale')
  if (list.state === 'closed') throw new Problem('list.closed')
  const judgements = await judgeUpload(tx, { listId: list.id, wardId: list.wardId }, rows)
  if (stored.state === 'preview') {
    const moved = findMoved(rows, judgements)
    if (moved > 0) {
      await renewPreview(deps, actor, tx, stored, judgements)
      return { moved: judgements, rows: moved }
    }
    const earlier = await findCommittedTwin(tx, stored)
    if (earlier !== null) {
      if (pending.some((row) => actionFor(row) !== 'link')) {
        throw new Problem('upload.committed-before', { uploadId: earlier })
      }
      await eraseStaging(tx, id)
      await appendCommitAudit(deps, actor, tx, stored, { sameAs: earlier })
      return sameAnswer(earlier)
    }
  }
  const changes = new Map(judgements.map((judgement) => [judgement.rowNumber, judgement]))
  const toApply = pending.map((row): RowToApply => {
    const judgement = changes.get(row.rowNumber)
    const change = judgement !== undefined && judgement.personId === row.personId ? judgement.change : null
    const action = actionFor(row)!
    // Another person than the one who was found.
    const personId = action === 'create' ? null : row.personId
    return { rowNumber: row.rowNumber, person: row.person!, action, personId, change }
  })
  const applied = await applyRows(tx, deps, actor, { list, uploadId: id }, toApply)
  const now = deps.clock()
  await tx
    .update(upload)
    .set({
      state: 'committed',
      version: stored.version + 1,
      committedAt: stored.committedAt ?? now,
      committedBy: stored.committedBy ?? actor.accountId,
    })
    .where(eq(upload.id, id))
  await appendCommitAudit(deps, actor, tx, stored, { counts: countsOf(stored), applied })
  return sameAnswer(id)
}

function actionFor({ outcome, decision, personId, match }: UploadRowState) {
  return actionOf({ outcome, decision, personId, where: match?.where ?? null })
}

/** Two lists of one ward wait for each other: the second sees the people of the first. */
async function lockForCommit(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ list: ListRow; stored: StoredUpload }> {
  const [found] = await tx
    .select({ listId: upload.listId, wardId: upload.wardId })
    .from(upload)
    .where(eq(upload.id, id))
  if (found === undefined) throw new Problem('not-found')
  requireReach(actor, 'list.upload', { wardId: found.wardId })
  await tx.execute(sql`SELECT 1 FROM place WHERE id = ${found.wardId} FOR NO KEY UPDATE`)
  const list = await lockList(tx, found.listId)
  const stored = await lockUpload(tx, id)
  if (list === null || stored === null) throw new Problem('not-found')
  if (stored.state === 'cancelled' || stored.state === 'undone') throw new Problem('upload.cancelled')
  return { list, stored }
}

/** Rows that would now come to something else than was shown. */
function findMoved(rows: readonly UploadRowState[], judgements: readonly RowJudgement[]): number {
  const shown = new Map(rows.map((row) => [row.rowNumber, row]))
  const gist = ({
    outcome,
    personId,
    repeatsRow,
    match,
  }: Pick<RowJudgement, 'outcome' | 'personId' | 'repeatsRow' | 'match'>) =>
    JSON.stringify([outcome, personId, repeatsRow, match?.changes ?? []])
  return judgements.filter((judgement) => gist(judgement) !== gist(shown.get(judgement.rowNumber)!)).length
}

async function renewPreview(
  deps: Deps,
  actor: Actor,
  tx: Tx,
  stored: StoredUpload,
  judgements: readonly RowJudgement[],
): Promise<void> {
  await renewUploadRows(tx, stored.id, judgements)
  const counts = countOutcomes(judgements)
  await tx
    .update(upload)
    .set({ ...countColumns(counts), version: stored.version + 1 })
    .where(eq(upload.id, stored.id))
  await appendAudit(tx, actor, deps.clock(), {
    action: 'renewUploadPreview',
    subjectKind: 'upload',
    subjectId: stored.id,
    placeId: stored.wardId,
    detail: { listId: stored.listId, counts },
  })
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

/** The file and its rows go; the upload stays as a line that says who tried what, and when. */
export async function eraseStaging(tx: Tx, id: string): Promise<void> {
  await tx.delete(uploadRow).where(eq(uploadRow.uploadId, id))
  await tx.delete(uploadFile).where(eq(uploadFile.uploadId, id))
  await tx
    .update(upload)
    .set({ state: 'cancelled', fileName: '', version: sql`${upload.version} + 1` })
    .where(eq(upload.id, id))
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
