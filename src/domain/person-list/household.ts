/** The columns of the household book (sổ A0), which other lists may have as well. */
import { cleanText } from '../identity/names.ts'
import type { ListField } from './fields.ts'

/** `''` where the list says nothing. */
export type Household = { number: string; relation: string; ethnicity: string; stay: string }

type Text = (field: ListField) => string

/** @param text the cell in Unicode, its repairs listed. */
export function readHousehold(cell: Text, text: Text): Household {
  return {
    number: cleanText(cell('householdNumber')).slice(0, 40),
    relation: text('relation'),
    ethnicity: text('ethnicity'),
    stay: text('stay'),
  }
}
