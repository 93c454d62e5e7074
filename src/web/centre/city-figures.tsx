import type { LocalDate } from '#domain/dates.ts'
import { formatDay } from '../shared/days.ts'
import { Figures } from '../shared/ui/page.tsx'
import { formatNumber, formatShare } from '../shared/words.ts'
import { formatPercent, formatRough, NONE, targetNote, type ProgressView } from './figures.ts'
import { t } from './words.ts'

/** The city in six figures. @param lastOn last day of the campaign. */
export function CityFigures({ progress, lastOn }: { progress: ProgressView; lastOn: LocalDate }) {
  const { total } = progress
  return (
    <Figures
      items={[
        {
          label: t('done'),
          value: formatNumber(total.done),
          note: joined([
            total.target === null ? null : t('done.of', { target: total.target.persons }),
            targetNote(total.target),
            total.doneToday === null ? null : t('done.today', { today: total.doneToday }),
          ]),
        },
        {
          label: t('percent'),
          value: formatPercent(total.percent),
          note: percentNote(progress),
          ...(total.goalReached ? { tone: 'good' as const } : {}),
        },
        {
          label: t('pace.per-day'),
          value: total.pace === null ? NONE : formatRough(total.pace.perDay),
          note: joined([
            total.pace === null
              ? null
              : t('pace.range', { low: formatRough(total.pace.low), high: formatRough(total.pace.high) }),
            total.neededPerDay === null || total.goalReached
              ? null
              : t('pace.needed', { needed: total.neededPerDay }),
          ]),
        },
        finishFigure(total, lastOn),
        {
          label: t('stock'),
          value:
            total.daysOfStock === null ? NONE : t('stock.days', { days: formatRough(total.daysOfStock) }),
          note: joined([
            t('stock.doses', { doses: total.closedDoses }),
            total.inTransitDoses > 0 ? t('stock.coming', { doses: total.inTransitDoses }) : null,
          ]),
        },
        {
          label: t('not-entered'),
          value: formatNumber(total.notEntered),
          note: joined([
            t('not-entered.note'),
            t('sessions', { count: total.openSessions }),
            total.entryLag.sameDay === null
              ? null
              : `${t('lag')}: ${t('lag.same-day', { share: formatShare(total.entryLag.sameDay) })}`,
          ]),
        },
      ]}
    />
  )
}

function percentNote({ total, goalPercent }: ProgressView): string {
  if (total.target === null) return t('target.none')
  if (total.percent !== null && total.percent > 100) return t('percent.above')
  return total.goalReached
    ? t('percent.reached', { goal: goalPercent })
    : t('percent.goal', { goal: goalPercent, remaining: total.remaining ?? 0 })
}

function finishFigure(total: ProgressView['total'], lastOn: LocalDate) {
  const label = t('finish')
  if (total.goalReached) return { label, value: t('finish.done'), tone: 'good' as const }
  if (total.finish === null) return { label, value: NONE }
  const { likelyOn, earliestOn, latestOn } = total.finish
  const late = likelyOn > lastOn
  return {
    label,
    value: formatDay(likelyOn),
    note: joined([
      latestOn === null
        ? t('finish.from', { from: formatDay(earliestOn) })
        : t('finish.range', { from: formatDay(earliestOn), to: formatDay(latestOn) }),
      late ? t('finish.late', { lastOn: formatDay(lastOn) }) : null,
    ]),
    ...(late ? { tone: 'warn' as const } : {}),
  }
}

const joined = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join('\n')
