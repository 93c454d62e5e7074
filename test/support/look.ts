import { Client } from 'pg'
import type { TestDatabase } from './database.ts'
import type { TestAccount } from './world.ts'

/** Rows as the server's own login sees them, past row-level security. */
export async function look<Row extends Record<string, unknown>>(
  database: TestDatabase,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: database.superuserUrl })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** How many audit rows an action has left so far. */
export async function countAudit(database: TestDatabase, action: string): Promise<number> {
  const [row] = await look<{ rows: number }>(
    database,
    'SELECT count(*)::integer AS rows FROM audit_entry WHERE action = $1',
    [action],
  )
  return row?.rows ?? 0
}

/** How many audit rows repeat this text in their detail. */
export async function countAuditSaying(database: TestDatabase, text: string): Promise<number> {
  const found = await look(database, 'SELECT seq FROM audit_entry WHERE strpos(detail, $1) > 0', [text])
  return found.length
}

/** The same account after its grants changed: its older tokens are no good any more. */
export async function signedInAgain(database: TestDatabase, account: TestAccount): Promise<TestAccount> {
  const [row] = await look<{ version: number }>(
    database,
    'SELECT session_version AS version FROM account WHERE id = $1',
    [account.accountId],
  )
  return { ...account, sessionVersion: row?.version ?? 1 }
}

type Row = Record<string, unknown>
const PAGES_MAX = 50

/** Follows `nextCursor` to the end. @param read asks for one page; gets what to append to the address. */
export async function readPages(
  read: (cursor: string) => Promise<{ body: Record<string, unknown> }>,
): Promise<{ items: Row[]; pages: number }> {
  const items: Row[] = []
  let cursor = ''
  for (let pages = 1; pages <= PAGES_MAX; pages += 1) {
    const { body } = await read(cursor)
    items.push(...(body['items'] as Row[]))
    const next = body['nextCursor'] as string | null
    if (next === null) return { items, pages }
    cursor = `&cursor=${next}`
  }
  throw new Error(`More than ${PAGES_MAX} pages`)
}
