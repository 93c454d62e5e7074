/** Totals first, names later (CV 6616 of 17/10/2021): what a ward says it will send, and what then came. */
import { fillWords, type Language, type Words } from './problem.ts'
import type { Punctuality } from './upload.ts'

/** What a ward sends for a campaign, each by its own deadline. */
export const submissions = ['totals', 'names', 'staff'] as const
export type Submission = (typeof submissions)[number]

export const declarationBases = ['code', 'target-group'] as const
export type DeclarationBasis = (typeof declarationBases)[number]

/** Ages from `ageFrom` to before `ageTo`; `codes` null = all sixteen. */
export type TotalGroup = {
  id: string
  name: string
  ageFrom: number
  ageTo: number | null
  codes: readonly number[] | null
}

export const totalOf = (numbers: Readonly<Record<string, number>>): number =>
  Object.values(numbers).reduce((sum, persons) => sum + persons, 0)

/** A person in two groups would be counted twice in the total. */
export function findOverlap(groups: readonly TotalGroup[]): readonly [TotalGroup, TotalGroup] | null {
  for (const [at, one] of groups.entries()) {
    const other = groups.slice(at + 1).find((each) => overlaps(one, each))
    if (other !== undefined) return [one, other]
  }
  return null
}

function overlaps(one: TotalGroup, other: TotalGroup): boolean {
  const ages =
    one.ageFrom < (other.ageTo ?? Number.POSITIVE_INFINITY) &&
    other.ageFrom < (one.ageTo ?? Number.POSITIVE_INFINITY)
  const codes =
    one.codes === null || other.codes === null || one.codes.some((code) => other.codes!.includes(code))
  return ages && codes
}

/** People of one age and priority code, as they were uploaded. */
export type UploadedCell = { age: number; code: number; persons: number }

/** How many of the uploaded belong to each key that the declaration may have, and the rest under `''`. */
export function groupUploaded(
  cells: readonly UploadedCell[],
  basis: DeclarationBasis,
  groups: readonly TotalGroup[],
): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { age, code, persons } of cells) {
    const key = basis === 'code' ? String(code) : (groups.find((group) => holds(group, age, code))?.id ?? '')
    sums[key] = (sums[key] ?? 0) + persons
  }
  return sums
}

const holds = (group: TotalGroup, age: number, code: number): boolean =>
  age >= group.ageFrom &&
  (group.ageTo === null || age < group.ageTo) &&
  (group.codes === null || group.codes.includes(code))

/** Declared against uploaded; `difference` is uploaded − declared, null while one of them is not there. */
export type Comparison = {
  state: 'not-declared' | 'not-uploaded' | 'equal' | 'fewer' | 'more'
  difference: number | null
}

export function compareTotals(declared: number | null, uploaded: number): Comparison {
  if (declared === null) return { state: 'not-declared', difference: null }
  if (uploaded === 0 && declared > 0) return { state: 'not-uploaded', difference: null }
  const difference = uploaded - declared
  return { state: difference === 0 ? 'equal' : difference < 0 ? 'fewer' : 'more', difference }
}

/** What is still owed: overdue first is what a reminder asks for. */
export const isOwed = (inTime: Punctuality): boolean => inTime === 'waiting' || inTime === 'missing'

const MINUTE_MS = 60_000

export type TimeLeft = { overdue: boolean; days: number; hours: number; minutes: number }

/** Whole minutes to the deadline, or since; the last minute before it still counts as one. */
export function timeLeft(dueAt: Date, now: Date): TimeLeft {
  const ms = dueAt.getTime() - now.getTime()
  const overdue = ms < 0
  const all = overdue ? Math.floor(-ms / MINUTE_MS) : Math.ceil(ms / MINUTE_MS)
  return {
    overdue,
    days: Math.floor(all / 1440),
    hours: Math.floor((all % 1440) / 60),
    minutes: all % 60,
  }
}

export const submissionWords: Record<Submission, Words> = {
  totals: { vi: 'Số liệu tổng', en: 'Totals', lo: 'ຕົວເລກລວມ' },
  names: { vi: 'Danh sách tên', en: 'Names', lo: 'ລາຍຊື່ຄົນ' },
  staff: { vi: 'Danh sách cán bộ', en: 'Staff list', lo: 'ລາຍຊື່ພະນັກງານ' },
}

export const comparisonWords: Record<Comparison['state'], Words> = {
  'not-declared': { vi: 'Chưa báo số', en: 'Not declared', lo: 'ຍັງບໍ່ແຈ້ງ' },
  'not-uploaded': { vi: 'Chưa gửi tên', en: 'No names yet', lo: 'ຍັງບໍ່ສົ່ງຊື່' },
  equal: { vi: 'Khớp', en: 'Equal', lo: 'ກົງກັນ' },
  fewer: { vi: 'Thiếu so với số báo', en: 'Fewer than declared', lo: 'ໜ້ອຍກວ່າທີ່ແຈ້ງ' },
  more: { vi: 'Nhiều hơn số báo', en: 'More than declared', lo: 'ຫຼາຍກວ່າທີ່ແຈ້ງ' },
}

export const punctualityWords: Record<Punctuality, Words> = {
  'no-deadline': { vi: 'Không có hạn', en: 'No deadline', lo: 'ບໍ່ມີກຳນົດ' },
  waiting: { vi: 'Chưa gửi, còn hạn', en: 'Not sent, still in time', lo: 'ຍັງບໍ່ສົ່ງ, ຍັງທັນ' },
  missing: { vi: 'Quá hạn, chưa gửi', en: 'Overdue, not sent', lo: 'ເກີນກຳນົດ, ຍັງບໍ່ສົ່ງ' },
  'on-time': { vi: 'Đúng hạn', en: 'On time', lo: 'ທັນກຳນົດ' },
  late: { vi: 'Gửi muộn', en: 'Late', lo: 'ສົ່ງຊ້າ' },
}

const reminder: Words = {
  vi: '{ward}: còn nợ {owed}. Liên hệ: {contacts}.',
  en: '{ward}: still owes {owed}. Contact: {contacts}.',
  lo: '{ward}: ຍັງຄ້າງ {owed}. ຕິດຕໍ່: {contacts}.',
}
const nobody: Words = { vi: 'chưa có ai', en: 'nobody yet', lo: 'ຍັງບໍ່ມີໃຜ' }

/** One line to copy: a ward, what it owes, and whom to call. Officials only, never anyone who is on a list. */
export function wordReminder(
  { ward, owed, contacts }: { ward: string; owed: readonly Submission[]; contacts: readonly string[] },
  language: Language,
): string {
  return fillWords(reminder, language, {
    ward,
    owed: owed.map((one) => submissionWords[one][language].toLowerCase()).join(', '),
    contacts: contacts.length === 0 ? nobody[language] : contacts.join('; '),
  })
}
