import type { TransferPage } from '#features/stock/transfer-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { holderName } from './holders.ts'
import { TransferStateMark } from './transfer-state.tsx'
import { t } from './transfer-words.ts'

type Row = Out<typeof TransferPage>['items'][number]

/** Every transfer seen from either end, newest first. */
export function Transfers() {
  const transfers = usePages<Row>('/v1/transfers')
  const may = useMay()
  const { timeZone } = useAccount().authority
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may('stock.manage') && (
          <ButtonLink kind="main" href={paths.stock.newTransfer()}>
            {t('new')}
          </ButtonLink>
        )
      }
    >
      <Loading of={transfers}>
        {({ items }) => (
          <>
            <Table
              caption={t('title')}
              captionHidden
              empty={t('none')}
              rows={items}
              rowKey={({ id }) => id}
              rowTone={({ state, overdue }) => (state === 'discrepancy' || overdue ? 'bad' : undefined)}
              columns={[
                {
                  key: 'way',
                  head: `${t('from')} → ${t('to')}`,
                  cell: ({ id, from, to }) => (
                    <a href={paths.stock.transfer(id)}>{`${holderName(from)} → ${holderName(to)}`}</a>
                  ),
                  rowHead: true,
                },
                {
                  key: 'content',
                  head: t('content'),
                  cell: ({ lines }) =>
                    lines.map((line) => (
                      <div key={line.lotId}>
                        {`${line.productName}, ${line.lotCode}: ${t('amount', {
                          vials: line.dispatchedVials ?? line.approvedVials,
                          doses: line.dispatchedDoses ?? line.approvedDoses,
                        })}`}
                      </div>
                    )),
                },
                {
                  key: 'at',
                  head: t('at'),
                  cell: ({ approved }) => formatInstant(approved.at, timeZone),
                  sort: ({ approved }) => approved.at,
                },
                {
                  key: 'state',
                  head: t('state'),
                  cell: ({ state, overdue }) => (
                    <>
                      <TransferStateMark state={state} />
                      {overdue && <StatusMark tone="bad">{t('overdue')}</StatusMark>}
                    </>
                  ),
                  sort: ({ state }) => state,
                },
              ]}
            />
            {items.length > 0 && <Pager count={items.length} more={transfers.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}
