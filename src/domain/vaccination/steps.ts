import type { Words } from '../problem.ts'

export const stepKinds = ['primary', 'additional', 'booster'] as const
export type StepKind = (typeof stepKinds)[number]

/** Kind and number. People given more than any rule foresees still get a step of their own (`booster-3`). */
export type StepCode = `${StepKind}-${number}`

/** The steps that rules and targets speak of. */
export const plannedSteps = [
  'primary-1',
  'primary-2',
  'primary-3',
  'additional-1',
  'booster-1',
  'booster-2',
] as const satisfies readonly StepCode[]

const shape = /^(primary|additional|booster)-([1-9]\d?)$/

export function isStepCode(text: string): text is StepCode {
  return shape.test(text)
}

export function stepKind(step: StepCode): StepKind {
  return step.slice(0, step.lastIndexOf('-')) as StepKind
}

export function stepNumber(step: StepCode): number {
  return Number(step.slice(step.lastIndexOf('-') + 1))
}

/** Position in a course: positive when `a` comes after `b`. */
export function compareSteps(a: StepCode, b: StepCode): number {
  return stepKinds.indexOf(stepKind(a)) - stepKinds.indexOf(stepKind(b)) || stepNumber(a) - stepNumber(b)
}

/**
 * What a health centre calls the step. "Mũi n" is only ever this label, computed from the kind and never a
 * count of injections: "mũi 3" is the first booster, after one basic dose or after three (CV 3896/BYT-DP).
 */
export function stepWords(step: StepCode): Words {
  const number = stepNumber(step)
  const kind = stepKind(step)
  if (kind === 'primary') return { vi: `Mũi ${number}`, en: `Dose ${number}`, lo: `ເຂັມທີ ${number}` }
  if (kind === 'additional') return { vi: 'Mũi bổ sung', en: 'Additional dose', lo: 'ເຂັມເພີ່ມເຕີມ' }
  return {
    vi: `Mũi ${number + 2} (nhắc lại lần ${number})`,
    en: `Dose ${number + 2} (booster ${number})`,
    lo: `ເຂັມທີ ${number + 2} (ກະຕຸ້ນຄັ້ງທີ ${number})`,
  }
}
