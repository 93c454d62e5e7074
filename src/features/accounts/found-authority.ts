import { eq, sql } from 'drizzle-orm'
import { pgCode } from '#db/pg-error.ts'
import { inSavepoint, transact, type Db, type Tx } from '#db/db.ts'
import { authority } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'

const FOUND_LOCK = 1_836_413_292
const INSUFFICIENT_PRIVILEGE = '42501'

export type NewAuthority = Omit<Deps['authority'], 'id'> & { demo?: boolean }

/**
 * The one authority of this schema, made at the first call; a later call returns what stands there, whatever it says.
 * Also notices, at each start, that the database is not the one it was (another server, or restored from a backup):
 * a new timeline tells phones to offer again what they sent.
 */
export async function foundAuthority(
  deps: Pick<Deps, 'db' | 'clock' | 'newId'>,
  input: NewAuthority,
): Promise<Deps['authority']> {
  return transact(deps.db, async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${FOUND_LOCK}, hashtext(current_schema()))`)
    const server = await findServer(tx)
    const [found] = await tx.select().from(authority)
    if (found !== undefined) {
      const moved =
        server !== null && (server.systemId !== found.pgSystemId || server.timeline !== found.pgTimeline)
      if (moved) await changeTimeline(tx, deps, found.id, server)
      return view(found)
    }
    const row = {
      id: deps.newId(),
      code: input.code,
      name: input.name,
      country: input.country,
      timeZone: input.timeZone,
      timelineId: deps.newId(),
      pgSystemId: server?.systemId ?? UNKNOWN,
      pgTimeline: server?.timeline ?? 0,
      demo: input.demo ?? false,
    }
    await tx.insert(authority).values(row)
    await appendAudit(tx, null, deps.clock(), {
      action: 'foundAuthority',
      subjectKind: 'authority',
      subjectId: row.id,
      detail: { code: row.code, demo: row.demo },
    })
    return view(row)
  })
}

const UNKNOWN = 'unknown'

/** The authority of this schema, or null before `foundAuthority`. */
export async function findAuthority(db: Db): Promise<Deps['authority'] | null> {
  const [found] = await db.select().from(authority)
  return found === undefined ? null : view(found)
}

type Server = { systemId: string; timeline: number }

async function changeTimeline(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'newId'>,
  id: string,
  server: Server,
): Promise<void> {
  await tx
    .update(authority)
    .set({ timelineId: deps.newId(), pgSystemId: server.systemId, pgTimeline: server.timeline })
    .where(eq(authority.id, id))
  await appendAudit(tx, null, deps.clock(), {
    action: 'changeTimeline',
    subjectKind: 'authority',
    subjectId: id,
    detail: { pgTimeline: server.timeline },
  })
}

/** Null where a hosted server keeps this from ordinary logins: a restore must then be told by hand. */
async function findServer(tx: Tx): Promise<Server | null> {
  try {
    const answer = await inSavepoint(tx, (part) =>
      part.$client.query<{ system_id: string; timeline: number }>(
        `SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system_id,
                (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline`,
      ),
    )
    const row = answer.rows[0]
    return row === undefined ? null : { systemId: row.system_id, timeline: row.timeline }
  } catch (error) {
    if (pgCode(error) === INSUFFICIENT_PRIVILEGE) return null
    throw error
  }
}

function view(row: typeof authority.$inferSelect): Deps['authority'] {
  const { id, code, name, timeZone } = row
  return { id, code, name, country: row.country as 'VN' | 'LA', timeZone }
}
