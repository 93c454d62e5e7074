import type { WardState } from './planner/plan-types.ts'
import type { PaceRange } from './forecast.ts'
import type { Words } from './problem.ts'

/** How a ward stands, as the board says it: the planner's own words, over all products together. */
export const wardStates = ['slow-stocked', 'slow-dry', 'late-entry', 'silent', 'on-pace', 'done'] as const

/** Below so many days of stock a ward that is behind lacks vaccine; as the planner's receivers. */
const DRY_DAYS = 4
/** Of the last seven days, so many without vaccine are why little was given. */
const DRY_DAYS_LATELY = 3

export type WardFacts = {
  /** Null: no target. */
  against: { goalReached: boolean; percent: number | null } | null
  goalPercent: number
  silent: boolean
  daysWithoutEntry: number
  /** Entries come days later than in the rest of the city: what is known today says little of today. */
  isLateEntry: boolean
  /** Share of doses recorded later than the day after, 0–1. */
  overOneDay: number | null
  /** Of what is still needed. */
  pace: PaceRange | null
  /** To the last day; all that is missing, once that is over. */
  neededPerDay: number
  /** All that the ward gives, whatever the dose: how fast its stock goes. */
  usePerDay: number
  /** Unopened, with what is on its way. */
  stockDoses: number
  /** Of the last seven. */
  dryDays: number
}

/** Facts fill in the sentence of the state (`wardReasons`). */
export type WardStanding = { state: WardState; facts: Record<string, number> }

/**
 * First what makes the figures doubtful, then what they say. A ward is slow only when even the upper end of its pace is
 * below what the last day asks; whether it needs vaccine or hands follows from its stock.
 *
 * @returns null where nothing can be said: no target, or nothing is given and nothing known.
 */
export function decideWardState(ward: WardFacts): WardStanding | null {
  if (ward.against?.goalReached === true)
    return {
      state: 'done',
      facts: { goal: ward.goalPercent, percent: floorTenth(ward.against.percent ?? 0) },
    }
  if (ward.silent) return { state: 'silent', facts: { days: ward.daysWithoutEntry } }
  if (ward.isLateEntry)
    return { state: 'late-entry', facts: { share: Math.floor((ward.overOneDay ?? 0) * 100) } }
  if (ward.against === null) return null
  const { pace, neededPerDay, usePerDay, stockDoses } = ward
  const facts = {
    needed: neededPerDay,
    pace: tenth(pace?.perDay ?? 0),
    stock: stockDoses,
    days: usePerDay > 0 ? tenth(Math.max(0, stockDoses) / usePerDay) : 0,
  }
  const isBehind = (pace?.high ?? 0) < neededPerDay
  const isDry = stockDoses <= 0 || stockDoses < DRY_DAYS * usePerDay
  if (isDry && (isBehind || ward.dryDays >= DRY_DAYS_LATELY)) return { state: 'slow-dry', facts }
  return { state: isBehind ? 'slow-stocked' : 'on-pace', facts }
}

const tenth = (value: number) => Math.round(value * 10) / 10
/** Cut, not rounded: 94,99 % is not 95 %. */
const floorTenth = (value: number) => Math.floor(value * 10) / 10

export const wardStateWords: Record<WardState, Words> = {
  'slow-stocked': { vi: 'Chậm, còn vắc xin', en: 'Slow, vaccine there', lo: 'ຊ້າ, ຍັງມີວັກຊີນ' },
  'slow-dry': { vi: 'Chậm, thiếu vắc xin', en: 'Slow, vaccine lacking', lo: 'ຊ້າ, ຂາດວັກຊີນ' },
  'late-entry': { vi: 'Nhập trễ', en: 'Late entry', lo: 'ປ້ອນຊ້າ' },
  silent: { vi: 'Im lặng', en: 'Silent', lo: 'ງຽບ' },
  'on-pace': { vi: 'Đúng tiến độ', en: 'On pace', lo: 'ຕາມແຜນ' },
  done: { vi: 'Đã đạt', en: 'Goal passed', lo: 'ບັນລຸແລ້ວ' },
}

/** Why, and what helps. */
export const wardReasons: Record<WardState, Words> = {
  'slow-stocked': {
    vi: 'Cần {needed}/ngày, đang {pace}/ngày, còn {stock} liều: cử thêm đội tiêm, không cần thêm vắc xin.',
    en: '{needed} a day needed, {pace} given; doses there: {stock}. Send a team, not vaccine.',
    lo: 'ຕ້ອງການ {needed}/ມື້, ສັກໄດ້ {pace}/ມື້, ຍັງ {stock} ໂດສ: ສົ່ງທີມ, ບໍ່ແມ່ນວັກຊີນ.',
  },
  'slow-dry': {
    vi: 'Cần {needed}/ngày, đang {pace}/ngày, chỉ còn {stock} liều: cần thêm vắc xin.',
    en: '{needed} a day needed, {pace} given; doses left: only {stock}. Send vaccine.',
    lo: 'ຕ້ອງການ {needed}/ມື້, ສັກໄດ້ {pace}/ມື້, ເຫຼືອພຽງ {stock} ໂດສ: ສົ່ງວັກຊີນ.',
  },
  'late-entry': {
    vi: '{share} % số mũi nhập sau hơn một ngày: nhập cho kịp rồi mới so sánh.',
    en: '{share} % of doses entered more than a day later: have them entered before comparing.',
    lo: '{share} % ຂອງເຂັມປ້ອນຊ້າກວ່າໜຶ່ງມື້: ໃຫ້ປ້ອນກ່ອນຈຶ່ງສົມທຽບ.',
  },
  silent: {
    vi: '{days} ngày không nhập liệu dù còn vắc xin: gọi hỏi và kiểm đếm tủ.',
    en: 'Days without entries although there is vaccine: {days}. Call, and count the fridge.',
    lo: 'ບໍ່ປ້ອນ {days} ມື້ ທັງທີ່ຍັງມີວັກຊີນ: ໂທຖາມ ແລະ ນັບຕູ້ເຢັນ.',
  },
  'on-pace': {
    vi: 'Đang {pace}/ngày, cần {needed}/ngày; còn {stock} liều.',
    en: '{pace} a day given, {needed} needed; doses left: {stock}.',
    lo: 'ສັກໄດ້ {pace}/ມື້, ຕ້ອງການ {needed}/ມື້; ຍັງ {stock} ໂດສ.',
  },
  done: {
    vi: 'Đạt {percent} %, trên mục tiêu {goal} %.',
    en: 'At {percent} %, over the goal of {goal} %.',
    lo: 'ບັນລຸ {percent} %, ເກີນເປົ້າໝາຍ {goal} %.',
  },
}
