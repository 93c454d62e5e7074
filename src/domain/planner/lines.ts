import { compareText } from '../ids.ts'
import { topUpDays } from './allocate.ts'
import type { Words } from '../problem.ts'
import { compareNumbers, type Move } from './moves.ts'
import { isShortOfPeople, usableAtFirst, usableWithin, wantedWithin, type Need } from './need.ts'
import type { LineFacts, LineReason, PaceRow, PlanLine, Rule, SideFacts } from './plan-types.ts'
import type { Scene } from './scene.ts'
import { daysFact } from './states.ts'
import { unfinished } from './stock-lots.ts'
import {
  ampleWords,
  centreName,
  countLimitWords,
  keptInPartWords,
  keptSoonerWords,
  keptWords,
  lineHead,
  noUse,
  receiverWords,
  ruleWords,
  spoilingWords,
  waitingWords,
} from './texts.ts'
import { join, roundSpoken, say, type Spoken } from './words.ts'

const importance: Record<Rule, number> = { 'second-doses': 0, expiry: 1, floor: 2, 'top-up': 3, surplus: 4 }

/** The most important first; ties by what can be defended to a ward, never by the order of rows. */
export function rankMoves(scene: Scene, moves: readonly Move[]): Move[] {
  const days = (need: Need) => (need.pace > 0 ? usableAtFirst(need) / need.pace : Infinity)
  const minutes = (move: Move) => scene.minutes(move.donor?.ward ?? null, move.receiver.ward)
  return moves.toSorted(
    (a, b) =>
      importance[a.rule] - importance[b.rule] ||
      b.expiryRiskDoses - a.expiryRiskDoses ||
      compareNumbers(days(a.receiver), days(b.receiver)) ||
      a.receiver.coverage - b.receiver.coverage ||
      minutes(a) - minutes(b) ||
      compareText(a.receiver.ward.code, b.receiver.ward.code) ||
      compareText(a.donor?.ward.code ?? '', b.donor?.ward.code ?? '') ||
      a.unit.lot.useBy - b.unit.lot.useBy ||
      compareText(a.unit.lot.code, b.unit.lot.code) ||
      compareText(a.unit.holderId, b.unit.holderId),
  )
}

export type LineGroundwork = {
  scene: Scene
  row: (need: Need) => PaceRow
  centreBefore: number
  centreAfter: number
  keepDays: number
}

export function writeLine(ground: LineGroundwork, move: Move, rank: number): PlanLine {
  const { scene } = ground
  const { unit, donor, receiver } = move
  const { lot } = unit
  const facts: LineFacts = {
    donor: donor === null ? centreFacts(ground) : wardFacts(ground, donor),
    receiver: wardFacts(ground, receiver),
    expiryRiskDoses: move.expiryRiskDoses,
    secondDosesThroughOn: scene.date(scene.today + scene.params.reserveDays - 1),
  }
  return {
    rank,
    rule: move.rule,
    reasons: move.reasons,
    productId: lot.productId,
    lotId: lot.lotId,
    fromHolderId: unit.holderId,
    fromWardId: donor?.ward.wardId ?? null,
    toHolderId: receiver.ward.holderId,
    toWardId: receiver.ward.wardId,
    doses: move.vials * lot.dosesPerVial,
    vials: move.vials,
    dosesPerVial: lot.dosesPerVial,
    useByOn: scene.date(lot.useBy),
    travelMinutes: scene.minutes(donor?.ward ?? null, receiver.ward),
    facts,
    text: lineText(ground, move, facts),
  }
}

function wardFacts(ground: LineGroundwork, need: Need): SideFacts {
  const row = ground.row(need)
  const before = need.physical + need.inTransit
  const after = before + need.received - need.given
  // A giver's days say how much lies there, a receiver's how long it can go on.
  const spoiling = need.received > 0 ? need.spoiling : 0
  return {
    state: row.state,
    pace: row.dosesPerDay,
    paceLow: row.low,
    paceHigh: row.high,
    windowFromOn: row.windowFromOn,
    windowToOn: row.windowToOn,
    completeness: row.completeness,
    dosesBefore: before,
    dosesAfter: after,
    daysBefore: daysFact(before - spoiling, need.pace),
    daysAfter: daysFact(after - spoiling, need.pace),
    // On the road is not there: whoever gives keeps what stands on the shelf.
    secondDosesKept: Math.min(need.secondDoses, need.given > 0 ? need.physical - need.given : after),
  }
}

function centreFacts(ground: LineGroundwork): SideFacts {
  return {
    state: null,
    pace: null,
    paceLow: null,
    paceHigh: null,
    windowFromOn: null,
    windowToOn: null,
    completeness: null,
    dosesBefore: ground.centreBefore,
    dosesAfter: ground.centreAfter,
    daysBefore: null,
    daysAfter: null,
    secondDosesKept: 0,
  }
}

/** Of what the centre sends of a lot, doses that the ward uses only if it is faster than it seems. */
function ampleDoses(scene: Scene, { donor, receiver, unit, vials }: Move): number {
  if (donor !== null) return 0
  const lost = unfinished(receiver.layers, (days) => usableWithin(receiver, days), scene.today)
  const ofLot = receiver.layers.reduce(
    (sum, { useBy }, at) => (useBy === unit.lot.useBy ? sum + lost[at]! : sum),
    0,
  )
  return Math.floor(Math.min(ofLot, vials * unit.lot.dosesPerVial))
}

/** Booked: what the donor keeps of its second doses, and why not all. `usable`: as many as it can give. */
function secondDoseWords(booked: number, kept: number, usable: number): Words {
  if (kept >= booked) return keptWords
  return usable < booked ? keptInPartWords : keptSoonerWords
}

function isRule(reason: LineReason): reason is Rule {
  return reason in ruleWords
}

function lineText(ground: LineGroundwork, move: Move, facts: LineFacts): Words {
  const { params } = ground.scene
  const { donor, receiver } = facts
  const pace = (value: number | null) => roundSpoken(value ?? 0)
  const days = (value: number | null) => (value === null ? noUse : roundSpoken(value))
  const fillDays = topUpDays(ground.scene)
  const ample = ampleDoses(ground.scene, move)
  const usable = move.donor?.secondDosesUsable ?? 0
  const spoken: Spoken = {
    from: move.donor?.ward.name ?? centreName,
    to: move.receiver.ward.name,
    doses: move.vials * move.unit.lot.dosesPerVial,
    vials: move.vials,
    lot: move.unit.lot.code,
    useBy: ground.scene.date(move.unit.lot.useBy),
    stock: donor.dosesBefore,
    pace: pace(donor.pace),
    low: pace(donor.paceLow),
    high: pace(donor.paceHigh),
    days: days(donor.daysBefore),
    keepDays: ground.keepDays,
    risk: move.expiryRiskDoses,
    kept: move.donor?.secondDoses ?? 0,
    stays: donor.secondDosesKept,
    usable,
    through: facts.secondDosesThroughOn,
    toStock: receiver.dosesBefore,
    toDays: days(receiver.daysBefore),
    toAfter: days(receiver.daysAfter),
    toPace: pace(receiver.pace),
    toLow: pace(receiver.paceLow),
    toHigh: pace(receiver.paceHigh),
    due: move.receiver.secondDoses,
    spoiling: Math.floor(move.receiver.spoiling),
    ample,
    fillDays,
    waiting: Math.floor(wantedWithin(move.receiver, fillDays)),
    gap: Math.round(move.receiver.floorGap),
    floorPercent: Math.round(params.floorShare * 100),
    countDays: params.countOldDays,
    oldCountDoses: params.oldCountDoses,
  }
  const rules = move.reasons.flatMap((reason) => (isRule(reason) ? ruleWords[reason] : []))
  const sentences = [lineHead, ...rules, receiverWords]
  if (move.receiver.spoiling >= move.unit.lot.dosesPerVial) sentences.push(spoilingWords)
  if (isShortOfPeople(move.receiver, fillDays, move.unit.lot.dosesPerVial)) sentences.push(waitingWords)
  if (ample >= move.unit.lot.dosesPerVial) sentences.push(ampleWords)
  const booked = move.donor?.secondDoses ?? 0
  if (booked > 0) sentences.push(secondDoseWords(booked, donor.secondDosesKept, usable))
  if (move.reasons.includes('count-limit')) sentences.push(countLimitWords)
  return join(sentences.map((words) => say(words, spoken)))
}
