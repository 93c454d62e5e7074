import { sql, type SQL } from 'drizzle-orm'
import { check, customType, date, timestamp, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'

/** Made by the service or the phone, never by the database. */
export const id = () => uuid('id').primaryKey()

/** An instant, UTC. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** A day of the authority's calendar, as text: never a JavaScript Date. */
export const on = (name: string) => date(name, { mode: 'string' })

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Text with CHECK instead of an enum type: a value can be added and used in one migration, in every schema. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  return check(name, sql`${column} IN (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`)
}

export const mustHold = (name: string, condition: SQL) => check(name, condition)
