import { stockAlarmKinds } from '#domain/stock-alarms.ts'
import type { StockAlarmCounts, StockAlarms } from '#features/stock/books-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { alarmTones, kindWord, t } from './alarm-words.ts'
import { HolderCell } from './holder-cell.tsx'
import { holderName } from './holders.ts'

type Alarm = Out<typeof StockAlarms>['items'][number]

/** What somebody should look at today. */
export function Alarms() {
  const alarms = useGet<Out<typeof StockAlarms>>('/v1/stock/alarms')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loading of={alarms}>
        {({ items, total }) => (
          <>
            {items.length < total && <Notice tone="warn" title={t('cut', { shown: items.length, total })} />}
            <div class="as-cards">
              <Table
                caption={t('title')}
                captionHidden
                empty={t('none')}
                rows={items}
                rowKey={({ kind, holder, lotId, transferId }) =>
                  `${kind}-${holder.id}-${lotId}-${transferId}`
                }
                columns={[
                  {
                    key: 'what',
                    head: t('what'),
                    rowHead: true,
                    cell: ({ kind }) => <StatusMark tone={alarmTones[kind]}>{kindWord(kind)}</StatusMark>,
                    sort: ({ kind }) => stockAlarmKinds.indexOf(kind),
                  },
                  {
                    key: 'where',
                    head: t('where'),
                    cell: ({ holder }) => <HolderCell holder={holder} />,
                    sort: ({ holder }) => holderName(holder),
                  },
                  {
                    key: 'doses',
                    head: t('doses'),
                    number: true,
                    cell: ({ doses }) => formatNumber(doses),
                    sort: ({ doses }) => doses,
                  },
                  { key: 'when', head: t('when'), cell: (alarm) => <When alarm={alarm} /> },
                  { key: 'lot', head: t('lot'), cell: (alarm) => <Thing alarm={alarm} /> },
                ]}
              />
            </div>
          </>
        )}
      </Loading>
    </Page>
  )
}

function When({ alarm: { kind, dueOn, daysLeft, since } }: { alarm: Alarm }) {
  const { timeZone } = useAccount().authority
  if (since !== null) return <>{t('since', { at: formatInstant(since, timeZone) })}</>
  if (daysLeft === null) return <>–</>
  if (kind === 'low') return <>{t('lasts-days', { days: daysLeft })}</>
  return (
    <>
      {dueOn !== null && formatDay(dueOn)}
      <small class="under">
        {daysLeft < 0 ? t('days-over', { days: -daysLeft }) : t('days-left', { days: daysLeft })}
      </small>
    </>
  )
}

function Thing({ alarm: { lotId, lotCode, productName, transferId } }: { alarm: Alarm }) {
  if (transferId !== null) return <a href={paths.stock.transfer(transferId)}>{t('to-transfer')}</a>
  if (lotId === null) return <>–</>
  return (
    <>
      <a href={paths.stock.lot(lotId)}>{lotCode}</a>
      <small class="under">{productName}</small>
    </>
  )
}

/** Above the stock: how many alarms there are, by kind. Nothing when there are none. */
export function AlarmStrip() {
  const counts = useGet<Out<typeof StockAlarmCounts>>('/v1/stock/alarms/counts')
  return (
    <Loading of={counts}>
      {({ total, kinds }) =>
        total > 0 && (
          <Notice tone="warn" title={t('some', { count: total })}>
            <ul class="findings">
              {stockAlarmKinds
                .filter((kind) => kinds[kind] > 0)
                .map((kind) => (
                  <li key={kind}>
                    <StatusMark tone={alarmTones[kind]}>
                      {kindWord(kind)}: {formatNumber(kinds[kind])}
                    </StatusMark>
                  </li>
                ))}
            </ul>
            <a href={paths.stock.alarms()}>{t('all')}</a>
          </Notice>
        )
      }
    </Loading>
  )
}
