import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'
import type { ProgressParts } from '#features/reports/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { useAll, type PlaceView } from '../shared/wards.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty } from '../shared/ui/page.tsx'
import { Table, type Column } from '../shared/ui/table.tsx'
import { formatNumber, language } from '../shared/words.ts'
import { t } from './board-words.ts'
import { formatPercent, formatRough, NONE, targetNote } from './figures.ts'
import { Light } from './state-mark.tsx'
import { Choice } from './switches.tsx'
import { putView, type View } from './view.ts'
import { Week } from './ward-cells.tsx'
import { t as s } from './ward-words.ts'
import { t as w } from './words.ts'

type Part = Out<typeof ProgressParts>['items'][number]

/** The same figures with other rows than wards. */
export function PartsTable({ campaign, view }: { campaign: string; view: View }) {
  const { rows, place, step, group } = view
  const isOfOneWard = rows === 'group'
  return (
    <Card>
      {isOfOneWard && <WardChoice place={place} />}
      {isOfOneWard && place === null ? (
        <Empty>{t('place.choose')}</Empty>
      ) : (
        <Parts campaign={campaign} asked={{ rows, place: isOfOneWard ? place : null, step, group }} />
      )}
    </Card>
  )
}

function WardChoice({ place }: { place: string | null }) {
  const wards = useAll<PlaceView>('/v1/places', { kind: 'ward' })
  return (
    <Loading of={wards}>
      {(all) => (
        <div class="switches screen-only">
          <Choice
            label={t('place')}
            value={place ?? ''}
            options={[{ value: '', label: NONE }, ...all.map(({ id, name }) => ({ value: id, label: name }))]}
            onChoose={(chosen) => putView({ place: chosen })}
          />
        </div>
      )}
    </Loading>
  )
}

function Parts({
  campaign,
  asked,
}: {
  campaign: string
  asked: Pick<View, 'rows' | 'place' | 'step' | 'group'>
}) {
  const parts = useGet<Out<typeof ProgressParts>>('/v1/progress/parts', { campaign, ...asked })
  return (
    <Loading of={parts}>
      {({ items, rows }) => (
        <div class="wards">
          <Table
            caption={t(`rows.${rows}`)}
            empty={t('rows.empty')}
            rows={items}
            rowKey={({ key }) => key}
            columns={columnsOf(items, t(`rows.${rows}`))}
          />
        </div>
      )}
    </Loading>
  )
}

const nameOf = ({ key, name }: Part) =>
  isStepCode(key) ? stepWords(key)[language.value] : key === '' ? t('rows.no-group') : name

function columnsOf(items: readonly Part[], rowsWord: string): Column<Part>[] {
  const within: Column<Part> = {
    key: 'within',
    head: t('within'),
    cell: (part) => part.within,
    sort: (part) => part.within,
  }
  return [
    { key: 'name', head: rowsWord, cell: nameOf, sort: nameOf, rowHead: true },
    ...(items.some((part) => part.within !== '') ? [within] : []),
    {
      key: 'progress',
      head: w('progress'),
      cell: (part) => <PartProgress part={part} />,
      sort: ({ percent, done }) => percent ?? done / 1e9,
    },
    {
      key: 'needed',
      head: s('needed'),
      number: true,
      cell: ({ remaining, neededPerDay }) =>
        remaining === null ? (
          NONE
        ) : (
          <>
            <b>{formatNumber(remaining)}</b>
            {neededPerDay !== null && neededPerDay > 0 && (
              <small>{s('needed.day', { needed: neededPerDay })}</small>
            )}
          </>
        ),
      sort: ({ remaining }) => remaining ?? -1,
    },
    { key: 'week', head: w('week'), cell: ({ series }) => <Week series={series} /> },
    {
      key: 'pace',
      head: w('pace'),
      number: true,
      cell: ({ stepPace }) =>
        stepPace === null ? (
          NONE
        ) : (
          <>
            <b>{w('pace.day', { pace: formatRough(stepPace.perDay) })}</b>
            <small>
              {s('pace.range', { low: formatRough(stepPace.low), high: formatRough(stepPace.high) })}
            </small>
          </>
        ),
      sort: ({ stepPace }) => stepPace?.perDay ?? -1,
    },
    {
      key: 'finish',
      head: w('finish'),
      number: true,
      cell: ({ finish, goalReached }) =>
        goalReached ? w('finish.done') : finish === null ? NONE : formatDay(finish.likelyOn),
      sort: ({ finish }) => finish?.likelyOn ?? '9999',
    },
  ]
}

export function PartProgress({ part }: { part: Pick<Part, 'done' | 'target' | 'percent' | 'light'> }) {
  const { done, target, percent, light } = part
  // Nobody to hold them against: a site has no people of its own.
  if (target === null) return <b>{w('progress.done', { done })}</b>
  return (
    <div class="ward-progress">
      <Light light={light} />
      <div>
        <b>{formatPercent(percent)}</b>
        <small>{w('progress.of', { done, target: formatNumber(target.persons) })}</small>
        <small class="source">{targetNote(target)}</small>
      </div>
    </div>
  )
}
