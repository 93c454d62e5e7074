import { sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import {
  comparisonWords,
  compareTotals,
  groupUploaded,
  punctualityWords,
  submissionWords,
  type DeclarationBasis,
  type UploadedCell,
} from '#domain/declaration.ts'
import { fillWords, type Language, type Words } from '#domain/problem.ts'
import { transact, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { selectTargetGroups, type CampaignRow } from '#features/campaigns/queries.ts'
import { packTable, type TableFormat, type TableRow } from '#http/table-file.ts'
import type { Deps } from '#http/types.ts'
import { codeLabel } from './declaration-queries.ts'
import { loadReminders } from './load-reminders.ts'
import { readWards, type OverviewAsked, type OverviewWard } from './load-overview.ts'

const titles: Record<'summary' | 'asOf' | 'reminders', Words> = {
  summary: {
    vi: 'TỔNG HỢP ĐỐI TƯỢNG TIÊM CHỦNG – {campaign}',
    en: 'SUMMARY OF PEOPLE TO BE VACCINATED – {campaign}',
    lo: 'ສັງລວມກຸ່ມເປົ້າໝາຍສັກວັກຊີນ – {campaign}',
  },
  asOf: { vi: '{authority}, đến {at}', en: '{authority}, as of {at}', lo: '{authority}, ເຖິງ {at}' },
  reminders: {
    vi: 'DANH SÁCH NHẮC NỘP – {campaign}',
    en: 'REMINDER LIST – {campaign}',
    lo: 'ລາຍຊື່ເຕືອນສົ່ງ – {campaign}',
  },
}
const columns = {
  ward: { vi: 'Phường, xã', en: 'Ward', lo: 'ບ້ານ' },
  group: { vi: 'Nhóm', en: 'Group', lo: 'ກຸ່ມ' },
  declared: { vi: 'Số đã báo', en: 'Declared', lo: 'ທີ່ແຈ້ງ' },
  uploaded: { vi: 'Số có tên', en: 'Uploaded', lo: 'ທີ່ມີຊື່' },
  difference: { vi: 'Chênh lệch', en: 'Difference', lo: 'ສ່ວນຕ່າງ' },
  state: { vi: 'Tình trạng', en: 'State', lo: 'ສະຖານະ' },
  owed: { vi: 'Còn nợ', en: 'Owes', lo: 'ຍັງຄ້າງ' },
  contact: { vi: 'Cán bộ phường', en: 'Official', lo: 'ພະນັກງານ' },
  phone: { vi: 'Số điện thoại', en: 'Phone', lo: 'ເບີໂທ' },
} satisfies Record<string, Words>
const otherGroup: Words = { vi: 'Ngoài các nhóm trên', en: 'In none of these groups', lo: 'ນອກກຸ່ມເຫຼົ່ານີ້' }
const allGroups: Words = { vi: 'Cộng', en: 'All', lo: 'ລວມ' }
const city: Words = { vi: 'TOÀN ĐỊA BÀN', en: 'WHOLE AREA', lo: 'ທັງໝົດ' }

export type ExportAsked = OverviewAsked & { format: TableFormat }

/** The summary for the health department: ward × group, declared against uploaded. Written down like any reading. */
export async function exportSummary(
  deps: Deps,
  actor: Actor,
  { format, ...asked }: ExportAsked,
  language: Language,
): Promise<Buffer> {
  const { campaign, wards, lines } = await readWards(deps, actor, asked.campaignId, async (tx, about) => ({
    ...about,
    lines: await summaryLines(tx, asked, about, language),
  }))
  await audit(deps, actor, 'exportSummary', asked, wards.length)
  const heads = (['ward', 'group', 'declared', 'uploaded', 'difference', 'state'] as const).map(
    (key) => columns[key][language],
  )
  return packTable(format, 'Tong hop', [
    ...headLines(deps, 'summary', campaign.name, language),
    heads,
    ...lines,
  ])
}

/** The same list as the page shows, one line for each official. */
export async function exportReminders(
  deps: Deps,
  actor: Actor,
  { format, ...asked }: ExportAsked & { submission?: 'totals' | 'names' | 'staff' | undefined },
  language: Language,
): Promise<Buffer> {
  const { name } = await readWards(deps, actor, asked.campaignId, async (_tx, about) => about.campaign)
  const items = await loadReminders(deps, actor, asked, language)
  await audit(deps, actor, 'exportReminders', asked, items.length)
  const heads = (['ward', 'owed', 'state', 'contact', 'phone'] as const).map((key) => columns[key][language])
  const lines = items.flatMap(({ wardName, owed, overdue, contacts }): TableRow[] => {
    const what = owed.map((one) => submissionWords[one][language]).join(', ')
    const state = punctualityWords[overdue ? 'missing' : 'waiting'][language]
    const people = contacts.length === 0 ? [{ fullName: '', phone: '' }] : contacts
    return people.map(({ fullName, phone }) => [wardName, what, state, fullName, phone])
  })
  return packTable(format, 'Nhac nop', [...headLines(deps, 'reminders', name, language), heads, ...lines])
}

function headLines(
  deps: Deps,
  title: 'summary' | 'reminders',
  campaign: string,
  language: Language,
): TableRow[] {
  const { timeZone, name } = deps.authority
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  const day = localDateAt(deps.clock(), timeZone).split('-').toReversed().join('/')
  const at = `${time.format(deps.clock())} ${day}`
  return [
    [fillWords(titles[title], language, { campaign })],
    [fillWords(titles.asOf, language, { authority: name, at })],
  ]
}

function audit(deps: Deps, actor: Actor, action: string, asked: OverviewAsked, wards: number): Promise<void> {
  const { campaignId, listKind } = asked
  return transact(deps.db, (tx) =>
    appendAudit(tx, actor, deps.clock(), {
      action,
      subjectKind: 'campaign',
      subjectId: campaignId,
      detail: { listKind, wards },
    }),
  )
}

type Stated = { wardId: string; basis: DeclarationBasis; numbers: Record<string, number> }

async function summaryLines(
  tx: Tx,
  asked: OverviewAsked,
  { campaign, wards }: { campaign: CampaignRow; wards: readonly OverviewWard[] },
  language: Language,
): Promise<TableRow[]> {
  const ids = sql`${sql.param(wards.map(({ id }) => id))}::uuid[]`
  const { rows: declared } = await tx.execute<Stated>(sql`
    SELECT DISTINCT ON (ward_id) ward_id AS "wardId", basis, numbers FROM declaration
    WHERE campaign_id = ${asked.campaignId} AND list_kind = ${asked.listKind} AND ward_id = ANY(${ids})
    ORDER BY ward_id, received_at DESC, id DESC`)
  // The age is that of the first day of the campaign, so that a group does not change from one export to the next.
  const { rows: uploaded } = await tx.execute<UploadedCell & { wardId: string }>(sql`
    WITH listed AS (
      SELECT DISTINCT ON (l.ward_id, r.person_id) l.ward_id, r.person_id, r.priority_code
      FROM list l JOIN registration r ON r.list_id = l.id AND r.state <> 'withdrawn'
      WHERE l.campaign_id = ${asked.campaignId} AND l.kind = ${asked.listKind} AND l.ward_id = ANY(${ids})
      ORDER BY l.ward_id, r.person_id, r.created_at DESC, r.id)
    SELECT listed.ward_id AS "wardId", listed.priority_code AS code, count(*)::integer AS persons,
           extract(year FROM age(${campaign.fromOn}::date, p.born_on))::integer AS age
    FROM listed JOIN person p ON p.id = listed.person_id GROUP BY 1, 2, 4`)
  const groups = await selectTargetGroups(tx, campaign.id)
  const statedBy = new Map(declared.map((row) => [row.wardId, row]))
  const cellsOf = Map.groupBy(uploaded, ({ wardId }) => wardId)
  const line = (names: [string, string], said: number | null, came: number): TableRow => {
    const { state, difference } = compareTotals(said, came)
    return [...names, said, came, difference, comparisonWords[state][language]]
  }
  const sumOf = (numbers: Record<string, number>) =>
    Object.values(numbers).reduce((sum, each) => sum + each, 0)
  let citySaid: number | null = null
  let cityCame = 0
  const lines = wards.flatMap(({ id, name }): TableRow[] => {
    const stated = statedBy.get(id)
    const basis = stated?.basis ?? 'code'
    const said = stated?.numbers ?? null
    const used = groups.filter((group) => said !== null && group.id in said)
    const came = groupUploaded(cellsOf.get(id) ?? [], basis, used)
    const keys = [...new Set([...Object.keys(said ?? {}), ...Object.keys(came)])]
    const label = (key: string) =>
      key === ''
        ? otherGroup[language]
        : basis === 'code'
          ? codeLabel(key, language)
          : (groups.find((group) => group.id === key)?.name ?? key)
    if (said !== null) citySaid = (citySaid ?? 0) + sumOf(said)
    cityCame += sumOf(came)
    // A key that was not declared, where others were, was declared as nobody.
    const parts = keys
      .toSorted((a, b) => (basis === 'code' ? Number(a) - Number(b) : 0))
      .map((key) => line([name, label(key)], said === null ? null : (said[key] ?? 0), came[key] ?? 0))
    const whole = line([name, allGroups[language]], said === null ? null : sumOf(said), sumOf(came))
    return [...parts, whole]
  })
  return [...lines, line([city[language], allGroups[language]], citySaid, cityCame)]
}
