import type { Words } from './problem.ts'

export const duties = ['scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead'] as const
export type Duty = (typeof duties)[number]

export const dutyWords: Record<Duty, Words> = {
  scanner: { vi: 'Quét mã', en: 'Scanning', lo: 'ສະແກນລະຫັດ' },
  'data-entry': { vi: 'Nhập liệu', en: 'Data entry', lo: 'ປ້ອນຂໍ້ມູນ' },
  screening: { vi: 'Khám sàng lọc', en: 'Screening', lo: 'ກວດຄັດກອງ' },
  vaccinator: { vi: 'Tiêm', en: 'Vaccination', lo: 'ສັກວັກຊີນ' },
  'site-lead': { vi: 'Trưởng điểm tiêm', en: 'Site lead', lo: 'ຫົວໜ້າຈຸດສັກ' },
}

/** Present at a session before it opens (Công văn 6616 of 17/10/2021): one scans, two enter data. */
export const crewNeeded: readonly { duty: Duty; people: number }[] = [
  { duty: 'scanner', people: 1 },
  { duty: 'data-entry', people: 2 },
]

export type CrewPost = { accountId: string; duty: Duty; joinedAt: string | null; leftAt: string | null }

export type MissingDuty = { duty: Duty; missing: number }

export type OpeningDecision =
  | { kind: 'ready' }
  /** Opened by the lead although people are missing; shown in red at the centre. */
  | { kind: 'overridden'; missing: MissingDuty[]; reason: string }
  | { kind: 'crew-missing'; missing: MissingDuty[] }

export function isPresent(post: CrewPost): boolean {
  return post.joinedAt !== null && post.leftAt === null
}

/** Which duties lack people. One person counts once per duty, and for one duty only. */
export function selectMissingDuties(posts: readonly CrewPost[]): MissingDuty[] {
  const free = new Map(duties.map((duty) => [duty, new Set<string>()]))
  for (const post of posts.filter(isPresent)) free.get(post.duty)?.add(post.accountId)
  const missing = crewNeeded.map(({ duty, people }) => ({ duty, missing: people - free.get(duty)!.size }))
  const shortfall = missing.filter((row) => row.missing > 0)
  // Two posts held by one person are one pair of hands.
  const present = new Set(crewNeeded.flatMap(({ duty }) => [...free.get(duty)!]))
  const needed = crewNeeded.reduce((sum, { people }) => sum + people, 0)
  if (shortfall.length === 0 && present.size < needed) {
    return [{ duty: 'data-entry', missing: needed - present.size }]
  }
  return shortfall
}

/** May the session open? Its lead may always open it by giving a reason. */
export function decideOpening(posts: readonly CrewPost[], leadReason: string | null): OpeningDecision {
  const missing = selectMissingDuties(posts)
  if (missing.length === 0) return { kind: 'ready' }
  const reason = leadReason?.trim() ?? ''
  return reason === '' ? { kind: 'crew-missing', missing } : { kind: 'overridden', missing, reason }
}
