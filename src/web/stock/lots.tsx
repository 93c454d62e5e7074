import type { Lot } from '#features/stock/lot-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { LotStatusMark } from './lot-status.tsx'
import { t } from './lot-words.ts'

type LotView = Out<typeof Lot>

/** Every lot of the authority. */
export function Lots() {
  const lots = usePages<LotView>('/v1/lots', { limit: 200 })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loading of={lots}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('title')}
                captionHidden
                empty={t('none')}
                rows={items}
                rowKey={({ id }) => id}
                rowTone={({ status }) => (status === 'recalled' ? 'bad' : undefined)}
                columns={[
                  {
                    key: 'lot',
                    head: t('lot'),
                    rowHead: true,
                    cell: ({ id, code }) => <a href={paths.stock.lot(id)}>{code}</a>,
                    sort: ({ code }) => code,
                  },
                  {
                    key: 'product',
                    head: t('product'),
                    cell: ({ productName }) => productName,
                    sort: ({ productName }) => productName,
                  },
                  {
                    key: 'use-by',
                    head: t('use-by'),
                    cell: ({ useByOn }) => (useByOn === null ? '–' : formatDay(useByOn)),
                    sort: ({ useByOn }) => useByOn ?? '9999',
                  },
                  {
                    key: 'status',
                    head: t('status'),
                    cell: (lot) => <LotStatusMark lot={lot} />,
                    sort: ({ status }) => status,
                  },
                ]}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={lots.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}
