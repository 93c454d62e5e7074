import type { Database } from '#db/connect.ts'
import type { SetWriter } from './set-writer/set-writer.ts'
import { createSetWriter } from './set-writer/set-writer.ts'
import type { WriterDeps } from './set-writer/write-set.ts'

const writers = new WeakMap<Database, SetWriter>()

/** One writer, with one lane, for each database that this process has open. */
export function setWriterOf(deps: WriterDeps): SetWriter {
  const found = writers.get(deps.database)
  if (found !== undefined) return found
  const made = createSetWriter(deps)
  writers.set(deps.database, made)
  return made
}

/** Finishes what is queued; before the database is closed. */
export async function closeSetWriter(database: Database): Promise<void> {
  const writer = writers.get(database)
  writers.delete(database)
  await writer?.close()
}
