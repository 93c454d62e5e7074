import type { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { z } from 'zod'
import { reaches, type Actor, type Scope } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { formatFormDay, formatFormInstant } from '#domain/form-days.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type ScopeSetting, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { exportQuota, requireQuota } from '#features/accounts/hourly-quota.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { selectDayDoses } from './day-doses.ts'
import { loadFormPeople } from './load-form-people.ts'
import { formHead, formRow, writeForm } from './national-form.ts'
import { filterOn, peopleConditions } from './person-filter.ts'
import { scopeWithin } from './seek-people.ts'

/** As many as a list may have that is read in. */
const ROWS_MAX = 50_000
/** Read, opened and written together; between two batches the loop is free for others. */
const BATCH_ROWS = 1000

type Format = (typeof contract.exportFormats)[number]
type Purpose = (typeof contract.exportPurposes)[number]

export type Export = { rows: number; leftOut: number; content: Readable }
/** One row of the file: somebody, and the dose that it is about; null is whichever came last. */
type Wanted = { personId: string; doseId: string | null }

/**
 * A day's doses in the national form, so that nothing is typed twice. Whom the caller may not see is left out, and the
 * file says how many.
 *
 * @throws Problem `not-found`, `export.quota`, `export.too-many`.
 */
export async function exportDoses(
  deps: Deps,
  actor: Actor,
  query: z.infer<typeof contract.exportDosesQuery>,
): Promise<Export> {
  const { givenOn, wardId, siteId, format, purpose } = query
  requireReach(actor, 'person.export', { wardId: wardId ?? null, siteId: siteId ?? null })
  const scope = { ...scopeOf(actor, 'person.export'), accountId: actor.accountId }
  const { wanted, leftOut } = await inScope(deps.db, scope, async (tx) => {
    await requireQuota(tx, actor, deps.clock(), exportQuota)
    const doses = await selectDayDoses(tx, { givenOn, wardId, siteId })
    const seen = doses.flatMap(({ doseId, personId }) => (personId === null ? [] : [{ doseId, personId }]))
    const about = { rows: seen.length, leftOut: doses.length - seen.length }
    await writeDown(tx, deps, actor, {
      action: 'exportDoses',
      placeId: wardId ?? null,
      detail: { givenOn, siteId: siteId ?? null, format, purpose, ...about },
    })
    return { wanted: seen, leftOut: about.leftOut }
  })
  const title = `Các mũi tiêm ngày ${formatFormDay(givenOn)}`
  return open(deps, actor, scope, { wanted, leftOut, title, format, purpose })
}

/**
 * People of a ward in the national form, each with the doses that count.
 *
 * @throws Problem `not-found`, `export.quota`, `export.too-many`.
 */
export async function exportPeople(
  deps: Deps,
  actor: Actor,
  query: z.infer<typeof contract.exportPeopleQuery>,
): Promise<Export> {
  const { format, purpose, ...plain } = query
  const { wardId } = plain
  requireReach(actor, 'person.export', { wardId })
  const scope = { ...scopeWithin(actor, 'person.export', wardId).scope, accountId: actor.accountId }
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  const wanted = await inScope(deps.db, scope, async (tx) => {
    await requireQuota(tx, actor, deps.clock(), exportQuota)
    const stated = filterOn(plain, today)
    const { where, values } = peopleConditions(stated)
    const { rows } = await tx.$client.query<{ personId: string }>(
      `SELECT p.id AS "personId" FROM person p WHERE ${where} ORDER BY p.name_key, p.id LIMIT ${ROWS_MAX + 1}`,
      values,
    )
    await writeDown(tx, deps, actor, {
      action: 'exportPeople',
      placeId: wardId,
      detail: { format, purpose, rows: rows.length, filters: namesOf(stated) },
    })
    return rows.map(({ personId }): Wanted => ({ personId, doseId: null }))
  })
  return open(deps, actor, scope, { wanted, leftOut: 0, title: 'Danh sách người dân', format, purpose })
}

const namesOf = (filter: Record<string, unknown>) =>
  Object.keys(filter).filter((name) => filter[name] !== undefined)

type Reading = { action: string; placeId: string | null; detail: Record<string, unknown> & { rows: number } }

/** Committed before the first byte leaves: a reading that breaks off in the middle has been a reading. */
async function writeDown(tx: Tx, deps: Deps, actor: Actor, { detail, ...reading }: Reading): Promise<void> {
  if (detail.rows > ROWS_MAX) throw new Problem('export.too-many', { limit: ROWS_MAX })
  const { accountId } = actor
  await appendAudit(tx, actor, deps.clock(), {
    ...reading,
    subjectKind: 'export',
    subjectId: null,
    detail: { ...detail, accountId },
  })
}

type Ordered = {
  wanted: readonly Wanted[]
  leftOut: number
  title: string
  format: Format
  purpose: Purpose
}

function open(deps: Deps, actor: Actor, scope: ScopeSetting, ordered: Ordered): Export {
  const { wanted, leftOut, format } = ordered
  const content = writeForm(format, readBatches(deps, actor, scope, ordered))
  return { rows: wanted.length, leftOut, content }
}

/** Each batch in a transaction of its own: a slow download holds no connection. */
async function* readBatches(
  deps: Deps,
  actor: Actor,
  scope: ScopeSetting,
  ordered: Ordered,
): AsyncGenerator<string[][]> {
  yield formHead(notesOf(deps, actor, ordered))
  const on = localDateAt(deps.clock(), deps.authority.timeZone)
  const numbers: Scope = scopeOf(actor, 'list.read')
  const seesNumbers = (wardId: string) => reaches(numbers, { wardId })
  let number = 0
  for (let at = 0; at < ordered.wanted.length; at += BATCH_ROWS) {
    const batch = ordered.wanted.slice(at, at + BATCH_ROWS)
    const ids = [...new Set(batch.map(({ personId }) => personId))]
    const people = await inScope(
      deps.db,
      scope,
      (tx) => loadFormPeople(tx, deps.sealer, ids, { on, seesNumbers }),
      { readOnly: true },
    )
    yield batch.flatMap(({ personId, doseId }) => {
      const person = people.get(personId)
      if (person === undefined) return [] // moved out of sight since
      const dose = person.doses.findLast(({ id }) => doseId === null || id === doseId) ?? null
      number += 1
      return [formRow(number, person, dose)]
    })
    await nextTurn()
  }
}

const purposeWords: Record<Purpose, string> = {
  'national-platform': 'nhập lên hệ thống quốc gia',
  'health-department': 'báo cáo Sở Y tế',
  'own-check': 'đối chiếu',
  visit: 'vận động tại nhà',
}

/** Whoever finds the file on a table knows whose it is (C48). */
function notesOf({ authority, clock }: Deps, actor: Actor, ordered: Ordered): string[] {
  const now = clock()
  const [day, time] = formatFormInstant(now, authority.timeZone).split(' ')
  const { title, purpose, wanted, leftOut } = ordered
  return [
    `${authority.name} – ${title}`,
    `Xuất lúc ${time} ngày ${day} bởi ${actor.fullName}, để ${purposeWords[purpose]}; ${wanted.length} dòng`,
    leftOut === 0
      ? ''
      : `Không có trong tệp: ${leftOut} mũi của người ở phường, xã khác; nơi họ ở xuất các mũi đó`,
    'Có thông tin cá nhân: chỉ dùng cho mục đích trên và xóa khi đã dùng xong',
  ]
}
