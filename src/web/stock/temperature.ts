import type { Rule } from '../shared/ui/form.tsx'
import { formatNumber } from '../shared/words.ts'
import { t } from './transfer-words.ts'

/** Degrees as people write them (4,5 · 4.5 · −20) in tenths; null when it is none. */
export function parseTenths(text: string): number | null {
  const degrees = /^\s*([-−]?)(\d{1,3})(?:[.,](\d))?\s*$/.exec(text)
  if (degrees === null) return null
  const tenths = Number(degrees[2]) * 10 + Number(degrees[3] ?? 0)
  return degrees[1] === '' ? tenths : -tenths
}

export const formatTenths = (tenths: number): string => formatNumber(tenths / 10)

/** Empty passes: `required` asks for something to be there. */
export const degrees: Rule = (value) =>
  value.trim() === '' || parseTenths(value) !== null ? null : () => t('temperature.wrong')
