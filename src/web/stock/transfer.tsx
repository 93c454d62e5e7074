import { mayDo } from '#domain/transfer.ts'
import type { Transfer } from '#features/stock/transfer-contract.ts'
import type { ComponentChildren } from 'preact'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { QrCode } from '../shared/ui/qr-code.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { formatNumber } from '../shared/words.ts'
import { t as b } from './book-words.ts'
import { holderName } from './holders.ts'
import { formatTenths } from './temperature.ts'
import { Cancel, Close, Dispatch, Receive } from './transfer-acts.tsx'
import { TransferStateMark } from './transfer-state.tsx'
import { t } from './transfer-words.ts'

export type TransferView = Out<typeof Transfer>

/** One transfer and its next step; printed, it is the handover record with the same numbers. */
export function TransferOne({ params }: PageProps) {
  const path = `/v1/transfers/${params['transferId']}`
  const transfer = useLoad(path, () => api.read<TransferView>(path))
  const may = useMay()
  return (
    <Loading of={transfer}>
      {({ body, etag }) => {
        const act = async (verb: string, content: unknown) => {
          await api.post(`${path}/${verb}`, content, { ifMatch: etag ?? '' })
          toastSaved()
          await transfer.reload()
        }
        const next = { transfer: body, act }
        const { state } = body
        return (
          <Page
            title={t('one', { from: holderName(body.from), to: holderName(body.to) })}
            actions={
              <>
                <Button onClick={() => print()}>{t('print')}</Button>
                <ButtonLink href={paths.stock.transfers()}>{t('back')}</ButtonLink>
              </>
            }
          >
            <RecordHead transfer={body} />
            {state === 'discrepancy' && <Notice tone="bad" title={t('discrepancy')} />}
            <Record transfer={body} />
            <div class="screen-only" key={body.version}>
              {mayDo('dispatch', state) && may('stock.move') && <Dispatch {...next} />}
              {mayDo('receive', state) && may('transfer.receive') && <Receive {...next} />}
              {mayDo('close', state) && may('stock.manage') && <Close {...next} />}
              {mayDo('cancel', state) && may('stock.move') && <Cancel {...next} />}
            </div>
            <Signatures />
          </Page>
        )
      }}
    </Loading>
  )
}

/** The head of the paper. Its code is the page's address, which says nothing of anybody; scanned, it opens the transfer. */
function RecordHead({ transfer: { id, documentNumber } }: { transfer: TransferView }) {
  const { authority } = useAccount()
  const short = id.slice(-8).toUpperCase()
  return (
    <div class="print-only">
      <div class="record-head">
        <div>
          <strong>{authority.name}</strong>
          <br />
          {t('record.number', { number: documentNumber === '' ? short : documentNumber })}
        </div>
        <div>
          <strong>{t('nation')}</strong>
          <br />
          {t('motto')}
        </div>
        <div class="record-code">
          <QrCode text={`${location.origin}${paths.stock.transfer(id)}`} label={t('qr', { id: short })} />
          <small>{short}</small>
        </div>
      </div>
      <h2 class="record-title">{t('record')}</h2>
    </div>
  )
}

/** What somebody wrote with an act, on a line of its own. */
function Noted({ text }: { text: string }) {
  return text === '' ? null : <small class="under">{t('act.note', { text })}</small>
}

/** Both counts, side by side, as they were stated. */
function Record({ transfer }: { transfer: TransferView }) {
  const { timeZone } = useAccount().authority
  const { approved, dispatched, received, ended } = transfer
  const by = (act: { by: string; at: string }) =>
    t('act.by', { by: act.by, at: formatInstant(act.at, timeZone) })
  const acts: [string, ComponentChildren][] = [[t('act.approved'), by(approved)]]
  if (dispatched !== null)
    acts.push([
      t('act.dispatched'),
      <>
        {by(dispatched)}
        <br />
        {t('act.dispatched-more', {
          handedOverBy: dispatched.handedOverBy,
          carriedBy: dispatched.carriedBy,
          temperature: formatTenths(dispatched.temperatureTenths),
        })}
        <Noted text={dispatched.note} />
      </>,
    ])
  if (received !== null)
    acts.push([
      t('act.received'),
      <>
        {by(received)}
        <br />
        {t('act.received-more', {
          signedBy: received.signedBy,
          temperature: formatTenths(received.temperatureTenths),
        })}
        {received.loggerMinTenths !== null && received.loggerMaxTenths !== null && (
          <>
            <br />
            {t('act.logger', {
              min: formatTenths(received.loggerMinTenths),
              max: formatTenths(received.loggerMaxTenths),
            })}
          </>
        )}
        <Noted text={received.note} />
      </>,
    ])
  if (ended !== null)
    acts.push([
      t('act.ended'),
      <>
        {by(ended)}
        <br />
        {ended.decision}
      </>,
    ])
  return (
    <>
      <Card>
        <Facts
          items={[
            [
              t('state'),
              <>
                <TransferStateMark state={transfer.state} />{' '}
                {transfer.overdue && <StatusMark tone="bad">{t('overdue')}</StatusMark>}
              </>,
            ],
            [t('from'), holderName(transfer.from)],
            [t('to'), holderName(transfer.to)],
            [t('reason'), transfer.reason],
            ...(transfer.documentNumber === ''
              ? []
              : [[t('document'), transfer.documentNumber] as [string, string]]),
            ...acts,
            ...(transfer.movements.length === 0
              ? []
              : [[t('ledger'), ledgerText(transfer)] as [string, string]]),
          ]}
        />
      </Card>
      <div class="as-cards">
        <Table
          caption={t('content')}
          captionHidden
          rows={transfer.lines}
          rowKey={({ lotId }) => lotId}
          rowTone={({ differences }) => (differences.length > 0 ? 'bad' : undefined)}
          columns={[
            { key: 'product', head: t('content'), cell: ({ productName }) => productName, rowHead: true },
            { key: 'lot', head: t('lot'), cell: ({ lotCode }) => lotCode },
            {
              key: 'use-by',
              head: t('use-by'),
              cell: ({ useByOn }) => (useByOn === null ? '–' : formatDay(useByOn)),
            },
            {
              key: 'approved',
              head: t('approved'),
              number: true,
              cell: ({ approvedVials, approvedDoses }) => amount(approvedVials, approvedDoses),
            },
            {
              key: 'sent',
              head: t('sent'),
              number: true,
              cell: ({ dispatchedVials, dispatchedDoses, shelfVials }) => (
                <>
                  {amount(dispatchedVials, dispatchedDoses)}
                  {shelfVials !== null && <small class="under">{t('shelf', { vials: shelfVials })}</small>}
                </>
              ),
            },
            {
              key: 'lot-check',
              head: t('lot-check'),
              cell: ({ lotCheck }) => (lotCheck === '' ? '–' : t(`lot-check.${lotCheck}`)),
            },
            {
              key: 'received',
              head: t('received'),
              number: true,
              cell: ({ receivedVials, receivedDoses }) => amount(receivedVials, receivedDoses),
            },
            {
              key: 'damaged',
              head: t('damaged'),
              number: true,
              cell: ({ damagedVials }) => (damagedVials === null ? '–' : formatNumber(damagedVials)),
            },
            {
              key: 'differences',
              head: t('differences'),
              cell: ({ differences }) =>
                differences.length === 0
                  ? '–'
                  : differences.map((code) => (
                      <StatusMark key={code} tone="bad">
                        {t(`difference.${code}`)}
                      </StatusMark>
                    )),
            },
          ]}
        />
      </div>
    </>
  )
}

/** What it did to the books, each kind of movement of each lot once. */
function ledgerText({ movements, lines }: TransferView): string {
  const codes = new Map(lines.map(({ lotId, lotCode }) => [lotId, lotCode]))
  return [...Map.groupBy(movements, ({ kind, lotId }) => `${kind} ${lotId}`).values()]
    .map((same) => {
      const { kind, lotId } = same[0]!
      const doses = same.reduce((sum, each) => sum + each.doses, 0)
      return t('ledger.of', { kind: b(`kind.${kind}`), lot: codes.get(lotId) ?? '', doses })
    })
    .join('; ')
}

const amount = (vials: number | null, doses: number | null) =>
  vials === null || doses === null ? '–' : t('amount', { vials, doses })

/** Only on paper: three people sign. */
function Signatures() {
  return (
    <div class="print-only signatures">
      {[t('sign.from'), t('sign.carrier'), t('sign.to')].map((who) => (
        <div key={who}>
          <strong>{who}</strong>
          <small>{t('sign.hint')}</small>
        </div>
      ))}
    </div>
  )
}
