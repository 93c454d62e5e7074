import {
  comparisonWords,
  punctualityWords,
  submissionWords,
  timeLeft,
  type Comparison,
  type Submission,
} from '#domain/declaration.ts'
import type { Punctuality } from '#domain/upload.ts'
import type { Tone } from './ui/page.tsx'
import { catalogue, language } from './words.ts'

/** What wards send by a deadline, in words and tones: the same at the ward and at the centre. */
export const submissionName = (of: Submission): string => submissionWords[of][language.value]
export const punctualityName = (of: Punctuality): string => punctualityWords[of][language.value]
export const comparisonName = (of: Comparison['state']): string => comparisonWords[of][language.value]

export const punctualityTones: Record<Punctuality, Tone> = {
  'no-deadline': 'still',
  waiting: 'info',
  missing: 'bad',
  'on-time': 'good',
  late: 'warn',
}

export const comparisonTones: Record<Comparison['state'], Tone> = {
  'not-declared': 'still',
  'not-uploaded': 'still',
  equal: 'good',
  fewer: 'warn',
  more: 'info',
}

export const listKinds = ['ward', 'enterprise', 'school', 'history', 'household'] as const
export type ListKind = (typeof listKinds)[number]

export const kindName = catalogue({
  ward: { vi: 'Người dân của phường', en: 'Residents of the ward', lo: 'ປະຊາຊົນໃນບ້ານ' },
  enterprise: { vi: 'Doanh nghiệp', en: 'Enterprise', lo: 'ວິສາຫະກິດ' },
  school: { vi: 'Trường học', en: 'School', lo: 'ໂຮງຮຽນ' },
  history: { vi: 'Mũi đã tiêm trước đây', en: 'Earlier doses', lo: 'ເຂັມທີ່ສັກມາກ່ອນ' },
  household: { vi: 'Hộ gia đình', en: 'Households', lo: 'ຄົວເຮືອນ' },
})

const t = catalogue({
  days: { vi: '{days} ngày {hours} giờ', en: '{days} d {hours} h', lo: '{days} ມື້ {hours} ຊົ່ວໂມງ' },
  hours: {
    vi: '{hours} giờ {minutes} phút',
    en: '{hours} h {minutes} min',
    lo: '{hours} ຊົ່ວໂມງ {minutes} ນາທີ',
  },
  minutes: { vi: '{minutes} phút', en: '{minutes} min', lo: '{minutes} ນາທີ' },
  left: { vi: 'Còn {span}', en: '{span} left', lo: 'ຍັງເຫຼືອ {span}' },
  over: { vi: 'Quá hạn {span}', en: '{span} overdue', lo: 'ເກີນກຳນົດ {span}' },
})

/** `Còn 2 giờ 5 phút`, `Quá hạn 10 phút`. */
export function wordTimeLeft(dueAt: string, now: Date): string {
  const { overdue, days, hours, minutes } = timeLeft(new Date(dueAt), now)
  const key = days > 0 ? 'days' : hours > 0 ? 'hours' : 'minutes'
  return t(overdue ? 'over' : 'left', { span: t(key, { days, hours, minutes }) })
}
