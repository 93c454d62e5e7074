import { and, asc, eq, gte, isNull, lte, or, sql } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import type { BornPrecision } from '#domain/vaccination/types.ts'
import type { Connection } from '#db/db.ts'
import { placeName } from '#db/tables/geography.ts'
import { person } from '#db/tables/registrants.ts'
import { sessionPerson } from '#db/tables/sessions.ts'

/** Sorts who has no hour after everybody else. */
const NO_HOUR = '99:99'
const hour = sql<string>`coalesce(${sessionPerson.slotTime}, ${NO_HOUR})`

/**
 * The session's list by hour. Rows and names are what the scope of the transaction lets through: a ward sees who comes
 * to its session, and the names of its own residents only.
 */
export function selectSessionPeople(
  db: Connection,
  session: { id: string; sessionOn: LocalDate },
  page: { limit: number; after: { hour: string; personId: string } | null },
) {
  const { after } = page
  return db
    .select({
      personId: sessionPerson.personId,
      fullName: person.fullName,
      bornOn: person.bornOn,
      bornPrecision: sql<BornPrecision | null>`${person.bornPrecision}`,
      sex: sql<'male' | 'female' | 'other' | 'unknown' | null>`${person.sex}`,
      groupId: person.groupId,
      groupCode: placeName.code,
      how: sql<'planned' | 'called' | 'walk-in' | 'admitted'>`${sessionPerson.how}`,
      slotTime: sessionPerson.slotTime,
    })
    .from(sessionPerson)
    .leftJoin(person, eq(person.id, sessionPerson.personId))
    .leftJoin(
      placeName,
      and(
        eq(placeName.placeId, person.groupId),
        lte(placeName.validFrom, session.sessionOn),
        or(isNull(placeName.validTo), gte(placeName.validTo, session.sessionOn)),
      ),
    )
    .where(
      and(
        eq(sessionPerson.sessionId, session.id),
        after === null
          ? undefined
          : sql`(${hour}, ${sessionPerson.personId}) > (${after.hour}, ${after.personId}::uuid)`,
      ),
    )
    .orderBy(hour, asc(sessionPerson.personId))
    .limit(page.limit + 1)
}

export type SessionPersonRow = Awaited<ReturnType<typeof selectSessionPeople>>[number]

export function keysOf(row: SessionPersonRow): [string, string] {
  return [row.slotTime ?? NO_HOUR, row.personId]
}
