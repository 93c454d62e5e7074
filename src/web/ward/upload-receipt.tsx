import type { ComponentChildren } from 'preact'
import { timeLeft } from '#domain/declaration.ts'
import { rowOutcomes } from '#domain/person-list/words.ts'
import type { UploadReceipt } from '#features/registrants/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { useAccount } from '../shared/session.ts'
import { PaperButton } from '../shared/paper-button.tsx'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice } from '../shared/ui/page.tsx'
import { InTime, type UploadView } from './list-state.tsx'
import { t } from './upload-receipt-words.ts'
import { t as u } from './upload-words.ts'
import { WorkbookButton } from './workbook-button.tsx'
import './upload-receipt.css'

type ReceiptView = Out<typeof UploadReceipt>

/** What the ward keeps in its hand: what was sent, what became of it, and when. Keyed by the version of the upload. */
export function Receipt({ upload }: { upload: UploadView }) {
  const { name: authority, timeZone } = useAccount().authority
  const receipt = useGet<ReceiptView>(`/v1/uploads/${upload.id}/receipt`)
  return (
    <section class="receipt">
      <p class="print-only">{authority}</p>
      {upload.state === 'undone' && <Notice tone="warn" title={t('undone.title')} />}
      <Card title={t('title')}>
        <p class="print-only">{t('title.long')}</p>
        <Loading of={receipt}>
          {(sent) => (
            <>
              <Facts items={facts(sent, timeZone)} />
              <Counts of={sent.counts} taken={upload.taken} isUndone={upload.state === 'undone'} />
              <Signatures sender={sent.committedBy} />
            </>
          )}
        </Loading>
        <p class="hint screen-only">{u('workbook.hint')}</p>
        <div class="actions">
          <Button kind="main" onClick={() => print()}>
            {t('print')}
          </Button>
          <PaperButton address={`/v1/uploads/${upload.id}/receipt.pdf`} name="bien-nhan" word={t('pdf')} />
          <WorkbookButton uploadId={upload.id} />
        </div>
      </Card>
    </section>
  )
}

function facts(sent: ReceiptView, timeZone: string): (readonly [name: string, value: ComponentChildren])[] {
  const said = (at: string | null, by: string) =>
    at === null ? '–' : t('by-at', { at: formatInstant(at, timeZone), by })
  const { decided } = sent
  const isUndone = sent.undoneAt !== null
  return [
    [t('list'), sent.listName],
    [t('ward'), sent.wardName],
    [t('file'), `${sent.fileName} (${formatNumber(Math.ceil(sent.bytes / 1024))} kB)`],
    [t('uploaded'), said(sent.uploadedAt, sent.uploadedBy)],
    [t('committed'), said(sent.committedAt, sent.committedBy)],
    ...(isUndone
      ? [
          [t('undone'), said(sent.undoneAt, sent.undoneBy)] as const,
          [t('reason'), sent.undoneReason] as const,
        ]
      : []),
    [t('due'), sent.dueAt === null ? '–' : formatInstant(sent.dueAt, timeZone)],
    [
      t('in-time'),
      <>
        <InTime of={sent.inTime} /> {againstDeadline(sent)}
      </>,
    ],
    ...(sent.counts.suspected === 0
      ? []
      : [
          [
            t('decided'),
            t('decided-how', {
              same: decided.samePerson,
              other: decided.otherPerson,
              open: decided.open,
            }),
          ] as const,
        ]),
    [t('hash'), <span class="secret-text">{sent.fileHash}</span>],
  ]
}

/** `trước hạn 1 giờ 5 phút`; nothing where there is no deadline. */
function againstDeadline({ dueAt, committedAt }: ReceiptView): string {
  if (dueAt === null || committedAt === null) return ''
  const { overdue, days, hours, minutes } = timeLeft(new Date(dueAt), new Date(committedAt))
  const span = t(days > 0 ? 'span.days' : hours > 0 ? 'span.hours' : 'span.minutes', { days, hours, minutes })
  return t(overdue ? 'time.after' : 'time.before', { span })
}

function Counts(props: { of: ReceiptView['counts']; taken: number; isUndone: boolean }) {
  return (
    <table class="sum">
      <caption>{t('counts')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('outcome')}</th>
          <th scope="col" class="number">
            {t('rows')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rowOutcomes.map((outcome) => (
          <tr key={outcome}>
            <th scope="row">{u(`outcome.${outcome}`)}</th>
            <td class="number">{formatNumber(props.of[outcome])}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('sum')}</th>
          <td class="number">{formatNumber(props.of.rowsRead)}</td>
        </tr>
        {!props.isUndone && (
          <tr>
            <th scope="row">{t('taken')}</th>
            <td class="number">{formatNumber(props.taken)}</td>
          </tr>
        )}
      </tfoot>
    </table>
  )
}

function Signatures({ sender }: { sender: string }) {
  return (
    <div class="signatures print-only">
      <p>
        <strong>{t('sign.sender')}</strong>
        <span>{t('sign.how')}</span>
        <em>{sender}</em>
      </p>
      <p>
        <strong>{t('sign.receiver')}</strong>
        <span>{t('sign.how')}</span>
      </p>
    </div>
  )
}
