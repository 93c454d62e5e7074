import { Client } from 'pg'
import { vi } from 'vitest'
import type { TestDatabase } from './database.ts'
import { look } from './look.ts'

type Statement = readonly [text: string, values?: readonly unknown[]]

/** Acts while another transaction has done so much; that one commits once the act waits for it. */
export async function actDuring<T>(
  database: TestDatabase,
  statements: readonly Statement[],
  act: () => Promise<T>,
): Promise<T> {
  const other = new Client({ connectionString: database.superuserUrl })
  await other.connect()
  try {
    await other.query('BEGIN')
    for (const [text, values = []] of statements) await other.query(text, [...values])
    const acting = act()
    await vi.waitUntil(() => isSomebodyWaiting(database), { timeout: 20_000 })
    await other.query('COMMIT')
    return await acting
  } finally {
    await other.end()
  }
}

async function isSomebodyWaiting(database: TestDatabase): Promise<boolean> {
  const waiting = await look(
    database,
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return waiting.length > 0
}
