import { useSignal } from '@preact/signals'
import { wardStoreClass } from '#domain/transfer.ts'
import type { PlanSupply } from '#features/planner/supply-contract.ts'
import type { ProductList } from '#features/stock/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { NONE } from './figures.ts'
import { Arrivals } from './plan-arrivals.tsx'
import { WardSupplyForm } from './plan-ward-supply.tsx'
import { t as tp } from './plan-words.ts'
import { sayClass, t } from './plan-supply-words.ts'

export type SupplyView = Out<typeof PlanSupply>
export type WardSupplyRow = SupplyView['wards'][number]

/** What the planner is told beside stock and doses: stores, roads, least stock, and what is announced. */
export function PlanSupplyPage() {
  const supply = useGet<SupplyView>('/v1/plan-supply')
  const products = useGet<Out<typeof ProductList>>('/v1/products')
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={<ButtonLink href={paths.centre.plans()}>{tp('back')}</ButtonLink>}
    >
      <Loading of={supply}>
        {(view) => (
          <Loading of={products}>
            {({ items }) => (
              <>
                <Wards
                  wards={view.wards}
                  classes={[...new Set(items.map(wardStoreClass))].sort()}
                  onSaved={supply.reload}
                />
                <Arrivals arrivals={view.arrivals} products={items} onSaved={supply.reload} />
              </>
            )}
          </Loading>
        )}
      </Loading>
    </Page>
  )
}

function Wards(props: {
  wards: readonly WardSupplyRow[]
  classes: readonly string[]
  onSaved: () => Promise<void>
}) {
  const { timeZone } = useAccount().authority
  const mayEdit = useMay()('plan.approve')
  const editing = useSignal<WardSupplyRow | null>(null)
  const close = () => {
    editing.value = null
  }
  const edited = editing.value
  return (
    <div class="plan-supply as-cards">
      <Table
        caption={t('wards')}
        rows={props.wards}
        rowKey={({ wardId }) => wardId}
        columns={[
          {
            key: 'ward',
            head: t('ward'),
            rowHead: true,
            cell: ({ wardName, setBy, receivedAt, reason }) => (
              <>
                {wardName}
                {setBy !== null && receivedAt !== null && (
                  <small class="hint plan-said">
                    {t('said.by', { by: setBy, at: formatInstant(receivedAt, timeZone), reason })}
                  </small>
                )}
              </>
            ),
            sort: ({ wardName }) => wardName,
          },
          {
            key: 'accepts',
            head: t('accepts.head'),
            cell: ({ acceptsTransfers }) => (
              <StatusMark tone={acceptsTransfers ? 'good' : 'still'}>
                {t(acceptsTransfers ? 'yes' : 'no')}
              </StatusMark>
            ),
          },
          {
            key: 'least',
            head: t('least'),
            number: true,
            cell: ({ minStockDays }) => formatNumber(minStockDays),
          },
          { key: 'rooms', head: t('rooms'), cell: ({ rooms }) => roomWords(rooms) },
          {
            key: 'road',
            head: t('road'),
            number: true,
            cell: ({ roads }) => roads.find(({ fromWardId }) => fromWardId === null)?.minutes ?? NONE,
          },
          ...(mayEdit
            ? [
                {
                  key: 'edit',
                  head: t('edit'),
                  cell: (row: WardSupplyRow) => (
                    <Button
                      kind="quiet"
                      label={t('edit.of', { ward: row.wardName })}
                      onClick={() => {
                        editing.value = row
                      }}
                    >
                      {t('edit')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Dialog title={t('edit.of', { ward: edited?.wardName ?? '' })} open={edited !== null} onClose={close}>
        {edited !== null && (
          <WardSupplyForm
            key={edited.wardId}
            row={edited}
            wards={props.wards}
            classes={props.classes}
            onClose={close}
            onSaved={props.onSaved}
          />
        )}
      </Dialog>
    </div>
  )
}

function roomWords(rooms: WardSupplyRow['rooms']): string {
  if (rooms.length === 0) return t('rooms.unknown')
  return rooms
    .map(({ storageClass, capacityDoses }) =>
      t('room.of', { class: sayClass(storageClass), doses: formatNumber(capacityDoses) }),
    )
    .join('; ')
}
