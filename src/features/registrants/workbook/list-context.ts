/** What is needed to read a list, as plain data: it crosses to the reading process. */
import type { LocalDate } from '#domain/dates.ts'
import type { HeadingMapping } from '#domain/person-list/headings.ts'
import type { ListLayout } from '#domain/person-list/layouts.ts'
import type { ListPlace } from '#domain/person-list/list-places.ts'
import type { RepairKind } from '#domain/person-list/problems.ts'

/** A path is opened by the child itself and never held by the server; a Buffer is sent over. */
export type ListSource = Buffer | string

export type ListContext = {
  /** The day on which the list is read: births and doses lie before it, place codes are valid on it. */
  on: LocalDate
  /** The code of the ward that sends the list; null where people live anywhere (an enterprise's staff). */
  wardCode: string | null
  /** From `listPlaces`: every code and name that a list may use, and what became of each by `on`. */
  places: readonly ListPlace[]
  /** Headings that the official mapped by hand, by `UnknownHeading.key`. */
  mapping?: HeadingMapping
  /** Repairs that the official does not want: such a cell is read as it stands, with its error or warning. */
  refusedRepairs?: readonly RepairKind[]
  /** When the official says what kind of list it is; else the headings tell. */
  layout?: ListLayout
}
