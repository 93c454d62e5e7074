/** What kind of list a file is, by the columns that it has. */
import type { ListField } from './fields.ts'

/**
 * `national`: people to be vaccinated, by codes of places. `history`: people already vaccinated, by names of places.
 * `enterprise`: employers with how many people they have. `household`: the book of the population collaborator (sổ A0).
 */
export const listLayouts = ['national', 'history', 'enterprise', 'household'] as const
export type ListLayout = (typeof listLayouts)[number]

export function decideLayout(columns: ReadonlyMap<ListField, number>): ListLayout {
  if (columns.has('enterpriseName') && columns.has('headcount')) return 'enterprise'
  // The book itself knows no priority groups; a list that has them may have its columns besides.
  const isOfBook = columns.has('relation') || columns.has('householdNumber')
  if (isOfBook && !columns.has('priorityCode')) return 'household'
  const hasDoses = columns.keys().some((field) => field.startsWith('dose'))
  return hasDoses && !columns.has('wardCode') ? 'history' : 'national'
}
