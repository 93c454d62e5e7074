import { api } from '../shared/api.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { DropButton } from './upload-drop.tsx'
import { BadRowsButton, WorkbookButton } from './workbook-button.tsx'
import { t } from './upload-words.ts'

/** What confirming does, in numbers, and the way out that leaves nothing. */
export function Confirm({ upload, onAnswer }: { upload: UploadView; onAnswer: () => Promise<void> }) {
  const form = useForm({})
  const navigate = useNavigate()
  const { counts, undecided, unknownColumns } = upload
  const decided = counts.suspected - undecided
  const confirm = async () => {
    try {
      const path = `/v1/uploads/${upload.id}/commit`
      const done = await api.post<UploadView>(path, undefined, { ifMatch: `"${upload.version}"` })
      toast(() => t('confirmed'))
      // The very same file was confirmed before: its receipt is the answer.
      if (done.id !== upload.id) navigate(paths.ward.upload(done.id), 'replace')
      else scrollTo(0, 0)
    } finally {
      // Refused because people changed meanwhile: the preview was renewed and is shown again.
      await onAnswer()
    }
  }
  return (
    <Card title={t('confirm.title')}>
      <p>
        {t('confirm.what', { added: counts.new, changed: counts.changed })}
        {decided > 0 && ` ${t('confirm.decided', { count: decided })}`}
      </p>
      {undecided > 0 && <p>{t('confirm.undecided', { count: undecided })}</p>}
      {counts.rejected > 0 && <p>{t('confirm.rejected', { count: counts.rejected })}</p>}
      {unknownColumns.length > 0 && (
        <Notice tone="warn" title={t('confirm.columns', { count: unknownColumns.length })} />
      )}
      <Form form={form} submitWord={t('confirm')} onSubmit={confirm}>
        {null}
      </Form>
      <div class="actions after-form">
        {counts.rejected > 0 && <BadRowsButton upload={upload} />}
        <WorkbookButton uploadId={upload.id} />
        <DropButton upload={upload} />
      </div>
    </Card>
  )
}
