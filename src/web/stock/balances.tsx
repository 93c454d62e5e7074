import { formatDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { AlarmStrip } from './alarms.tsx'
import { holderName, kindName, type StockLine } from './holders.ts'
import { LotStatusMark } from './lot-status.tsx'
import { t } from './words.ts'

/** Stock by holder and lot, as the books say. */
export function Balances() {
  const stock = usePages<StockLine>('/v1/stock', { limit: 100 })
  return (
    <Page title={t('balances.title')} lead={t('balances.lead')}>
      <AlarmStrip />
      <Loading of={stock}>
        {({ items }) => (
          <>
            <Table
              caption={t('balances.title')}
              captionHidden
              empty={t('balances.none')}
              rows={items.toSorted(byHolder)}
              rowKey={({ holder, lotId }) => `${holder.id}-${lotId}`}
              rowTone={(row) => (row.doses < 0 ? 'bad' : undefined)}
              columns={[
                {
                  key: 'where',
                  head: t('where'),
                  cell: ({ holder }) => (
                    <>
                      {holderName(holder)}
                      <small class="under">{kindName(holder.kind)}</small>
                    </>
                  ),
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
            {items.length > 0 && <Pager count={items.length} more={stock.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}

const order = ['centre', 'ward', 'fridge', 'session', 'transit']

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
