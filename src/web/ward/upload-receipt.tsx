import type { UploadReceipt } from '#features/registrants/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts } from '../shared/ui/page.tsx'
import { InTime, type UploadView } from './list-state.tsx'
import { t } from './upload-words.ts'
import { WorkbookButton } from './workbook-button.tsx'

/** What the ward keeps in its hand: what was sent, what became of it, and when. Keyed by the version of the upload. */
export function Receipt({ upload }: { upload: UploadView }) {
  const { timeZone } = useAccount().authority
  const at = (instant: string | null) => (instant === null ? '–' : formatInstant(instant, timeZone))
  const receipt = useGet<Out<typeof UploadReceipt>>(`/v1/uploads/${upload.id}/receipt`)
  return (
    <Card title={t('receipt.title')}>
      <Loading of={receipt}>
        {({ decided, ...sent }) => (
          <Facts
            items={[
              [t('receipt.list'), sent.listName],
              [t('receipt.ward'), sent.wardName],
              [t('receipt.file'), `${sent.fileName} (${formatNumber(Math.ceil(sent.bytes / 1024))} kB)`],
              [t('receipt.at'), at(sent.committedAt)],
              [t('receipt.due'), at(sent.dueAt)],
              [t('receipt.in-time'), <InTime of={sent.inTime} />],
              [
                t('receipt.decided'),
                t('receipt.decided-how', {
                  same: decided.samePerson,
                  other: decided.otherPerson,
                  open: decided.open,
                }),
              ],
              [t('receipt.hash'), <span class="secret-text">{sent.fileHash}</span>],
            ]}
          />
        )}
      </Loading>
      <p class="hint screen-only">{t('workbook.hint')}</p>
      <div class="actions">
        <WorkbookButton uploadId={upload.id} kind="main" />
        <Button onClick={() => print()}>{t('receipt.print')}</Button>
      </div>
    </Card>
  )
}
