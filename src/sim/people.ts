import { addDays, dayFromNumber, dayNumber, type LocalDate } from '#domain/dates.ts'
import { noHousehold } from '#domain/upload-match.ts'
import { sealNumber, type StagedPerson } from '#features/registrants/staged-person.ts'
import type { Random } from './random.ts'
import type { Deps } from './stage.ts'

/** People who do not exist: names put together by chance, numbers that count upwards. */

const families = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Phan',
  'Võ',
  'Đặng',
  'Bùi',
  'Hồ',
  'Ngô',
  'Tôn Thất',
]
const middles = {
  male: ['Văn', 'Hữu', 'Đức', 'Quang', 'Minh', 'Đình', 'Công', 'Xuân'],
  female: ['Thị', 'Thị Ngọc', 'Thị Thu', 'Thị Kim', 'Ngọc', 'Thị Mỹ', 'Diệu'],
}
const givens = {
  male: ['An', 'Bình', 'Cường', 'Dũng', 'Hải', 'Hùng', 'Khánh', 'Long', 'Nam', 'Phúc', 'Quân', 'Sơn', 'Tuấn'],
  female: ['Anh', 'Chi', 'Dung', 'Giang', 'Hà', 'Hương', 'Lan', 'Linh', 'Mai', 'Nga', 'Nhung', 'Thảo', 'Yến'],
}
const streets = [
  'Chi Lăng',
  'Đặng Thái Thân',
  'Lê Thánh Tôn',
  'Mai Thúc Loan',
  'Nguyễn Chí Thanh',
  'Bạch Đằng',
]

export type Sex = keyof typeof middles

export function inventName(random: Random, sex: Sex): string {
  return `${random.pick(families)} ${random.pick(middles[sex])} ${random.pick(givens[sex])}`
}

/** Born so that the person is `from` to `to` years old on the day. */
export function inventBirth(random: Random, on: LocalDate, ages: { from: number; to: number }): LocalDate {
  const latest = dayNumber(addDays(on, -Math.ceil(ages.from * 365.25)))
  return dayFromNumber(latest - random.below(Math.floor((ages.to - ages.from) * 365.25)))
}

const CHILDREN_SHARE = 0.18

/** @param number counts the people of the city, so that no two share an identity number. */
export function inventPerson(
  random: Random,
  { sealer }: Pick<Deps, 'sealer'>,
  about: { on: LocalDate; wardId: string; groupId: string | null; number: number },
): StagedPerson {
  const { on, wardId, groupId, number } = about
  const sex: Sex = random.chance(0.52) ? 'female' : 'male'
  const isChild = random.chance(CHILDREN_SHARE)
  const bornOn = inventBirth(random, on, isChild ? { from: 6, to: 17.9 } : { from: 18, to: 88 })
  const isYearOnly = !isChild && random.chance(0.06)
  const century = (Number(bornOn.slice(0, 2)) - 19) * 2 + (sex === 'female' ? 1 : 0)
  const cccd = `046${century}${bornOn.slice(2, 4)}${String(number).padStart(6, '0')}`
  return {
    fullName: inventName(random, sex),
    bornOn: isYearOnly ? `${bornOn.slice(0, 4)}-01-01` : bornOn,
    bornPrecision: isYearOnly ? 'year' : 'day',
    sex,
    priorityCode: random.chance(0.1) ? random.pick([1, 2, 4, 7, 8]) : random.pick([9, 10, 11, 13, 15, 16]),
    phone: random.chance(0.85) ? `09${String(random.below(1e8)).padStart(8, '0')}` : '',
    workplace: '',
    ...noHousehold,
    address: `${1 + random.below(200)} ${random.pick(streets)}`,
    wardId,
    groupId,
    identifiers: random.chance(0.92) ? [sealNumber(sealer, { kind: 'cccd', value: cccd })] : [],
    earlierDoses: [],
  }
}
