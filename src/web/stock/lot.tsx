import type { LotDetail } from '#features/stock/lot-contract.ts'
import type { PageProps } from '../areas.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { HolderCell } from './holder-cell.tsx'
import { holderName } from './holders.ts'
import { DecideLot } from './lot-decide.tsx'
import { lotEventText, type LotEventView } from './lot-event-text.ts'
import { LotStatusMark } from './lot-status.tsx'
import { t } from './lot-words.ts'

type Detail = Out<typeof LotDetail>

/** One lot: what it is, what was decided about it, where it lies, and what may be decided now. */
export function LotOne({ params }: PageProps) {
  const path = `/v1/lots/${params['lotId']}`
  const detail = useGet<Detail>(path)
  const may = useMay()
  return (
    <Loading of={detail}>
      {({ lot, transportMinutes, events, where }) => (
        <Page
          title={t('one', { lot: lot.code })}
          lead={lot.productName}
          actions={
            <>
              <ButtonLink kind="main" href={paths.stock.recipients(lot.id)}>
                {t('people')}
              </ButtonLink>
              <ButtonLink href={paths.stock.books(`?lotId=${lot.id}`)}>{t('books')}</ButtonLink>
              <ButtonLink href={paths.stock.lots()}>{t('back')}</ButtonLink>
            </>
          }
        >
          {lot.status === 'recalled' && <Notice tone="bad" title={t('recalled-now')} />}
          {lot.source === 'typed' && <Notice tone="warn" title={t('typed')} />}
          <Card>
            <Facts
              items={[
                [t('status'), <LotStatusMark lot={lot} />],
                [t('expires'), dayOr(lot.expiresOn)],
                [t('use-by'), dayOr(lot.useByOn)],
                [t('per-vial'), formatNumber(lot.dosesPerVial)],
                ...(transportMinutes === 0
                  ? []
                  : [[t('transport'), t('minutes', { minutes: transportMinutes })] as [string, string]]),
              ]}
            />
          </Card>
          <History events={events} />
          {may('stock.manage') && lot.status !== 'recalled' && (
            <DecideLot lot={lot} events={events} onDecided={() => detail.reload()} />
          )}
          <Where where={where} />
        </Page>
      )}
    </Loading>
  )
}

const dayOr = (day: string | null) => (day === null ? '–' : formatDay(day))

/** Nothing is overwritten: every decision stays, with its paper and who recorded it. */
function History({ events }: { events: readonly LotEventView[] }) {
  const { timeZone } = useAccount().authority
  return (
    <div class="as-cards">
      <Table
        caption={t('history')}
        rows={events}
        rowKey={({ id }) => id}
        rowTone={({ kind }) => (kind === 'recall' ? 'bad' : undefined)}
        columns={[
          {
            key: 'event',
            head: t('event'),
            rowHead: true,
            cell: (event) => <WhatHappened event={event} events={events} />,
          },
          { key: 'on', head: t('on'), cell: ({ decidedOn }) => formatDay(decidedOn) },
          { key: 'document', head: t('document'), cell: ({ documentNumber }) => documentNumber || '–' },
          {
            key: 'by',
            head: t('by'),
            cell: ({ by, at }) => (
              <>
                {by || '–'}
                <small class="under">{formatInstant(at, timeZone)}</small>
              </>
            ),
          },
        ]}
      />
    </div>
  )
}

/** What a withdrawal takes back and why, or that the event itself was taken back. */
function WhatHappened({ event, events }: { event: LotEventView; events: readonly LotEventView[] }) {
  const withdrawn = events.find(({ id }) => id === event.withdrawsId)
  const isWithdrawn = events.some(({ withdrawsId }) => withdrawsId === event.id)
  return (
    <>
      {withdrawn === undefined
        ? lotEventText(event)
        : t('event.withdrawal-of', { event: lotEventText(withdrawn) })}
      {event.reason !== '' && <small class="under">{event.reason}</small>}
      {isWithdrawn && <small class="under">{t('withdrawn')}</small>}
    </>
  )
}

export function Where({ where }: { where: Detail['where'] }) {
  return (
    <Table
      caption={t('where')}
      empty={t('where.none')}
      rows={where}
      rowKey={({ holder }) => holder.id}
      columns={[
        {
          key: 'holder',
          head: t('holder'),
          rowHead: true,
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
      ]}
    />
  )
}
