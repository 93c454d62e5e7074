import type { Row } from './figures.ts'

/** Doses a day that are missing to reach the goal in time: what a ward is ranked by, rather than its percentage. */
export const shortfallPerDay = ({ neededPerDay, stepPace }: Pick<Row, 'neededPerDay' | 'stepPace'>): number =>
  (neededPerDay ?? 0) - (stepPace?.perDay ?? 0)

/** Those most in need of help first, those of whom no need is known last; ties by code. */
export const byNeed = (a: Row, b: Row): number =>
  Number(a.target === null) - Number(b.target === null) ||
  shortfallPerDay(b) - shortfallPerDay(a) ||
  a.place.code.localeCompare(b.place.code)
