import type { Rule } from '../shared/ui/form.tsx'
import { formatNumber } from '../shared/words.ts'
import { parseTenths } from './tenths.ts'
import { t } from './transfer-words.ts'

export const formatTenths = (tenths: number): string => formatNumber(tenths / 10)

/** Empty passes: `required` asks for something to be there. */
export const degrees: Rule = (value) =>
  value.trim() === '' || parseTenths(value) !== null ? null : () => t('temperature.wrong')
