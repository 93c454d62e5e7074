import type { LocalDate } from '../dates.ts'
import { ageOn } from '../dates.ts'
import { compareText } from '../ids.ts'
import type { StepCode } from './steps.ts'
import type { Antigen, DoseOrigin, DoseSource } from './types.ts'

/** A dose that counts, with the places, days and cells that it is counted under. */
export type CountedDose = {
  doseId: string
  antigen: Antigen
  step: StepCode
  source: DoseSource
  origin: DoseOrigin
  givenOn: LocalDate
  enteredOn: LocalDate
  /** Ward of residence on the day given; null for people of no ward of ours, who are in no coverage. */
  residenceId: string | null
  /** Ward and site of injection; null when it was not one of ours. */
  wardId: string | null
  siteId: string | null
  sessionId: string | null
  /** The session's stock. */
  holderId: string | null
  productId: string
  lotId: string | null
  /** See `ageCellOn`. */
  ageCell: number
  /** 1–16; 0 = none stated. */
  priorityCode: number
}

export type CoverageWardCell = {
  wardId: string
  antigen: Antigen
  step: StepCode
  ageCell: number
  priorityCode: number
}
export type CoverageDayCell = {
  wardId: string
  givenOn: LocalDate
  antigen: Antigen
  step: StepCode
  ageCell: number
}
export type EntryDelayCell = {
  givenOn: LocalDate
  wardId: string
  siteId: string
  productId: string
  step: StepCode
  enteredOn: LocalDate
}
export type SessionCell = { sessionId: string }
/** Doses out of a session's stock into `used`; negative = back into the session. */
export type UsedCell = { holderId: string; lotId: string; productId: string; occurredOn: LocalDate }

export type Change<Cell> = Cell & { doses: number }

/** What to add to each counter and to the ledger. No zeros; rows in key order, which is the lock order. */
export type TallyDifference = {
  coverageWard: Change<CoverageWardCell>[]
  coverageDay: Change<CoverageDayCell>[]
  entryDelay: Change<EntryDelayCell>[]
  sessionCounted: Change<SessionCell>[]
  used: Change<UsedCell>[]
}

/** Number of cuts at or below the person's age on the day given. */
export function ageCellOn(ageCuts: readonly number[], bornOn: LocalDate | null, givenOn: LocalDate): number {
  if (bornOn === null) return 0
  const age = ageOn(bornOn, givenOn)
  return ageCuts.filter((cut) => cut <= age).length
}

/**
 * What a change of the counted doses means for counters and stock. Entry, void, correction, merge and review
 * all come through here: each knows what counted before and what counts after, and nothing else. Doses that do
 * not count (twins, voided) are in neither list and move nothing.
 */
export function tallyDifference(
  before: readonly CountedDose[],
  after: readonly CountedDose[],
): TallyDifference {
  const signed = [...before.map((dose) => ({ dose, by: -1 })), ...after.map((dose) => ({ dose, by: 1 }))]
  return {
    coverageWard: sum(signed, coverageWardCell, ['wardId', 'antigen', 'step', 'ageCell', 'priorityCode']),
    coverageDay: sum(signed, coverageDayCell, ['wardId', 'givenOn', 'antigen', 'step', 'ageCell']),
    entryDelay: sum(signed, entryDelayCell, [
      'givenOn',
      'wardId',
      'siteId',
      'productId',
      'step',
      'enteredOn',
    ]),
    sessionCounted: sum(signed, sessionCell, ['sessionId']),
    used: sum(signed, usedCell, ['holderId', 'lotId', 'productId', 'occurredOn']),
  }
}

/** Where one counted dose is counted; null where it is not. For whoever sums a whole city, dose by dose. */
export function cellsOf(dose: CountedDose): {
  coverageWard: CoverageWardCell | null
  coverageDay: CoverageDayCell | null
  entryDelay: EntryDelayCell | null
  sessionCounted: SessionCell | null
} {
  return {
    coverageWard: coverageWardCell(dose),
    coverageDay: coverageDayCell(dose),
    entryDelay: entryDelayCell(dose),
    sessionCounted: sessionCell(dose),
  }
}

/** The counters of these doses from nothing: what a rebuild must find. */
export function recount(counted: readonly CountedDose[]): TallyDifference {
  return tallyDifference([], counted)
}

function coverageWardCell(dose: CountedDose): CoverageWardCell | null {
  const { residenceId, antigen, step, ageCell, priorityCode } = dose
  return residenceId === null ? null : { wardId: residenceId, antigen, step, ageCell, priorityCode }
}

function coverageDayCell(dose: CountedDose): CoverageDayCell | null {
  const { residenceId, givenOn, antigen, step, ageCell } = dose
  return residenceId === null ? null : { wardId: residenceId, givenOn, antigen, step, ageCell }
}

/** Imported history would look like months of delay, so it stays out of the triangle. */
function entryDelayCell(dose: CountedDose): EntryDelayCell | null {
  const { givenOn, wardId, siteId, productId, step, enteredOn } = dose
  if (dose.source === 'reported' || dose.origin === 'history') return null
  return wardId === null || siteId === null ? null : { givenOn, wardId, siteId, productId, step, enteredOn }
}

function sessionCell(dose: CountedDose): SessionCell | null {
  return dose.source === 'reported' || dose.sessionId === null ? null : { sessionId: dose.sessionId }
}

function usedCell(dose: CountedDose): UsedCell | null {
  const { holderId, lotId, productId, givenOn } = dose
  if (dose.source === 'reported' || holderId === null || lotId === null) return null
  return { holderId, lotId, productId, occurredOn: givenOn }
}

type Signed = { dose: CountedDose; by: number }

/** Sums per cell, zeros dropped. `key` names every field of the cell, in the order of the table's key. */
function sum<Cell extends object>(
  signed: Signed[],
  cellOf: (dose: CountedDose) => Cell | null,
  key: readonly (keyof Cell)[],
): Change<Cell>[] {
  const cells = new Map<string, Change<Cell>>()
  for (const { dose, by } of signed) {
    const cell = cellOf(dose)
    if (cell === null) continue
    const name = key.map((field) => String(cell[field])).join('\n')
    cells.set(name, { ...cell, doses: (cells.get(name)?.doses ?? 0) + by })
  }
  return [...cells.values()].filter((cell) => cell.doses !== 0).sort((a, b) => compareCells(a, b, key))
}

function compareCells<Cell>(a: Cell, b: Cell, key: readonly (keyof Cell)[]): number {
  for (const field of key) {
    const [left, right] = [a[field], b[field]]
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right))
    if (order !== 0) return order
  }
  return 0
}
