import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { foldName } from '#domain/place-names.ts'
import { wardStates } from '#domain/ward-state.ts'
import { paths } from '../shared/paths.ts'
import { Card, Empty } from '../shared/ui/page.tsx'
import { Table, type Column } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { asksForHelp } from './attention.ts'
import { targetNote, type ProgressView, type QualityRow, type Row } from './figures.ts'
import { byNeed, shortfallPerDay } from './forecast.ts'
import { stateName } from './state-mark.tsx'
import { Choice } from './switches.tsx'
import * as cells from './ward-cells.tsx'
import { t as s } from './ward-words.ts'
import { t } from './words.ts'

type Props = {
  progress: ProgressView
  quality: ReadonlyMap<string, QualityRow>
  timeZone: string
  /** What is looked at: kept on the way to one ward. */
  query: string
}

/** Every figure of every ward; what the map shows is here too. */
export function WardTable(props: Props) {
  const name = useSignal('')
  const state = useSignal('')
  const nameId = useId()
  const all = props.progress.items
  const said = usualNote(all)
  const wanted = foldName(name.value)
  const rows = all
    .filter((row) => foldName(row.place.name).includes(wanted) && isOfState(row, state.value))
    .toSorted(byNeed)
  return (
    <Card>
      <div class="switches screen-only" role="search" aria-label={s('filter')}>
        <div class="switch">
          <label for={nameId}>{s('filter.name')}</label>
          <input
            id={nameId}
            type="search"
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value
            }}
          />
        </div>
        <Choice
          label={s('filter.state')}
          value={state.value}
          options={[
            { value: '', label: s('filter.all') },
            { value: 'help', label: s('filter.help') },
            ...wardStates.map((value) => ({ value, label: stateName(value) })),
          ]}
          onChoose={(value) => {
            state.value = value
          }}
        />
        <span role="status">{s('filter.shown', { shown: rows.length, all: all.length })}</span>
      </div>
      {rows.length === 0 && all.length > 0 ? (
        <Empty>{s('filter.none')}</Empty>
      ) : (
        <div class="wards">
          {said !== null && <p class="hint">{s('target.usual', { note: said })}</p>}
          <Table
            caption={t('table')}
            empty={t('no-wards')}
            rows={rows}
            rowKey={({ place }) => place.id}
            rowTone={(row) => (row.withoutCrew.length > 0 ? 'bad' : undefined)}
            columns={columnsOf(props, said)}
          />
        </div>
      )}
    </Card>
  )
}

const isOfState = (row: Row, state: string) =>
  state === '' || (state === 'help' ? asksForHelp(row) : row.standing?.state === state)

/** Where nearly every target comes from: said once, and in a row only where it is another. */
function usualNote(rows: readonly Row[]): string | null {
  const notes = rows.flatMap(({ target }) => (target === null ? [] : [targetNote(target)]))
  const counts = [...Map.groupBy(notes, (note) => note)].map(([note, of]) => ({ note, count: of.length }))
  const most = counts.toSorted((a, b) => b.count - a.count)[0]
  return most === undefined || most.count < 2 ? null : most.note
}

function columnsOf({ quality, timeZone, query }: Props, said: string | null): Column<Row>[] {
  const of = ({ place }: Row) => quality.get(place.id)
  const number = { number: true } as const
  return [
    {
      key: 'ward',
      head: t('ward'),
      cell: ({ place }) => <a href={paths.centre.ward(place.id, query)}>{place.name}</a>,
      sort: ({ place }) => place.name,
      rowHead: true,
    },
    {
      key: 'state',
      head: s('state'),
      cell: (row) => <cells.StateCell row={row} brief />,
      sort: (row) => (row.standing === null ? 9 : wardStates.indexOf(row.standing.state)),
    },
    {
      key: 'progress',
      head: t('progress'),
      cell: (row) => <cells.ProgressCell row={row} said={said} />,
      sort: ({ percent }) => percent ?? -1,
    },
    {
      key: 'needed',
      head: s('needed'),
      ...number,
      cell: (row) => <cells.NeededCell row={row} />,
      sort: ({ remaining }) => remaining ?? -1,
    },
    { key: 'week', head: t('week'), cell: ({ series }) => <cells.Week series={series} /> },
    {
      key: 'pace',
      head: t('pace'),
      ...number,
      cell: (row) => <cells.PaceCell row={row} />,
      sort: shortfallPerDay,
    },
    {
      key: 'finish',
      head: t('finish'),
      ...number,
      cell: (row) => <cells.FinishCell row={row} />,
      sort: ({ finish }) => finish?.likelyOn ?? '9999',
    },
    {
      key: 'stock',
      head: t('stock'),
      ...number,
      cell: (row) => <cells.StockCell row={row} />,
      sort: ({ daysOfStock }) => daysOfStock ?? Infinity,
    },
    {
      key: 'supplied',
      head: s('supplied'),
      ...number,
      cell: (row) => <cells.SuppliedCell row={row} />,
      sort: ({ supply }) => supply.ratio ?? -1,
    },
    {
      key: 'lag',
      head: s('lag'),
      ...number,
      cell: (row) => <cells.LagCell row={row} quality={of(row)} />,
      sort: (row) => of(row)?.lag.medianSeconds ?? -1,
    },
    {
      key: 'not-entered',
      head: t('not-entered'),
      ...number,
      cell: ({ notEntered }) => formatNumber(notEntered),
      sort: ({ notEntered }) => notEntered,
    },
    {
      key: 'silent',
      head: s('silent'),
      cell: (row) => <cells.SilentCell quality={of(row)} timeZone={timeZone} />,
      sort: (row) => (of(row)?.silentSites.length ?? 0) + (of(row)?.phones.silent ?? 0),
    },
  ]
}
