import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { isPresent, type Duty } from '#domain/roster.ts'
import type { Connection } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { crewPost } from '#db/tables/sessions.ts'

export type CrewPostRow = {
  id: string
  sessionId: string
  accountId: string
  fullName: string
  unit: string
  duty: Duty
  assignedAt: string
  joinedAt: string | null
  leftAt: string | null
  present: boolean
}

/** Posts that have not been taken back, in the order in which they were given. */
export async function selectCrewPosts(db: Connection, sessionIds: readonly string[]): Promise<CrewPostRow[]> {
  if (sessionIds.length === 0) return []
  const rows = await db
    .select({
      id: crewPost.id,
      sessionId: crewPost.sessionId,
      accountId: crewPost.accountId,
      fullName: account.fullName,
      unit: account.unit,
      duty: sql<Duty>`${crewPost.duty}`,
      assignedAt: crewPost.assignedAt,
      joinedAt: crewPost.joinedAt,
      leftAt: crewPost.leftAt,
    })
    .from(crewPost)
    .innerJoin(account, eq(account.id, crewPost.accountId))
    .where(and(inArray(crewPost.sessionId, [...sessionIds]), isNull(crewPost.endedAt)))
    .orderBy(asc(crewPost.assignedAt), asc(crewPost.id))
  return rows.map((row) => {
    const joinedAt = row.joinedAt?.toISOString() ?? null
    const leftAt = row.leftAt?.toISOString() ?? null
    const { accountId, duty } = row
    const present = isPresent({ accountId, duty, joinedAt, leftAt })
    return Object.assign({}, row, { assignedAt: row.assignedAt.toISOString(), joinedAt, leftAt, present })
  })
}
