/** One upload read from its file: rows into staging, each held against everybody known, and the preview stands. */
import { eq } from 'drizzle-orm'
import { Problem } from '#domain/problem.ts'
import type { UploadPhase } from '#domain/upload.ts'
import { inScope, type Tx } from '#db/db.ts'
import { upload, uploadFile } from '#db/tables/lists.ts'
import type { Deps } from '#http/types.ts'
import { loadListContext } from './list-context.ts'
import { readUploadFile } from './upload-file.ts'
import { selectDecidedPairs } from './pair-decisions.ts'
import { gatherGround, Staging, stagedColumns, temporaryTables } from './staging.ts'
import type { StagingJob } from './staging-thread.ts'
import { countColumns, lockUpload, wardScope, type StoredUpload } from './upload-queries.ts'

/** Somebody else has it, or it is not to be read any more: nothing was done. */
export class NotToBeRead extends Error {}

const ATTEMPTS_MAX = 3
const TELL_MS = 400

// The file may take a minute to unpack, during which nothing is said on this connection.
const patience = `SET LOCAL statement_timeout = '120s'; SET LOCAL idle_in_transaction_session_timeout = '180s'`

/** Held by the reader for as long as it reads: it goes with the connection, whatever becomes of the process. */
const lockOfUpload = `SELECT pg_try_advisory_xact_lock(hashtextextended('upload ' || $1, 0)) AS mine`

// Written once, as most rows turn out; what else the judge has to say of the others follows.
const insertRows = `
  INSERT INTO upload_row (upload_id, ward_id, ${stagedColumns.join(', ')}, outcome)
  SELECT $1, $2, ${stagedColumns.join(', ')}, CASE WHEN full_name IS NULL THEN 'rejected' ELSE 'new' END FROM staged`
const insertSought = `
  INSERT INTO sought SELECT row_number, born_on, group_id, lookups FROM staged WHERE full_name IS NOT NULL`

const judgeStored = `
  UPDATE upload_row u SET outcome = j.outcome, match = j.match, person_id = j.person_id, repeats_row = j.repeats_row,
    repeat = j.repeat, change = j.change
  FROM judged j WHERE u.upload_id = $1 AND u.row_number = j.row_number`

export type Reading = {
  uploadId: string
  wardId: string
  signal: AbortSignal
  onChange: () => void
  /** Which attempt at the upload this is, once it has been taken up: whoever takes it up later is another one. */
  attempt: number | null
}

/**
 * All or nothing: until it is committed only `progress` shows that it is being read.
 *
 * @throws NotToBeRead; Problem, with which the upload is to be refused.
 */
export async function readUpload(deps: Deps, reading: Reading): Promise<void> {
  const { uploadId, wardId, signal, onChange } = reading
  await inScope(deps.db, wardScope(wardId, null), async (tx) => {
    await tx.$client.query(patience)
    const { rows } = await tx.$client.query<{ mine: boolean }>(lockOfUpload, [uploadId])
    if (rows[0]?.mine !== true) throw new NotToBeRead()
    const stored = await takeUp(deps, reading)
    const staging = new Staging(tx, await describeJob(deps, tx, stored), { signal })
    try {
      const progress = new Progress(deps, reading)
      await tx.$client.query(temporaryTables)
      const read = await staging.read(
        (count, surveyed) => progress.tell(surveyed ? 'opening' : 'reading', count),
        async () => {
          await tx.$client.query(insertRows, [uploadId, wardId])
          await tx.$client.query(insertSought)
        },
      )
      await progress.tell('matching')
      const decided = await selectDecidedPairs(tx, { wardId, uploadId })
      const ground = await gatherGround(tx, stored, decided)
      const counts = await staging.judge(decided)
      const held = await lockUpload(tx, uploadId)
      if (held?.state !== 'reading' || held.attempts !== stored.attempts) throw new NotToBeRead()
      await tx.$client.query(judgeStored, [uploadId])
      await tx
        .update(upload)
        .set({
          state: 'preview',
          phase: 'done',
          progress: counts.rowsRead,
          fileKind: read.kind,
          mapping: read.mapping,
          ground,
          ...countColumns(counts),
          version: held.version + 1,
        })
        .where(eq(upload.id, uploadId))
    } finally {
      await staging.close()
    }
  })
  onChange()
}

/** On a connection of its own, so that the state is seen while the reading goes on. */
async function takeUp(deps: Deps, reading: Reading): Promise<StoredUpload> {
  const { uploadId, wardId, onChange } = reading
  const stored = await inScope(deps.db, wardScope(wardId, null), async (tx) => {
    const found = await lockUpload(tx, uploadId)
    if (found === null || (found.state !== 'queued' && found.state !== 'reading')) throw new NotToBeRead()
    const attempts = found.attempts + 1
    await tx
      .update(upload)
      .set({ state: 'reading', phase: 'opening', progress: 0, attempts })
      .where(eq(upload.id, uploadId))
    return { ...found, attempts }
  })
  reading.attempt = stored.attempts
  // Whatever it does to a process, it does not do it for ever.
  if (stored.attempts > ATTEMPTS_MAX) throw new Problem('list.file-too-heavy')
  onChange()
  return stored
}

async function describeJob(deps: Deps, tx: Tx, stored: StoredUpload): Promise<StagingJob> {
  const { context, ground, isOpen } = await loadListContext(deps, tx, stored)
  if (!isOpen) throw new Problem('list.closed')
  return {
    job: 'read',
    file: await readUploadFile(tx, deps.sealer, stored.id),
    fileName: stored.fileName,
    context,
    ground,
    secret: deps.config.identifierSecret,
    nowMs: deps.clock().getTime(),
  }
}

/** Seen by whoever asks, and asks in turn whether the upload is still wanted. */
class Progress {
  readonly #deps: Deps
  readonly #reading: Reading
  #told = 0
  #phase: UploadPhase = 'opening'

  constructor(deps: Deps, reading: Reading) {
    this.#deps = deps
    this.#reading = reading
  }

  async tell(phase: UploadPhase, rows?: number): Promise<void> {
    const now = performance.now()
    if (phase === this.#phase && now - this.#told < TELL_MS) return
    this.#told = now
    this.#phase = phase
    const { uploadId, wardId, onChange } = this.#reading
    const wanted = await inScope(this.#deps.db, wardScope(wardId, null), async (tx) => {
      const { rowCount } = await tx.$client.query(
        `UPDATE upload SET phase = $2, progress = coalesce($3, progress) WHERE id = $1 AND state = 'reading'`,
        [uploadId, phase, rows ?? null],
      )
      return rowCount === 1
    })
    if (!wanted) throw new NotToBeRead()
    onChange()
  }
}

/** The file goes; the upload stays as a line that says who tried what, and why it was refused. */
export async function refuseUpload(
  deps: Deps,
  { uploadId, wardId, onChange, attempt }: Reading,
  { code, facts }: Problem,
): Promise<void> {
  await inScope(deps.db, wardScope(wardId, null), async (tx) => {
    const stored = await lockUpload(tx, uploadId)
    if (stored?.state !== 'reading' || stored.attempts !== attempt) return
    await tx.delete(uploadFile).where(eq(uploadFile.uploadId, uploadId))
    await tx
      .update(upload)
      .set({ state: 'refused', phase: 'done', refusal: { code, facts }, version: stored.version + 1 })
      .where(eq(upload.id, uploadId))
  })
  onChange()
}

/**
 * Back to its place in the queue: the process stops, or something failed that may not fail again. Who lost the connection, and
 * with it the upload, to another reader leaves it to that one.
 */
export async function requeueUpload(
  deps: Deps,
  { uploadId, wardId, onChange, attempt }: Reading,
  counts: boolean,
): Promise<void> {
  await inScope(deps.db, wardScope(wardId, null), (tx) =>
    tx.$client.query(
      `UPDATE upload SET state = 'queued', phase = 'waiting', progress = 0, attempts = attempts - $2
       WHERE id = $1 AND state = 'reading' AND attempts = $3`,
      [uploadId, counts ? 0 : 1, attempt],
    ),
  )
  onChange()
}
