import type { LocalDate } from '#domain/dates.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { StatusMark } from '../shared/ui/page.tsx'
import { formatNumber, formatShare } from '../shared/words.ts'
import { marksOf, weekWords } from './attention.ts'
import { formatPercent, formatRough, NONE, targetNote, type QualityRow, type Row } from './figures.ts'
import { formatLag } from './lag-text.ts'
import { Light, StateMark } from './state-mark.tsx'
import { t as s } from './ward-words.ts'
import { t } from './words.ts'

/** Cells of the table of wards: the figure that is acted upon, and what stands behind it in small. */
export function ProgressCell({
  row,
  said = null,
}: {
  row: Row
  /** Where the target comes from, said already. */ said?: string | null
}) {
  const { done, target, percent, light } = row
  return (
    <div class="ward-progress">
      <Light light={light} />
      <div>
        <b>{formatPercent(percent)}</b>
        <progress max={100} value={Math.min(percent ?? 0, 100)} aria-label={row.place.name} />
        <small>
          {t('progress.of', { done, target: target === null ? NONE : formatNumber(target.persons) })}
        </small>
        {(said === null || (target !== null && targetNote(target) !== said)) && (
          <small class="source">{targetNote(target)}</small>
        )}
      </div>
    </div>
  )
}

export function NeededCell({ row }: { row: Row }) {
  const { remaining, neededPerDay } = row
  if (remaining === null) return <>{NONE}</>
  return (
    <>
      <b>{formatNumber(remaining)}</b>
      {neededPerDay !== null && neededPerDay > 0 && (
        <small>{s('needed.day', { needed: neededPerDay })}</small>
      )}
    </>
  )
}

const BAR = 6
const HEIGHT = 28

/** Seven days, the last one in the accent colour; the numbers are said to who does not see the bars. */
export function Week({ series }: { series: Row['series'] }) {
  if (series === null) return <>{NONE}</>
  const most = Math.max(...series.map(({ doses }) => doses), 1)
  return (
    <svg
      class="week"
      viewBox={`0 0 ${series.length * (BAR + 3)} ${HEIGHT}`}
      role="img"
      aria-label={weekWords(series)}
    >
      {series.map(({ on, doses }, at) => {
        const height = Math.max(1, Math.round((doses / most) * HEIGHT))
        return <rect key={on} x={at * (BAR + 3)} y={HEIGHT - height} width={BAR} height={height} />
      })}
    </svg>
  )
}

export function PaceCell({ row }: { row: Row }) {
  const { stepPace } = row
  if (stepPace === null) return <>{NONE}</>
  const [low, high] = [formatRough(stepPace.low), formatRough(stepPace.high)]
  return (
    <>
      <b>{t('pace.day', { pace: formatRough(stepPace.perDay) })}</b>
      <small>{s('pace.range', { low, high })}</small>
    </>
  )
}

export function FinishCell({ row }: { row: Row }) {
  if (row.goalReached) return <>{t('finish.done')}</>
  if (row.finish === null) return <>{NONE}</>
  const { likelyOn, earliestOn, latestOn } = row.finish
  /** The year stands above; said again only where it is another. */
  const short = (day: LocalDate) =>
    day.slice(0, 4) === likelyOn.slice(0, 4) ? formatDay(day).slice(0, 5) : formatDay(day)
  return (
    <>
      <b>{formatDay(likelyOn)}</b>
      <small>
        {latestOn === null
          ? t('finish.from', { from: short(earliestOn) })
          : `${short(earliestOn)} – ${short(latestOn)}`}
      </small>
    </>
  )
}

export function StockCell({ row }: { row: Row }) {
  return (
    <>
      <b>{row.daysOfStock === null ? NONE : t('stock.days', { days: formatRough(row.daysOfStock) })}</b>
      <small>{t('stock.short', { doses: row.closedDoses })}</small>
      {row.inTransitDoses > 0 && <small>{t('stock.coming', { doses: row.inTransitDoses })}</small>}
    </>
  )
}

export function SuppliedCell({ row }: { row: Row }) {
  const { received, sent, injected, ratio } = row.supply
  if (ratio === null) return <>{NONE}</>
  return (
    <>
      <b>{formatPercent(ratio * 100)}</b>
      <small>{s('supplied.of', { injected, supplied: received - sent })}</small>
    </>
  )
}

/** By the minute where sessions of the last week tell it, else by the day. */
export function LagCell({ row, quality }: { row: Row; quality: QualityRow | undefined }) {
  const lag = quality?.lag
  if (lag !== undefined && lag.medianSeconds !== null)
    return (
      <>
        <b>{formatLag(lag.medianSeconds)}</b>
        <small>{s('lag.over-minutes', { share: formatShare(lag.overTwoMinutes ?? 0) })}</small>
        <small>{s('lag.over-day', { share: formatShare(lag.overOneDay ?? 0) })}</small>
      </>
    )
  const { sameDay, medianDays } = row.entryLag
  if (sameDay === null || medianDays === null) return <>{NONE}</>
  return (
    <>
      <b>{s('lag.days', { days: medianDays })}</b>
      <small>{t('lag.same-day', { share: formatShare(sameDay) })}</small>
    </>
  )
}

export function SilentCell({ quality, timeZone }: { quality: QualityRow | undefined; timeZone: string }) {
  if (quality === undefined) return <>{NONE}</>
  const { silentSites, phones } = quality
  return (
    <>
      {silentSites.map(({ sessionId, siteName, lastAt }) => (
        <small key={sessionId}>
          {lastAt === null
            ? s('silent.site-new', { site: siteName })
            : s('silent.site', { site: siteName, at: formatInstant(lastAt, timeZone).slice(-5) })}
        </small>
      ))}
      {phones.known > 0 && <small>{s('silent.phones', phones)}</small>}
      {phones.waiting > 0 && <small>{s('silent.waiting', phones)}</small>}
      {silentSites.length === 0 && phones.known === 0 && NONE}
    </>
  )
}

/** Marks that a state says already. */
const sayings: Record<string, string> = { silent: 'silent', dry: 'slow-dry', late: 'late-entry' }

/** The state in words, then what else a person should act on. @param brief where its figures stand beside it. */
export function StateCell({ row, brief = false }: { row: Row; brief?: boolean }) {
  const marks = marksOf(row).filter(({ kind }) => sayings[kind] !== (row.standing?.state ?? ''))
  const { notRestated } = row.place
  return (
    <div class="state-cell">
      <StateMark row={row} brief={brief} />
      {notRestated !== null && <small>{s(`not-restated.${notRestated}`)}</small>}
      {marks.length > 0 && (
        <ul class="marks">
          {marks.map(({ kind, tone, word, why }, at) => (
            <li key={`${kind}-${at}`} class={tone}>
              <StatusMark tone={tone}>{word}</StatusMark>
              <small>{why}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
