/** A COPY of ours that is fed from elsewhere. */
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { from } from 'pg-copy-streams'
import type { Tx } from '#db/db.ts'

export type Copying = {
  /** Answers when the connection takes more. */
  write(lines: Uint8Array): Promise<void>
  /** @returns rows stored. */
  end(): Promise<number>
  /** The statement fails, and its transaction with it. */
  fail(error: Error): void
}

/** Only into a table without row-level security: a temporary one. */
export function startCopy(tx: Tx, table: string, columns: readonly string[]): Copying {
  const stream = tx.$client.query(from(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
  const done = finished(stream)
  // Heard of in `write` or `end`; until then nobody else listens.
  done.catch(() => undefined)
  return {
    async write(lines) {
      if (!stream.write(lines)) await Promise.race([once(stream, 'drain'), done])
    },
    async end() {
      stream.end()
      await done
      return stream.rowCount
    },
    fail: (error) => void stream.destroy(error),
  }
}
