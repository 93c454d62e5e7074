import { addDays } from '#domain/dates.ts'
import type { WastageList } from '#features/stock/books-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { useToday } from '../shared/today.ts'
import { DayField } from '../shared/ui/fields.tsx'
import { day, FieldsAlone, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Facts, Figures, Notice, Page, type Tone } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { t, wasteCause } from './waste-words.ts'

type List = Out<typeof WastageList>
type Row = List['items'][number]
const DAYS_SHOWN = 30

/** Wastage by vaccine, with the sum that each rate comes from. */
export function WastagePage() {
  const today = useToday()
  const form = useForm(
    { fromOn: formatDay(addDays(today, -DAYS_SHOWN)), toOn: formatDay(today) },
    { fromOn: [required, day], toOn: [required, day] },
  )
  const [from, to] = [parseDay(form.values.value.fromOn), parseDay(form.values.value.toOn)]
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        <FieldsAlone form={form}>
          <div class="fields-row">
            <DayField name="fromOn" label={t('from')} />
            <DayField name="toOn" label={t('to')} />
          </div>
        </FieldsAlone>
      </Card>
      {from !== null && to !== null && from <= to && <Rates key={`${from} ${to}`} fromOn={from} toOn={to} />}
    </Page>
  )
}

function Rates(period: { fromOn: string; toOn: string }) {
  const wastage = useGet<List>('/v1/stock/wastage', period)
  return (
    <Loading of={wastage}>
      {({ items, openSessions }) => (
        <>
          {openSessions > 0 && <Notice tone="info" title={t('open-sessions', { count: openSessions })} />}
          {items.length === 0 && <Empty>{t('none')}</Empty>}
          {items.map((row) => (
            <Product key={row.productId} row={row} />
          ))}
        </>
      )}
    </Loading>
  )
}

/** One decimal is what a cumulative rate is worth. */
const percent = (rate: number | null) =>
  rate === null ? '–' : `${formatNumber(Math.round(rate * 1000) / 10)} %`

function toneOf({ openRate, indicativeRate }: Row): Tone {
  if (openRate === null || indicativeRate === null) return 'still'
  return openRate > indicativeRate ? 'warn' : 'good'
}

function Product({ row }: { row: Row }) {
  const { openedDoses: opened, givenDoses: given, maxDosesPerVial: max, discardedUnopened: discarded } = row
  const indicative =
    row.indicativeRate === null ? {} : { note: t('indicative', { rate: percent(row.indicativeRate) }) }
  const figures = [
    { label: t('open-rate'), value: percent(row.openRate), tone: toneOf(row), ...indicative },
    { label: t('closed-rate'), value: percent(row.closedRate) },
    { label: t('total'), value: percent(row.totalRate) },
    {
      label: t('factor'),
      value: row.factor === null ? '–' : formatNumber(Math.round(row.factor * 100) / 100),
    },
  ]
  return (
    <Card title={row.productName}>
      <Figures items={figures} />
      {row.beyondVials ? (
        <Notice tone="bad" title={t('beyond', { max })} />
      ) : (
        given > opened && (
          <Notice tone="info" title={t('negative', { opened, given, more: given - opened, max })} />
        )
      )}
      <Facts
        items={[
          [t('open-rate'), opened === 0 ? t('nothing-opened') : t('open-sum', { opened, given })],
          [
            t('closed-rate'),
            t('closed-sum', { discarded, handled: row.handledDoses, levels: row.storageLevels }),
          ],
          [t('sessions'), formatNumber(row.sessions)],
        ]}
      />
      {row.causes.length > 0 && (
        <Table
          caption={t('causes')}
          rows={row.causes}
          rowKey={({ opened: isOpened, cause }) => `${isOpened} ${cause}`}
          columns={[
            { key: 'cause', head: t('cause'), rowHead: true, cell: ({ cause }) => wasteCause(cause) },
            {
              key: 'what',
              head: t('vials'),
              cell: ({ opened: isOpened }) => (isOpened ? t('opened') : t('closed')),
            },
            { key: 'doses', head: t('doses'), number: true, cell: ({ doses }) => formatNumber(doses) },
          ]}
        />
      )}
    </Card>
  )
}
