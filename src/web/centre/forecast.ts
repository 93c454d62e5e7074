import { asksForHelp } from './attention.ts'
import type { Row } from './figures.ts'

/** Doses a day that are missing to reach the goal in time: what a ward is ranked by, rather than its percentage. */
export const shortfallPerDay = ({ neededPerDay, stepPace }: Pick<Row, 'neededPerDay' | 'stepPace'>): number =>
  (neededPerDay ?? 0) - (stepPace?.perDay ?? 0)

/** Those that a person should act on first, those of whom no need is known last; then by doses missing a day, ties by code. */
export const byNeed = (a: Row, b: Row): number =>
  Number(a.target === null) - Number(b.target === null) ||
  Number(asksForHelp(b)) - Number(asksForHelp(a)) ||
  shortfallPerDay(b) - shortfallPerDay(a) ||
  a.place.code.localeCompare(b.place.code)
