import { useSignal } from '@preact/signals'
import type { TransferPage } from '#features/stock/transfer-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { navigate } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { CodeScan } from './code-scan.tsx'
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
      <FindByCode />
      <Loading of={transfers}>
        {({ items }) => (
          <>
            <div class="as-cards">
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
            </div>
            {items.length > 0 && <Pager count={items.length} more={transfers.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}

/** The id of a transfer in the address that its record carries as a QR code; null when the text is none. */
function transferIn(text: string): string | null {
  return /\/stock\/transfers\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text.trim())?.[1] ?? null
}

function FindByCode() {
  const missed = useSignal(false)
  return (
    <details class="find-by-code">
      <summary>{t('find')}</summary>
      <CodeScan
        label={t('find.hint')}
        sendWord={t('find.send')}
        onCode={(text) => {
          const transferId = transferIn(text)
          missed.value = transferId === null
          if (transferId !== null) navigate(paths.stock.transfer(transferId))
        }}
      />
      {missed.value && <Notice tone="warn" title={t('find.none')} />}
    </details>
  )
}
