import { foldName } from '#domain/place-names.ts'
import { formatDay } from '../shared/days.ts'
import { paths } from '../shared/paths.ts'
import { SelectField, TextField } from '../shared/ui/fields.tsx'
import { FieldsAlone, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { useAll } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { AlarmStrip } from './alarms.tsx'
import { BalanceTotals, holderOrder } from './balance-totals.tsx'
import { HolderCell } from './holder-cell.tsx'
import { holderName, kindName, type StockLine } from './holders.ts'
import { LotStatusMark } from './lot-status.tsx'
import { t } from './words.ts'

/** A filter is always set to something: "all" is an answer too. */
const alwaysAnswered = { kind: [required], name: [required] }

/** Stock by lot, then by holder and lot, as the books say. */
export function Balances() {
  const stock = useAll<StockLine>('/v1/stock')
  const form = useForm({ kind: '', name: '' }, alwaysAnswered)
  const { kind, name } = form.values.value
  const wanted = foldName(name)
  const isWanted = ({ holder }: StockLine) =>
    (kind === '' || holder.kind === kind) && foldName(holderName(holder)).includes(wanted)
  return (
    <Page title={t('balances.title')} lead={t('balances.lead')} topDown>
      <AlarmStrip />
      <Loading of={stock}>
        {(lines) => (
          <>
            {lines.length > 0 && <BalanceTotals lines={lines} />}
            <div class="stock-filters screen-only" role="search" aria-label={t('where')}>
              <FieldsAlone form={form}>
                <SelectField
                  name="kind"
                  label={t('where')}
                  options={[
                    { value: '', label: t('all') },
                    ...holderOrder.map((value) => ({ value, label: kindName(value) })),
                  ]}
                />
                <TextField name="name" label={t('where.name')} maxLength={100} />
              </FieldsAlone>
            </div>
            <div class="as-cards">
              <Table
                caption={t('balances.title')}
                captionHidden
                empty={t('balances.none')}
                rows={lines.filter(isWanted).toSorted(byHolder)}
                rowKey={({ holder, lotId }) => `${holder.id}-${lotId}`}
                rowTone={(row) => (row.doses < 0 ? 'bad' : undefined)}
                columns={[
                  {
                    key: 'where',
                    head: t('where'),
                    cell: ({ holder }) => <HolderCell holder={holder} />,
                    sort: ({ holder }) => holderName(holder),
                    rowHead: true,
                  },
                  {
                    key: 'lot',
                    head: t('lot'),
                    cell: ({ lotId, lotCode }) => <a href={paths.stock.lot(lotId)}>{lotCode}</a>,
                    sort: ({ lotCode }) => lotCode,
                  },
                  {
                    key: 'doses',
                    head: t('doses'),
                    number: true,
                    cell: ({ doses }) => formatNumber(doses),
                    sort: ({ doses }) => doses,
                  },
                  {
                    key: 'vials',
                    head: t('vials'),
                    number: true,
                    cell: ({ closedVials }) => (closedVials === null ? '–' : formatNumber(closedVials)),
                  },
                  {
                    key: 'use-by',
                    head: t('use-by'),
                    cell: (row) => <UseBy row={row} />,
                    sort: ({ useByOn }) => useByOn ?? '9999',
                  },
                  { key: 'product', head: t('product'), cell: ({ productName }) => productName },
                  { key: 'status', head: t('status'), cell: (row) => <LotStatusMark lot={row} /> },
                ]}
              />
            </div>
            {lines.length > 0 && <Pager count={lines.filter(isWanted).length} more={null} />}
          </>
        )}
      </Loading>
    </Page>
  )
}

const order: readonly string[] = holderOrder

/** From the centre outwards. */
function byHolder(a: StockLine, b: StockLine): number {
  return (
    order.indexOf(a.holder.kind) - order.indexOf(b.holder.kind) ||
    holderName(a.holder).localeCompare(holderName(b.holder), 'vi') ||
    a.lotCode.localeCompare(b.lotCode)
  )
}

function UseBy({ row: { useByOn, daysLeft } }: { row: StockLine }) {
  if (useByOn === null) return <>–</>
  return (
    <>
      {formatDay(useByOn)}
      {daysLeft !== null && (
        <small class="under">{daysLeft < 0 ? t('days-over') : t('days-left', { days: daysLeft })}</small>
      )}
    </>
  )
}
