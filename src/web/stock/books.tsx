import { useSignal } from '@preact/signals'
import { addDays, type LocalDate } from '#domain/dates.ts'
import type { Books } from '#features/stock/books-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { useToday } from '../shared/today.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { DayField, SelectField } from '../shared/ui/fields.tsx'
import { day, FieldsAlone, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { Pager, Table, type Column } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { t } from './book-words.ts'
import { HolderCell } from './holder-cell.tsx'
import { holderName, kindName } from './holders.ts'
import { LedgerLines } from './ledger-lines.tsx'

type BooksView = Out<typeof Books>
type Row = BooksView['items'][number]
const figures = [
  'opening',
  'received',
  'sent',
  'used',
  'discarded',
  'overfill',
  'unaccounted',
  'closing',
] as const
const kinds = ['centre', 'ward', 'fridge', 'session', 'transit'] as const
const DAYS_SHOWN = 30

/** The identity of the books, at each holder and lot, for any days. */
export function StockBooks() {
  const today = useToday()
  const lotId = here.value.query.get('lotId')
  const form = useForm(
    { fromOn: formatDay(addDays(today, -DAYS_SHOWN)), toOn: formatDay(today), kind: 'all' },
    { fromOn: [required, day], toOn: [required, day], kind: [required] },
  )
  const { fromOn, toOn, kind } = form.values.value
  const [from, to] = [parseDay(fromOn), parseDay(toOn)]
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={lotId !== null && <ButtonLink href={paths.stock.books()}>{t('all-lots')}</ButtonLink>}
    >
      <Card>
        <FieldsAlone form={form}>
          <div class="fields-row">
            <DayField name="fromOn" label={t('from')} />
            <DayField name="toOn" label={t('to')} />
            <SelectField
              name="kind"
              label={t('kind')}
              options={[
                { value: 'all', label: t('all') },
                ...kinds.map((value) => ({ value, label: kindName(value) })),
              ]}
            />
          </div>
        </FieldsAlone>
        {lotId !== null && <p>{t('one-lot')}</p>}
      </Card>
      {from !== null && to !== null && from <= to && (
        <BookTable
          key={`${from} ${to} ${kind} ${lotId}`}
          period={{ fromOn: from, toOn: to }}
          filter={{ kind: kind === 'all' ? undefined : kind, lotId }}
        />
      )}
    </Page>
  )
}

type Period = { fromOn: LocalDate; toOn: LocalDate }

function BookTable(props: { period: Period; filter: { kind: string | undefined; lotId: string | null } }) {
  const { period, filter } = props
  const books = usePages<Row>('/v1/stock/books', { ...period, ...filter, limit: 100 })
  // Totals are of the whole question and come with its first page.
  const first = useSignal<BooksView | null>(null)
  const data = books.current.value.data as BooksView | null
  if (data !== null && 'totals' in data && first.peek() !== data) first.value = data
  const chosen = useSignal<Row | null>(null)
  return (
    <Loading of={books}>
      {({ items }) => (
        <>
          {first.value !== null && <Check books={first.value} />}
          <div class="books">
            <Table
              caption={t('title')}
              captionHidden
              empty={t('none')}
              rows={items}
              rowKey={({ holder, lotId }) => `${holder.id}-${lotId}`}
              rowTone={({ gap, closing }) => (gap !== 0 || closing < 0 ? 'bad' : undefined)}
              columns={columns((row) => {
                chosen.value = row
              })}
            />
          </div>
          {first.value !== null && items.length > 0 && <Totals books={first.value} />}
          {items.length > 0 && <Pager count={items.length} more={books.more} />}
          <Dialog
            title={
              chosen.value === null
                ? ''
                : t('lines', { holder: holderName(chosen.value.holder), lot: chosen.value.lotCode })
            }
            open={chosen.value !== null}
            onClose={() => {
              chosen.value = null
            }}
          >
            {chosen.value !== null && (
              <LedgerLines holderId={chosen.value.holder.id} lotId={chosen.value.lotId} period={period} />
            )}
          </Dialog>
        </>
      )}
    </Loading>
  )
}

function Check({ books: { rows, wrongRows } }: { books: BooksView }) {
  if (rows === 0) return null
  return wrongRows === 0 ? (
    <Notice tone="good" title={t('right', { rows })} />
  ) : (
    <Notice tone="bad" title={t('wrong', { count: wrongRows })} />
  )
}

function columns(onChoose: (row: Row) => void): Column<Row>[] {
  return [
    {
      key: 'holder',
      head: t('holder'),
      rowHead: true,
      cell: ({ holder }) => <HolderCell holder={holder} />,
    },
    {
      key: 'lot',
      head: t('lot'),
      cell: (row) => (
        <>
          <Button
            kind="quiet"
            label={t('see-lines', { holder: holderName(row.holder), lot: row.lotCode })}
            onClick={() => onChoose(row)}
          >
            {row.lotCode}
          </Button>
          <small class="under">{row.productName}</small>
        </>
      ),
    },
    ...figures.map((figure): Column<Row> => ({
      key: figure,
      head: t(figure),
      number: true,
      cell: (row) => (
        <>
          {row[figure] === 0 && figure !== 'closing' ? '–' : formatNumber(row[figure])}
          {figure === 'closing' && row.gap !== 0 && (
            <small class="under">{t('gap', { doses: row.gap })}</small>
          )}
        </>
      ),
    })),
  ]
}

function Totals({ books: { totals } }: { books: BooksView }) {
  return (
    <Card title={t('total')}>
      <dl class="book-total">
        {figures.map((figure) => (
          <div key={figure}>
            <dt>{t(figure)}</dt>
            <dd>{formatNumber(totals[figure])}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{t('total.note')}</p>
    </Card>
  )
}
