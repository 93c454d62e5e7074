import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { fillWords, type Language, type Words } from '#domain/problem.ts'
import { stepWords } from '#domain/vaccination/steps.ts'
import { wardStateWords } from '#domain/ward-state.ts'
import { packTable, type TableFormat, type TableRow } from '#http/table-file.ts'
import type { Deps } from '#http/types.ts'
import type { progressQuery } from './contract.ts'
import { loadProgress } from './load-progress.ts'

type Progress = Awaited<ReturnType<typeof loadProgress>>
type Figures = Progress['total']
type Row = Progress['items'][number]

const titles: Record<'title' | 'asOf' | 'residence' | 'injection' | 'group', Words> = {
  title: { vi: 'TIẾN ĐỘ TIÊM CHỦNG – {step}', en: 'VACCINATION PROGRESS – {step}', lo: 'ຄວາມຄືບໜ້າ – {step}' },
  asOf: {
    vi: '{authority}, số liệu đến {on}',
    en: '{authority}, as of {on}',
    lo: '{authority}, ເຖິງ {on}',
  },
  residence: { vi: 'Tính theo nơi ở', en: 'Counted by residence', lo: 'ນັບຕາມທີ່ຢູ່ອາໄສ' },
  injection: { vi: 'Tính theo nơi tiêm', en: 'Counted by place of injection', lo: 'ນັບຕາມບ່ອນສັກ' },
  group: { vi: 'nhóm đối tượng: {group}', en: 'target group: {group}', lo: 'ກຸ່ມເປົ້າໝາຍ: {group}' },
}
const everyone: Words = { vi: 'tất cả', en: 'everyone', lo: 'ທັງໝົດ' }
const whole: Words = { vi: 'TOÀN ĐỊA BÀN', en: 'WHOLE AREA', lo: 'ທັງໝົດ' }

type Column = {
  head: Words
  value: (figures: Figures, row: Row | null, language: Language) => string | number | null
}

const day = (on: string | undefined | null) => (on == null ? null : on.split('-').toReversed().join('/'))
/** Cut, not rounded: 94.99 is not 95. */
const percent = (share: number | null) => (share === null ? null : Math.floor(share * 10) / 10)

/** Each figure of the board in a column of its own, as numbers, so that a spreadsheet can go on with them. */
const columns: readonly Column[] = [
  { head: { vi: 'Mã', en: 'Code', lo: 'ລະຫັດ' }, value: (_all, row) => row?.place.code ?? null },
  {
    head: { vi: 'Phường, xã', en: 'Ward', lo: 'ບ້ານ' },
    value: (_all, row, language) => row?.place.name ?? whole[language],
  },
  {
    head: { vi: 'Tình trạng', en: 'State', lo: 'ສະຖານະ' },
    value: (_all, row, language) =>
      row?.standing == null ? null : wardStateWords[row.standing.state][language],
  },
  { head: { vi: 'Đã tiêm', en: 'Done', lo: 'ສັກແລ້ວ' }, value: ({ done }) => done },
  { head: { vi: 'Chỉ tiêu', en: 'Target', lo: 'ເປົ້າໝາຍ' }, value: ({ target }) => target?.persons ?? null },
  {
    head: { vi: 'Nguồn chỉ tiêu', en: 'Source of target', lo: 'ແຫຼ່ງເປົ້າໝາຍ' },
    value: ({ target }, _row, language) =>
      target === null ? null : sources[target.source ?? 'mixed'][language],
  },
  {
    head: { vi: 'Ngày chỉ tiêu', en: 'Target of', lo: 'ວັນທີເປົ້າໝາຍ' },
    value: ({ target }) => day(target?.asOfOn),
  },
  { head: { vi: 'Đạt %', en: 'Reached %', lo: 'ບັນລຸ %' }, value: (all) => percent(all.percent) },
  { head: { vi: 'Còn cần', en: 'Still needed', lo: 'ຍັງຕ້ອງການ' }, value: ({ remaining }) => remaining },
  { head: { vi: 'Cần/ngày', en: 'Needed a day', lo: 'ຕ້ອງການ/ມື້' }, value: ({ neededPerDay }) => neededPerDay },
  { head: { vi: 'Hôm nay', en: 'Today', lo: 'ມື້ນີ້' }, value: ({ doneToday }) => doneToday },
  {
    head: { vi: 'Nhịp/ngày', en: 'Pace a day', lo: 'ຈັງຫວະ/ມື້' },
    value: ({ stepPace }) => stepPace?.perDay ?? null,
  },
  {
    head: { vi: 'Nhịp thấp', en: 'Pace, low', lo: 'ຈັງຫວະຕ່ຳ' },
    value: ({ stepPace }) => stepPace?.low ?? null,
  },
  {
    head: { vi: 'Nhịp cao', en: 'Pace, high', lo: 'ຈັງຫວະສູງ' },
    value: ({ stepPace }) => stepPace?.high ?? null,
  },
  {
    head: { vi: 'Dự kiến xong', en: 'Finish', lo: 'ຄາດວ່າສຳເລັດ' },
    value: ({ finish }) => day(finish?.likelyOn),
  },
  { head: { vi: 'Sớm nhất', en: 'Earliest', lo: 'ໄວສຸດ' }, value: ({ finish }) => day(finish?.earliestOn) },
  { head: { vi: 'Muộn nhất', en: 'Latest', lo: 'ຊ້າສຸດ' }, value: ({ finish }) => day(finish?.latestOn) },
  {
    head: { vi: 'Liều chưa mở', en: 'Unopened doses', lo: 'ໂດສຍັງບໍ່ເປີດ' },
    value: ({ closedDoses }) => closedDoses,
  },
  { head: { vi: 'Đang đến', en: 'On the way', lo: 'ກຳລັງມາ' }, value: ({ inTransitDoses }) => inTransitDoses },
  {
    head: { vi: 'Đủ dùng (ngày)', en: 'Days of stock', lo: 'ມື້ຂອງສາງ' },
    value: ({ daysOfStock }) => daysOfStock,
  },
  {
    head: { vi: 'Đã tiêm tại đây', en: 'Injected here', lo: 'ສັກຢູ່ນີ້' },
    value: ({ supply }) => supply.injected,
  },
  {
    head: { vi: 'Được cấp', en: 'Supplied', lo: 'ໄດ້ຮັບ' },
    value: ({ supply }) => supply.received - supply.sent,
  },
  {
    head: { vi: 'Tiêm / cấp %', en: 'Injected ÷ supplied %', lo: 'ສັກ / ໄດ້ຮັບ %' },
    value: ({ supply }) => percent(supply.ratio === null ? null : supply.ratio * 100),
  },
  {
    head: { vi: 'Nhập trễ quá 1 ngày %', en: 'Entered over a day later %', lo: 'ປ້ອນຊ້າເກີນ 1 ມື້ %' },
    value: ({ entryLag }) => percent(entryLag.overOneDay === null ? null : entryLag.overOneDay * 100),
  },
  {
    head: { vi: 'Tiêm chưa nhập', en: 'Given, not entered', lo: 'ສັກແລ້ວຍັງບໍ່ປ້ອນ' },
    value: ({ notEntered }) => notEntered,
  },
]

const sources: Record<'assigned' | 'list' | 'population' | 'mixed', Words> = {
  assigned: { vi: 'chỉ tiêu giao', en: 'assigned', lo: 'ມອບໝາຍ' },
  list: { vi: 'danh sách', en: 'lists', lo: 'ລາຍຊື່' },
  population: { vi: 'dân số', en: 'population', lo: 'ປະຊາກອນ' },
  mixed: { vi: 'nhiều nguồn', en: 'several', lo: 'ຫຼາຍແຫຼ່ງ' },
}

/** The board's table as a file. @throws Problem those of `loadProgress`. */
export async function exportProgress(
  deps: Deps,
  actor: Actor,
  query: z.output<typeof progressQuery>,
  { format, language }: { format: TableFormat; language: Language },
): Promise<{ content: Buffer; on: string }> {
  const { items, total, on, step, by, groupName } = await loadProgress(deps, actor, query)
  const group = fillWords(titles.group, language, { group: groupName ?? everyone[language] })
  const lineOf = (figures: Figures, row: Row | null): TableRow =>
    columns.map(({ value }) => value(figures, row, language))
  const content = packTable(format, 'Tien do', [
    [fillWords(titles.title, language, { step: stepWords(step)[language] })],
    [fillWords(titles.asOf, language, { authority: deps.authority.name, on: day(on)! })],
    [`${titles[by][language]}; ${group}`],
    columns.map(({ head }) => head[language]),
    ...items.map((row) => lineOf(row, row)),
    lineOf(total, null),
  ])
  return { content, on }
}
