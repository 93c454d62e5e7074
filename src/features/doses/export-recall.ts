import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { formatBirth, formatFormDay } from '#domain/form-days.ts'
import { fillWords, Problem, type Language, type Words } from '#domain/problem.ts'
import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { exportQuota, requireQuota } from '#features/accounts/hourly-quota.ts'
import { getLot } from '#features/stock/read-lots.ts'
import { scopeOf } from '#http/access.ts'
import { packTable, type TableFormat, type TableRow } from '#http/table-file.ts'
import type { Deps } from '#http/types.ts'
import { toRecipient } from './read-recall.ts'
import { selectRecipients } from './recall-queries.ts'

const ROWS_MAX = 50_000

const title: Words = {
  vi: 'NGƯỜI ĐÃ TIÊM LÔ {lot} ({product}) – {authority}',
  en: 'PEOPLE WHO RECEIVED LOT {lot} ({product}) – {authority}',
  lo: 'ຜູ້ທີ່ໄດ້ສັກລັອດ {lot} ({product}) – {authority}',
}
const made: Words = {
  vi: 'Xuất ngày {day} bởi {by}. Có thông tin cá nhân: chỉ dùng để liên hệ, dùng xong thì xóa.',
  en: 'Exported on {day} by {by}. Personal data: only to reach these people; delete it afterwards.',
  lo: 'ສົ່ງອອກວັນທີ {day} ໂດຍ {by}. ມີຂໍ້ມູນສ່ວນຕົວ: ໃຊ້ຕິດຕໍ່ເທົ່ານັ້ນ ແລ້ວລຶບ.',
}
const heads: readonly Words[] = [
  { vi: 'TT', en: 'No.', lo: 'ລ/ດ' },
  { vi: 'Họ và tên', en: 'Name', lo: 'ຊື່ ແລະ ນາມສະກຸນ' },
  { vi: 'Sinh', en: 'Born', lo: 'ເກີດ' },
  { vi: 'Phường, xã', en: 'Ward', lo: 'ບ້ານ' },
  { vi: 'Tổ', en: 'Group', lo: 'ໜ່ວຍ' },
  { vi: 'Địa chỉ', en: 'Address', lo: 'ທີ່ຢູ່' },
  { vi: 'Điện thoại', en: 'Phone', lo: 'ໂທລະສັບ' },
  { vi: 'Mũi', en: 'Dose', lo: 'ເຂັມ' },
  { vi: 'Ngày tiêm', en: 'Given on', lo: 'ວັນສັກ' },
  { vi: 'Nơi tiêm', en: 'Place', lo: 'ບ່ອນສັກ' },
  { vi: 'Tiêm sau ngày thu hồi', en: 'Given after the recall', lo: 'ສັກຫຼັງການເອີ້ນຄືນ' },
  { vi: 'Đã liên hệ ngày', en: 'Reached on', lo: 'ຕິດຕໍ່ວັນທີ' },
  { vi: 'Tình trạng, việc cần làm', en: 'State, what to do', lo: 'ສະພາບ, ສິ່ງທີ່ຕ້ອງເຮັດ' },
]
const yes: Words = { vi: 'có', en: 'yes', lo: 'ແມ່ນ' }

/**
 * Everyone who received the lot and whom the caller may see, as a work list with columns to fill in by hand.
 *
 * @throws Problem `not-found`, `export.quota`, `export.too-many`.
 */
export async function exportLotRecipients(
  deps: Deps,
  actor: Actor,
  lotId: string,
  format: TableFormat,
  language: Language,
): Promise<Buffer> {
  const { lot, events } = await getLot(deps, actor, lotId)
  const recalledOn = events.find(({ kind }) => kind === 'recall')?.decidedOn ?? null
  const scope = { ...scopeOf(actor, 'person.export'), accountId: actor.accountId }
  const now = deps.clock()
  const rows = await inScope(deps.db, scope, async (tx) => {
    await requireQuota(tx, actor, now, exportQuota)
    const found = await selectRecipients(tx.$client, lotId, { after: null, limit: ROWS_MAX + 1 })
    if (found.length > ROWS_MAX) throw new Problem('export.too-many', { limit: ROWS_MAX })
    await appendAudit(tx, actor, now, {
      action: 'exportLotRecipients',
      subjectKind: 'lot',
      subjectId: lotId,
      detail: { format, rows: found.length },
    })
    return found
  })
  const day = formatFormDay(localDateAt(now, deps.authority.timeZone))
  const about = { lot: lot.code, product: lot.productName, authority: deps.authority.name }
  const table: TableRow[] = [
    [fillWords(title, language, about)],
    [fillWords(made, language, { day, by: actor.fullName })],
    heads.map((head) => head[language]),
    ...rows.map((row, index): TableRow => {
      const { fullName, wardName, groupName, address, phone, step, givenOn, siteName, afterRecall } =
        toRecipient(actor, row, recalledOn)
      const stepName = step !== null && isStepCode(step) ? stepWords(step)[language] : ''
      const who = [fullName, formatBirth(row), wardName, groupName, address, phone]
      const what = [stepName, formatFormDay(givenOn), siteName, afterRecall ? yes[language] : '']
      return [index + 1, ...who, ...what, '', '']
    }),
  ]
  return packTable(format, lot.code.replace(/[[\]*?/\\:]/g, ' '), table)
}
