import { inArray } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { rosterFields, rosterHeadings } from '#domain/roster-words.ts'
import { inScope } from '#db/db.ts'
import { accountNumber } from '#db/tables/accounts.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { exportQuota, requireQuota } from '#features/accounts/hourly-quota.ts'
import { scopeOf } from '#http/access.ts'
import { packTable, type TableFormat } from '#http/table-file.ts'
import type { Deps } from '#http/types.ts'
import { findRoster } from './roster-queries.ts'

const SHEET = 'Danh sach can bo'
const headingsIn = (language: Language) => rosterFields.map((field) => rosterHeadings[field][language])

/** An empty list with the columns of the order. */
export const emptyRoster = (format: TableFormat, language: Language): Buffer =>
  packTable(format, SHEET, [['STT', ...headingsIn(language)]])

/**
 * The list with the columns of the order, numbers in full: it leaves the house, so it is written down. Of an account whose
 * number no list has told yet, the last digits.
 *
 * @throws Problem `not-found`, `export.quota`
 */
export async function exportRoster(
  deps: Deps,
  actor: Actor,
  { id, format }: { id: string; format: TableFormat },
  language: Language,
): Promise<Buffer> {
  const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    await requireQuota(tx, actor, deps.clock(), exportQuota)
    const list = await findRoster(tx, id)
    if (list === null) throw new Problem('not-found')
    const ids = [...new Set(list.members.map(({ accountId }) => accountId))]
    const numbers = await tx.select().from(accountNumber).where(inArray(accountNumber.accountId, ids))
    const numberOf = new Map(
      numbers.map(({ accountId, value }) => [accountId, deps.sealer.open(value).toString('utf8')]),
    )
    await appendAudit(tx, actor, deps.clock(), {
      action: 'exportRoster',
      subjectKind: 'roster',
      subjectId: id,
      placeId: list.wardId,
      detail: { rows: list.members.length },
    })
    const rows = list.members.map(({ accountId, fullName, unit, phone, idNumberLast4, task, duty }, at) => [
      at + 1,
      fullName,
      unit,
      numberOf.get(accountId) ?? (idNumberLast4 === '' ? '' : `…${idNumberLast4}`),
      phone,
      task === '' ? duty : task,
    ])
    return packTable(format, SHEET, [['STT', ...headingsIn(language)], ...rows])
  })
}
