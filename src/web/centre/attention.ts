import type { Tone } from '../shared/ui/page.tsx'
import { formatNumber, formatShare } from '../shared/words.ts'
import { formatRough, type Row } from './figures.ts'
import { t } from './words.ts'

/** Something about a ward that a person should act on: said in a word, with the reason. */
export type Mark = { kind: string; tone: Tone; word: string; why: string }

/** Below this a ward is topped up before anything else. */
const DRY_DAYS = 2
/** A fifth of the doses entered later than the day after: progress and stock can no longer be believed. */
const LATE_SHARE = 0.2

/** The most pressing first. */
export function marksOf(row: Row): Mark[] {
  const marks: Mark[] = row.withoutCrew.map(({ siteName, reason }) => ({
    kind: 'crew',
    tone: 'bad',
    word: t('mark.crew'),
    why: t('mark.crew-why', { site: siteName, reason }),
  }))
  if (row.daysOfStock !== null && row.daysOfStock < DRY_DAYS && !row.goalReached)
    marks.push({
      kind: 'dry',
      tone: 'bad',
      word: t('mark.dry'),
      why: t('mark.dry-why', { doses: row.closedDoses, days: formatRough(row.daysOfStock) }),
    })
  // Grey, never "slow": only a call and a count can tell.
  if (row.silent)
    marks.push({
      kind: 'silent',
      tone: 'still',
      word: t('mark.silent', { days: row.daysWithoutEntry }),
      why: t('mark.silent-why'),
    })
  if ((row.entryLag.overOneDay ?? 0) > LATE_SHARE)
    marks.push({
      kind: 'late',
      tone: 'warn',
      word: t('mark.late'),
      why: t('mark.late-why', { share: formatShare(row.entryLag.overOneDay ?? 0) }),
    })
  if (row.percent !== null && row.percent > 100)
    marks.push({ kind: 'above', tone: 'info', word: t('mark.above'), why: t('mark.above-why') })
  return marks
}

/** Nothing is asked of anybody. */
export const isWell = (state: NonNullable<Row['standing']>['state'] | undefined): boolean =>
  state === 'on-pace' || state === 'done'

/** Its state or a mark says that a person should act. */
export const asksForHelp = (row: Row): boolean =>
  (row.standing !== null && !isWell(row.standing.state)) || marksOf(row).length > 0

const urgency = ['crew', 'silent', 'dry', 'late', 'above']

/** What to call about, over all wards; the most pressing first, within a kind as the rows stand. */
export function callsOf(rows: readonly Row[]): { row: Row; mark: Mark }[] {
  return rows
    .flatMap((row) => marksOf(row).map((mark) => ({ row, mark })))
    .toSorted((a, b) => urgency.indexOf(a.mark.kind) - urgency.indexOf(b.mark.kind))
}

/** The seven days as words, for who does not see the bars. */
export const weekWords = (series: Row['series']): string =>
  t('week.days', { doses: (series ?? []).map(({ doses }) => formatNumber(doses)).join(', ') })
