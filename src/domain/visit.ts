import { compareText } from './ids.ts'
import type { Words } from './problem.ts'

/** The five outcomes that the ministry's form knows (QĐ 5785/QĐ-BYT), and no other. */
export const screeningOutcomes = ['eligible', 'caution', 'deferred', 'contraindicated', 'referred'] as const
export type ScreeningOutcome = (typeof screeningOutcomes)[number]

export const screeningWords: Record<ScreeningOutcome, Words> = {
  eligible: {
    vi: 'Đủ điều kiện tiêm chủng ngay',
    en: 'Eligible for vaccination now',
    lo: 'ມີເງື່ອນໄຂຄົບສັກໄດ້ທັນທີ',
  },
  caution: {
    vi: 'Nhóm thận trọng khi tiêm chủng',
    en: 'Vaccinate with caution',
    lo: 'ກຸ່ມທີ່ຕ້ອງລະມັດລະວັງເມື່ອສັກ',
  },
  deferred: { vi: 'Trì hoãn tiêm chủng', en: 'Vaccination deferred', lo: 'ເລື່ອນການສັກວັກຊີນ' },
  contraindicated: {
    vi: 'Chống chỉ định tiêm chủng cùng loại vắc xin',
    en: 'Contraindicated for this vaccine',
    lo: 'ຫ້າມສັກວັກຊີນຊະນິດນີ້',
  },
  referred: {
    vi: 'Chỉ định tiêm tại cơ sở y tế có đủ năng lực cấp cứu phản vệ',
    en: 'To be vaccinated at a facility able to treat anaphylaxis',
    lo: 'ໃຫ້ສັກຢູ່ສະຖານພະຍາບານທີ່ສາມາດແກ້ໄຂອາການແພ້ຮ້າຍແຮງ',
  },
}

/** May the injection be given here today? People of the cautious group may. */
export function mayBeInjected(outcome: ScreeningOutcome): boolean {
  return outcome === 'eligible' || outcome === 'caution'
}

/** Not injected for a reason that the screening does not already give. */
export const notGivenReasons = ['refused', 'absent', 'no-vaccine', 'fever', 'left', 'other'] as const
export type NotGivenReason = (typeof notGivenReasons)[number]

export const notGivenWords: Record<NotGivenReason, Words> = {
  refused: { vi: 'Không đồng ý tiêm', en: 'Did not consent', lo: 'ບໍ່ຍິນຍອມສັກ' },
  absent: { vi: 'Không đến', en: 'Did not come', lo: 'ບໍ່ມາ' },
  'no-vaccine': { vi: 'Hết vắc xin', en: 'No vaccine left', lo: 'ວັກຊີນໝົດ' },
  fever: { vi: 'Sốt tại bàn tiêm', en: 'Fever at the table', lo: 'ເປັນໄຂ້ຢູ່ໂຕະສັກ' },
  left: { vi: 'Bỏ về trước khi tiêm', en: 'Left before the injection', lo: 'ກັບກ່ອນສັກ' },
  other: { vi: 'Lý do khác', en: 'Another reason', lo: 'ເຫດຜົນອື່ນ' },
}

/** Stay after the injection (QĐ 3588/QĐ-BYT): at least half an hour. */
export const OBSERVATION_MS = 30 * 60_000

type Happened = {
  id: string
  /** Corrected instant. */
  at: string
}

export type VisitEvent =
  | (Happened & { kind: 'checked-in' })
  | (Happened & { kind: 'consented'; agreed: boolean })
  | (Happened & { kind: 'screened'; outcome: ScreeningOutcome })
  /** Corrected time of giving; voided doses are told by `voided`. */
  | (Happened & { kind: 'given'; doseId: string })
  | (Happened & { kind: 'voided'; doseId: string })
  /** Recorded as given by somebody whose right to do so a person has still to look at. */
  | (Happened & { kind: 'held'; doseId: string })
  | (Happened & { kind: 'not-given'; reason: NotGivenReason })
  | (Happened & { kind: 'observed'; endedAt: string })
  | (Happened & { kind: 'reaction'; severity: 'common' | 'severe' })
  | (Happened & { kind: 'left' })

export type VisitState = 'expected' | 'arrived' | 'screened' | 'given' | 'observed' | 'left' | 'not-given'

export type Visit = {
  state: VisitState
  checkedInAt: string | null
  /** The newest answer; null when not asked yet. */
  agreed: boolean | null
  /** The newest result; null when not screened yet. */
  screening: ScreeningOutcome | null
  notGiven: NotGivenReason | 'screening' | 'consent' | null
  /** Doses given and not voided. */
  doseIds: string[]
  /** Doses that may have been given: recorded, but waiting for a person to decide. */
  heldDoseIds: string[]
  lastGivenAt: string | null
  observedUntil: string | null
  severeReaction: boolean
}

/**
 * One person's visit to one session. A fold over events in order of time, so that it is the same whatever the
 * order in which they reached us; no event is ever refused for coming "too early".
 */
export function foldVisit(events: readonly VisitEvent[]): Visit {
  const visit: Visit = {
    state: 'expected',
    checkedInAt: null,
    agreed: null,
    screening: null,
    notGiven: null,
    doseIds: [],
    heldDoseIds: [],
    lastGivenAt: null,
    observedUntil: null,
    severeReaction: false,
  }
  const voided = new Set(events.filter((event) => event.kind === 'voided').map((event) => event.doseId))
  let reason: NotGivenReason | null = null
  let hasLeft = false
  const inOrder = [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || compareText(a.id, b.id))
  for (const event of inOrder) {
    switch (event.kind) {
      case 'checked-in':
        visit.checkedInAt ??= event.at
        break
      case 'consented':
        visit.agreed = event.agreed
        break
      case 'screened':
        visit.screening = event.outcome
        break
      case 'given':
        if (voided.has(event.doseId)) break
        visit.doseIds.push(event.doseId)
        visit.lastGivenAt = event.at
        break
      case 'held':
        visit.heldDoseIds.push(event.doseId)
        break
      case 'not-given':
        reason = event.reason
        break
      case 'observed':
        visit.observedUntil = event.endedAt
        break
      case 'reaction':
        visit.severeReaction ||= event.severity === 'severe'
        break
      case 'left':
        hasLeft = true
        break
    }
  }
  visit.notGiven = visit.doseIds.length > 0 ? null : notGivenBecause(visit, reason)
  visit.state = stateOf(visit, hasLeft)
  return visit
}

function notGivenBecause(visit: Visit, reason: NotGivenReason | null): Visit['notGiven'] {
  if (reason !== null) return reason
  if (visit.agreed === false) return 'consent'
  return visit.screening !== null && !mayBeInjected(visit.screening) ? 'screening' : null
}

/** A dose given outweighs everything said before it. */
function stateOf(visit: Visit, hasLeft: boolean): VisitState {
  if (visit.doseIds.length > 0) {
    if (hasLeft) return 'left'
    return visit.observedUntil === null ? 'given' : 'observed'
  }
  if (visit.notGiven !== null) return 'not-given'
  if (hasLeft) return 'left'
  if (visit.screening !== null) return 'screened'
  return visit.checkedInAt === null ? 'expected' : 'arrived'
}

export type Gate = 'visit.dose-held' | 'visit.no-consent' | 'visit.not-screened' | 'visit.not-cleared'

/**
 * What stands between the person and the needle: a dose that may already be in their arm, then in the order of the
 * tables; null = nothing.
 */
export function decideGate(visit: Visit): Gate | null {
  if (visit.heldDoseIds.length > 0) return 'visit.dose-held'
  if (visit.agreed !== true) return 'visit.no-consent'
  if (visit.screening === null) return 'visit.not-screened'
  return mayBeInjected(visit.screening) ? null : 'visit.not-cleared'
}

export type SlipDecision = { kind: 'ready' } | { kind: 'wait'; readyAt: string } | { kind: 'no-dose' }

/** May the confirmation slip be printed? Not before half an hour after the last injection. */
export function decideSlip(visit: Visit, now: string): SlipDecision {
  if (visit.lastGivenAt === null) return { kind: 'no-dose' }
  const readyMs = Date.parse(visit.lastGivenAt) + OBSERVATION_MS
  return Date.parse(now) >= readyMs
    ? { kind: 'ready' }
    : { kind: 'wait', readyAt: new Date(readyMs).toISOString() }
}
