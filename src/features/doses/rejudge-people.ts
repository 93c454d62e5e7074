import type { Pool } from 'pg'
import { Problem } from '#domain/problem.ts'
import type { Rejudging } from '#http/types.ts'
import type { SetWriter } from './set-writer/set-writer.ts'
import type { WriterDeps } from './set-writer/write-set.ts'
import { setWriterOf } from './the-writer.ts'

/** One row of a request holds at most so many people, and one set of the writer judges as many. */
const PEOPLE_MAX = 256
const ROWS_PER_PAGE = 64
const RETRY_MS = 5_000
const NIL = '00000000-0000-0000-0000-000000000000'

const insertSql = `
INSERT INTO rejudge_pending (id, person_ids, asked_at)
SELECT r.id, r.people, $2 FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, people uuid[])`

const pageSql = `
SELECT id, person_ids AS people FROM rejudge_pending WHERE id <> ALL ($1::uuid[]) ORDER BY asked_at, id LIMIT ${ROWS_PER_PAGE}`

// Nobody else has a dose to judge. Asked after the change was committed: who was given a first dose meanwhile was judged
// by the changed row, because the set locks the person.
const dosedSql = `
SELECT DISTINCT p.canonical_id AS id FROM person p
WHERE p.id = ANY ($1::uuid[]) AND EXISTS (SELECT FROM dose_standing s WHERE s.person_id = p.canonical_id) ORDER BY 1`

const judgedBySql = `
SELECT s.person_id AS id FROM dose_standing s WHERE s.person_id > $1 AND s.rules_version <> $2
GROUP BY s.person_id ORDER BY s.person_id LIMIT ${PEOPLE_MAX}`

/**
 * Judges people anew through the set writer. What was asked waits in `rejudge_pending` until it is done; who was judged by
 * another version of the rules shows in the standings themselves. So nothing is forgotten, whenever the process ends, and
 * doing it twice changes nothing.
 */
export function createRejudging(deps: WriterDeps): Rejudging {
  const { database, clock, newId } = deps
  /** The version by which everybody is known to be judged. */
  let reached: number | null = null

  const work = (judge: (pool: Pool, writer: SetWriter) => Promise<void>) => {
    const run: () => Promise<void> = oneAtATime(async () => {
      if (database.writer.ending) return
      try {
        // One writer throughout: when it is closed meanwhile, the rest is left.
        await judge(database.writer, setWriterOf(deps))
      } catch {
        // What is left stays written down. Stopped services do it when they start, others in a moment.
        if (!database.writer.ending) setTimeout(() => void run(), RETRY_MS).unref()
      }
    })
    return run
  }
  const runPending = work(judgePending)
  // Of its own, so that who corrected one person does not wait until everybody is judged by new rules.
  const runRules = work(async (pool, writer) => {
    reached = await judgeByNewRules(pool, writer, reached)
  })

  return {
    async ask(tx, personIds) {
      const ids = [...new Set(personIds)]
      if (ids.length === 0) return
      const rows: { id: string; people: string[] }[] = []
      for (let from = 0; from < ids.length; from += PEOPLE_MAX)
        rows.push({ id: newId(), people: ids.slice(from, from + PEOPLE_MAX) })
      await tx.$client.query(insertSql, [JSON.stringify(rows), clock()])
    },
    run() {
      void runRules()
      return runPending()
    },
    async runAll() {
      await Promise.all([runPending(), runRules()])
    },
  }
}

/** Asked again while it runs, it runs once more; whoever asks waits for the end. */
function oneAtATime(once: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let isAskedAgain = false
  return () => {
    isAskedAgain = true
    running ??= (async () => {
      while (isAskedAgain) {
        isAskedAgain = false
        await once()
      }
      running = null
    })()
    return running
  }
}

/** @throws Left when somebody's could not be done; everybody else's is. */
async function judgePending(pool: Pool, writer: SetWriter): Promise<void> {
  const left: string[] = []
  for (;;) {
    const { rows } = await pool.query<{ id: string; people: string[] }>(pageSql, [left])
    if (rows.length === 0) break
    const dosed = await pool.query<{ id: string }>(dosedSql, [rows.flatMap(({ people }) => people)])
    const failed = new Set(
      await judgeAll(
        writer,
        dosed.rows.map(({ id }) => id),
      ),
    )
    const isLeft = ({ people }: { people: string[] }) => people.some((id) => failed.has(id))
    left.push(...rows.filter(isLeft).map(({ id }) => id))
    const done = rows.filter((row) => !isLeft(row)).map(({ id }) => id)
    await pool.query('DELETE FROM rejudge_pending WHERE id = ANY ($1::uuid[])', [done])
  }
  if (left.length > 0) throw new Left(left.length)
}

/** What is wrong with one person holds up nobody else. @returns who could not be judged. */
async function judgeAll(writer: SetWriter, personIds: readonly string[]): Promise<string[]> {
  try {
    await writer.rejudge(personIds)
    return []
  } catch (error) {
    if (error instanceof Problem) throw error
    if (personIds.length === 1) return [...personIds]
    const half = personIds.length >> 1
    return [
      ...(await judgeAll(writer, personIds.slice(0, half))),
      ...(await judgeAll(writer, personIds.slice(half))),
    ]
  }
}

class Left extends Error {
  constructor(count: number) {
    super(`${count} could not be judged again`)
  }
}

/** @returns the version by which everybody is judged now. @throws Left as above. */
async function judgeByNewRules(
  pool: Pool,
  writer: SetWriter,
  reached: number | null,
): Promise<number | null> {
  const found = await pool.query<{ version: number | null }>('SELECT max(version) AS version FROM rule_set')
  const version = found.rows[0]!.version
  if (version === null || version === reached) return reached
  // A set that was read before the rules came is written when the queue has passed it.
  await writer.rejudge([NIL])
  let failed = 0
  for (let after = NIL; ;) {
    const { rows } = await pool.query<{ id: string }>(judgedBySql, [after, version])
    const last = rows.at(-1)
    if (last === undefined) break
    failed += (
      await judgeAll(
        writer,
        rows.map(({ id }) => id),
      )
    ).length
    after = last.id
  }
  if (failed > 0) throw new Left(failed)
  return version
}
