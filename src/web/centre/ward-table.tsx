import { StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { formatDay } from '../shared/days.ts'
import { formatNumber, formatShare } from '../shared/words.ts'
import { marksOf, weekWords } from './attention.ts'
import { formatPercent, formatRough, NONE, type ProgressView, type Row } from './figures.ts'
import { byNeed, forecastFinish, shortfallPerDay } from './forecast.ts'
import { t } from './words.ts'

/** Every figure of every ward; what the map shows is here too. */
export function WardTable({ progress }: { progress: ProgressView }) {
  return (
    <div class="wards">
      <Table
        caption={t('table')}
        empty={t('no-wards')}
        rows={progress.items.toSorted(byNeed)}
        rowKey={({ place }) => place.id}
        rowTone={(row) => (row.withoutCrew.length > 0 ? 'bad' : undefined)}
        columns={[
          {
            key: 'ward',
            head: t('ward'),
            cell: ({ place }) => place.name,
            sort: ({ place }) => place.name,
            rowHead: true,
          },
          {
            key: 'state',
            head: t('state'),
            cell: (row) => <Marks row={row} />,
            sort: (row) => -marksOf(row).length,
          },
          {
            key: 'progress',
            head: t('progress'),
            cell: (row) => <Progress row={row} />,
            sort: ({ percent }) => percent ?? -1,
          },
          { key: 'week', head: t('week'), cell: ({ series }) => <Week series={series} /> },
          {
            key: 'pace',
            head: t('pace'),
            number: true,
            cell: (row) => <PaceCell row={row} />,
            sort: shortfallPerDay,
          },
          {
            key: 'finish',
            head: t('finish'),
            number: true,
            cell: (row) => <FinishCell row={row} on={progress.on} />,
            sort: (row) => forecastFinish(row.remaining, row.pace, progress.on)?.likelyOn ?? '9999',
          },
          {
            key: 'stock',
            head: t('stock'),
            number: true,
            cell: (row) => <StockCell row={row} />,
            sort: ({ daysOfStock }) => daysOfStock ?? Infinity,
          },
          {
            key: 'lag',
            head: t('lag'),
            number: true,
            cell: (row) => <LagCell row={row} />,
            sort: ({ entryLag }) => entryLag.sameDay ?? 2,
          },
          {
            key: 'not-entered',
            head: t('not-entered'),
            number: true,
            cell: ({ notEntered }) => formatNumber(notEntered),
            sort: ({ notEntered }) => notEntered,
          },
        ]}
      />
    </div>
  )
}

function Progress({ row }: { row: Row }) {
  const { done, target, percent } = row
  return (
    <div class="ward-progress">
      <progress max={100} value={Math.min(percent ?? 0, 100)} aria-label={row.place.name} />
      <b>{formatPercent(percent)}</b>
      <small>
        {t('progress.of', { done, target: target === null ? NONE : formatNumber(target.persons) })}
      </small>
    </div>
  )
}

const BAR = 6
const HEIGHT = 28

/** Seven bars, today the darkest; their height is within the ward, since wards differ in size. */
function Week({ series }: { series: Row['series'] }) {
  if (series === null) return <>{NONE}</>
  const most = Math.max(1, ...series.map(({ doses }) => doses))
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

function PaceCell({ row }: { row: Row }) {
  return (
    <>
      <b>{row.pace === null ? NONE : t('pace.day', { pace: formatRough(row.pace.perDay) })}</b>
      {row.neededPerDay !== null && row.neededPerDay > 0 && (
        <small>{t('pace.needed', { needed: row.neededPerDay })}</small>
      )}
    </>
  )
}

function FinishCell({ row, on }: { row: Row; on: string }) {
  if (row.goalReached) return <>{t('finish.done')}</>
  const finish = forecastFinish(row.remaining, row.pace, on)
  if (finish === null) return <>{NONE}</>
  const { likelyOn, earliestOn, latestOn } = finish
  return (
    <>
      <b>{formatDay(likelyOn)}</b>
      <small>
        {latestOn === null
          ? t('finish.from', { from: formatDay(earliestOn) })
          : `${formatDay(earliestOn)} – ${formatDay(latestOn)}`}
      </small>
    </>
  )
}

function StockCell({ row }: { row: Row }) {
  return (
    <>
      <b>{row.daysOfStock === null ? NONE : t('stock.days', { days: formatRough(row.daysOfStock) })}</b>
      <small>{t('stock.short', { doses: row.closedDoses })}</small>
      {row.inTransitDoses > 0 && <small>{t('stock.coming', { doses: row.inTransitDoses })}</small>}
    </>
  )
}

function LagCell({ row }: { row: Row }) {
  const { sameDay, medianDays } = row.entryLag
  if (sameDay === null || medianDays === null) return <>{NONE}</>
  return (
    <>
      <b>{formatShare(sameDay)}</b>
      <small>{t('lag.in-day')}</small>
      {medianDays > 0 && <small>{t('lag.days', { days: medianDays })}</small>}
    </>
  )
}

function Marks({ row }: { row: Row }) {
  const marks = marksOf(row)
  if (marks.length === 0)
    return row.goalReached ? <StatusMark tone="good">{t('mark.reached')}</StatusMark> : null
  return (
    <ul class="marks">
      {marks.map(({ kind, tone, word, why }, at) => (
        <li key={`${kind}-${at}`} class={tone}>
          <StatusMark tone={tone}>{word}</StatusMark>
          <small>{why}</small>
        </li>
      ))}
    </ul>
  )
}
