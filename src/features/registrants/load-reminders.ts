import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { isOwed, submissions, wordReminder, type Submission } from '#domain/declaration.ts'
import type { Language } from '#domain/problem.ts'
import type { Connection } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { loadOverview, type OverviewAsked } from './load-overview.ts'

export type ReminderView = z.infer<typeof contract.Reminder>

/**
 * Wards that still owe something, and the officials to call. Only what has a deadline is owed. Nothing is sent by the
 * service, and nobody of any list is named.
 */
export async function loadReminders(
  deps: Deps,
  actor: Actor,
  asked: OverviewAsked & { submission?: Submission | undefined },
  language: Language,
): Promise<ReminderView[]> {
  const wanted = asked.submission === undefined ? submissions : [asked.submission]
  const { items } = await loadOverview(deps, actor, asked)
  const owing = items.flatMap((row) => {
    const owed = wanted.filter((one) => isOwed(row[one].inTime))
    return owed.length === 0 ? [] : [{ row, owed }]
  })
  const wardIds = owing.map(({ row }) => row.wardId)
  const contacts = Map.groupBy(await selectContacts(deps.db, wardIds, deps.clock()), ({ wardId }) => wardId)
  return owing.map(({ row: { wardId, wardName, ...row }, owed }) => {
    const people = (contacts.get(wardId) ?? []).map(({ fullName, unit, phone }) => ({
      fullName,
      unit,
      phone,
    }))
    const named = people.map(({ fullName, phone }) => (phone === '' ? fullName : `${fullName} ${phone}`))
    return {
      wardId,
      wardName,
      owed,
      overdue: owed.some((one) => row[one].inTime === 'missing'),
      contacts: people,
      text: wordReminder({ ward: wardName, owed, contacts: named }, language),
    }
  })
}

type Contact = { wardId: string; fullName: string; unit: string; phone: string }

/** Who may send lists of these wards now as a ward official. */
async function selectContacts(db: Connection, wardIds: readonly string[], now: Date): Promise<Contact[]> {
  if (wardIds.length === 0) return []
  const { rows } = await db.execute<Contact>(sql`
    SELECT DISTINCT r.target_id AS "wardId", a.full_name AS "fullName", a.unit, a.phone
    FROM grant_reach r JOIN access_grant g ON g.id = r.grant_id JOIN account a ON a.id = r.account_id
    WHERE r.permission = 'list.upload' AND g.role = 'ward-official'
      AND r.target_id = ANY(${sql.param([...wardIds])}::uuid[])
      AND r.valid_from <= ${now.toISOString()}::timestamptz
      AND (r.valid_to IS NULL OR r.valid_to > ${now.toISOString()}::timestamptz) AND a.disabled_at IS NULL
    ORDER BY 2, 4`)
  return rows
}
