import type { LocalDate } from '../dates.ts'
import { compareText } from '../ids.ts'
import type { StepCode } from './steps.ts'

/** The fields of a dose that a correction may restate. */
export type CorrectableFields = {
  personId: string
  sessionId: string | null
  productId: string
  lotId: string | null
  statedStep: StepCode | null
  givenAt: string
  givenOn: LocalDate
}

export type DoseChange = {
  id: string
  doseId: string
  /** Corrected instant at which it was decided. */
  at: string
  reason: string | null
} & ({ kind: 'void' } | { kind: 'restore' } | { kind: 'correct'; fields: Partial<CorrectableFields> })

/** Instants by time, equal ones by id: the same order whoever arrives first. */
export function compareInstants(a: { at: string; id: string }, b: { at: string; id: string }): number {
  return Date.parse(a.at) - Date.parse(b.at) || compareText(a.id, b.id)
}

/**
 * A dose as it stands after its changes. The newest correction of each field holds; the newest of void and
 * restore decides whether the dose exists. Order of arrival does not matter.
 */
export function applyChanges<Stated extends CorrectableFields>(
  stated: Stated,
  changes: readonly DoseChange[],
): { fields: Stated; voided: boolean } {
  const fields = { ...stated }
  let voided = false
  for (const change of [...changes].sort(compareInstants)) {
    if (change.kind === 'correct') Object.assign(fields, change.fields)
    else voided = change.kind === 'void'
  }
  return { fields, voided }
}
