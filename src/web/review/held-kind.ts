import { t } from './words.ts'

const kinds = [
  'walk-in',
  'check-in',
  'consent',
  'screening',
  'not-given',
  'dose',
  'observation',
  'reaction',
  'void',
  'correction',
] as const

/** An entry's kind as people call it. */
export function heldKind(kind: string): string {
  const known = kinds.find((one) => one === kind)
  return known === undefined ? kind : t(`entry.${known}`)
}
