/** The parent's side of the staging thread: starts it, passes bytes between it and the database, and ends it. */
import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { QueryResultRow } from 'pg'
import { Problem } from '#domain/problem.ts'
import type { RowCounts } from '#domain/upload.ts'
import type { StagedRow } from '#domain/upload-match.ts'
import type { Tx } from '#db/db.ts'
import { compiledCode } from '#http/file-reading/compiled-code.ts'
import { startCopy, type Copying } from './copy-into.ts'
import { foundElsewhere, knownPeople, type Asked, type ElsewhereRow, type KnownRow } from './match-queries.ts'
import { statedColumns } from './stated-columns.ts'
import type { FromStaging, StagingJob, ToStaging } from './staging-thread.ts'
import type { UploadMapping } from './upload-queries.ts'

const HEAP_MB = 400
/** Rows that are written at once while the file is read. */
const PART = 5000
/** Rows fetched from the database in one turn. */
const FETCH = 500

export const stagedColumns = [
  'row_number',
  'id',
  'content_key',
  'problems',
  'repairs',
  'written',
  'full_name_folded',
  'name_key',
  ...statedColumns,
] as const
const judgedColumns = [
  'row_number',
  'outcome',
  'match',
  'person_id',
  'repeats_row',
  'repeat',
  'change',
] as const

// Temporary tables have no row-level security, which COPY could not pass, and are gone with the transaction. What is asked of
// each row stands in a narrow one: the planner knows it, and nothing wide is read again.
export const temporaryTables = `
  CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT ${stagedColumns.join(', ')} FROM upload_row WITH NO DATA;
  CREATE TEMPORARY TABLE judged ON COMMIT DROP AS SELECT ${judgedColumns.join(', ')} FROM upload_row WITH NO DATA;
  CREATE UNIQUE INDEX ON judged (row_number);
  CREATE TEMPORARY TABLE sought (row_number integer, born_on date, group_id uuid, lookups bytea[]) ON COMMIT DROP;
  CREATE TEMPORARY TABLE known (person_id uuid, now text, sent text, content_key text) ON COMMIT DROP;
  CREATE TEMPORARY TABLE elsewhere (row_number integer, person_id uuid, full_name text) ON COMMIT DROP`

const asked: Asked = 'SELECT row_number, born_on, group_id, lookups FROM sought'
const insertKnown = `INSERT INTO known ${knownPeople(asked)}`
const insertElsewhere = `INSERT INTO elsewhere ${foundElsewhere(asked)}`

/** Everybody whom the rows were held against, in one number: while it stands, so does every judgement. */
const groundHash = `
  SELECT md5(concat(
    (SELECT string_agg(md5(concat_ws(' ', person_id, now, content_key)), '' ORDER BY person_id) FROM known),
    (SELECT string_agg(concat_ws(' ', row_number, person_id, full_name), ' ' ORDER BY row_number, person_id) FROM elsewhere),
    $1::text)) AS hash`

export type ReadList = { kind: string; mapping: UploadMapping }

export class Staging {
  readonly #worker: Worker
  readonly #heard: AsyncIterator<[FromStaging]>
  readonly #tx: Tx
  #failed: Error | null = null
  readonly #stopped = new AbortController()

  constructor(tx: Tx, job: StagingJob, options: { signal?: AbortSignal } = {}) {
    this.#tx = tx
    const moved = job.job === 'read' ? [job.file.buffer as ArrayBuffer] : []
    this.#worker = new Worker(new URL('staging-thread.ts', import.meta.url), {
      workerData: job,
      transferList: moved,
      env: compiledCode(),
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    // Before the first message is asked for: what is said until then waits in the iterator.
    this.#heard = on(this.#worker, 'message', { signal: this.#stopped.signal }) as AsyncIterator<
      [FromStaging]
    >
    this.#worker.once('error', (error) => this.#fail(error))
    this.#worker.once('exit', () => this.#fail(new Error('The staging thread ended early')))
    options.signal?.addEventListener('abort', () => this.#fail(new Error('Stopped')), { once: true })
  }

  /** Ends the thread, and the reading process with it. */
  async close(): Promise<void> {
    this.#stopped.abort()
    await this.#worker.terminate()
  }

  /**
   * Fills `staged` from the file, part by part: one is taken out of it before the next is put in, so that the database writes
   * while the next is read.
   *
   * @param onRows called for each batch, with the rows of the file behind it; `surveyed` before the first.
   * @param onPart takes what stands in `staged`.
   * @throws Problem of `openList`, `list.nobody`, `upload.enterprise-list`.
   */
  async read(
    onRows: (rows: number, surveyed: boolean) => Promise<void>,
    onPart: () => Promise<void>,
  ): Promise<ReadList> {
    let rows = 0
    for (;;) {
      const upTo = rows + PART
      const copying = startCopy(this.#tx, 'staged', stagedColumns)
      const read = await this.#copy(copying, async (message): Promise<ReadList | 'part' | null> => {
        if (message.say === 'survey') await onRows(message.rows, true)
        if (message.say === 'staged') await onRows((rows += message.rows), false)
        if (message.say === 'read') return { kind: message.kind, mapping: message.mapping }
        return rows >= upTo ? 'part' : null
      })
      await onPart()
      await this.#tx.$client.query('TRUNCATE staged')
      if (read !== 'part') return read
    }
  }

  /** Rows that were read before. */
  async giveRows(select: string, values: readonly unknown[]): Promise<void> {
    await this.#pour(select, values, (rows) => ({
      say: 'rows',
      rows: rows.map(({ row }) => row as StagedRow),
    }))
  }

  /**
   * Fills `judged` for the rows that were read or given, held against the people of the ward and what its list has sent. Of rows
   * that were read only those of which there is more to say than that they are new, or were stopped by an error.
   *
   * @returns the counts, and the hash of the ground.
   */
  async judge(decided: readonly string[]): Promise<RowCounts> {
    await this.#pour('SELECT person_id, now, sent, content_key FROM known', [], (people) => ({
      say: 'known',
      people: people as KnownRow[],
    }))
    await this.#pour('SELECT row_number, person_id, full_name FROM elsewhere', [], (found) => ({
      say: 'elsewhere',
      found: found as ElsewhereRow[],
    }))
    const copying = startCopy(this.#tx, 'judged', judgedColumns)
    this.#say({ say: 'judge', decided })
    return this.#copy(copying, async (message) => (message.say === 'counted' ? message.counts : null))
  }

  /** Lines go into the table as they come, until `last` has an answer. */
  async #copy<T>(copying: Copying, last: (message: FromStaging) => Promise<T | null>): Promise<T> {
    try {
      for (;;) {
        const message = await this.#hear()
        if ('lines' in message) {
          await copying.write(message.lines)
          // Not said to a thread that has ended: it may have said everything, and what it said is still to be heard.
          if (this.#failed === null) this.#say({ say: 'more' })
        }
        const answer = await last(message)
        if (answer === null) continue
        await copying.end()
        return answer
      }
    } catch (error) {
      copying.fail(error as Error)
      throw error
    }
  }

  /** A result of any size, some rows a turn. */
  async #pour(
    select: string,
    values: readonly unknown[],
    toMessage: (rows: QueryResultRow[]) => ToStaging,
  ): Promise<void> {
    const { $client } = this.#tx
    await $client.query(`DECLARE poured NO SCROLL CURSOR FOR ${select}`, [...values])
    for (;;) {
      const { rows } = await $client.query(`FETCH ${FETCH} FROM poured`)
      if (rows.length === 0) break
      this.#say(toMessage(rows))
    }
    await $client.query('CLOSE poured')
  }

  #say(message: ToStaging): void {
    if (this.#failed !== null) throw this.#failed
    this.#worker.postMessage(message, [])
  }

  async #hear(): Promise<FromStaging> {
    try {
      const next = (await this.#heard.next()) as IteratorResult<[FromStaging], undefined>
      if (next.done === true) throw new Error('The staging thread said nothing more')
      const [message] = next.value
      if (message.say === 'problem') throw new Problem(message.code, message.facts)
      return message
    } catch (error) {
      throw error instanceof Problem ? error : (this.#failed ?? error)
    }
  }

  #fail(error: Error): void {
    this.#failed ??=
      (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new Problem('list.file-too-heavy')
        : error
    this.#stopped.abort()
  }
}

/** Fills `known` and `elsewhere` for the rows of `sought`. @returns the hash of the ground. */
export async function gatherGround(
  tx: Tx,
  { listId, wardId }: { listId: string; wardId: string },
  decided: readonly string[],
): Promise<string> {
  const { $client } = tx
  await $client.query('ANALYZE sought')
  await $client.query(insertKnown, [wardId, listId])
  await $client.query(insertElsewhere, [wardId])
  const { rows } = await $client.query<{ hash: string }>(groundHash, [decided.join(' ')])
  return rows[0]!.hash
}
