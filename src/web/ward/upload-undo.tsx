import { useSignal } from '@preact/signals'
import { api } from '../shared/api.ts'
import { t as k } from '../shared/kit-words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { LongTextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { t } from './upload-receipt-words.ts'

const REASON_MAX = 300
const notShort: Rule = (value) => (value.trim().length >= 3 ? null : () => t('undo.short'))

/** Takes a confirmed file back, with a reason that stays in the history. */
export function UndoUpload({ upload, onUndone }: { upload: UploadView; onUndone: () => Promise<void> }) {
  const form = useForm({ reason: '' }, { reason: [required, notShort] })
  const open = useSignal(false)
  const show = (isOpen: boolean) => {
    if (!isOpen) form.reset()
    open.value = isOpen
  }
  const undo = async ({ reason }: { reason: string }) => {
    await api.post(`/v1/uploads/${upload.id}/undo`, { reason }, { ifMatch: `"${upload.version}"` })
    show(false)
    toast(() => t('undo.done'))
    scrollTo(0, 0)
    await onUndone()
  }
  return (
    <section class="screen-only">
      <Card title={t('undo')}>
        <p>{t('undo.what')}</p>
        <div class="actions">
          <Button onClick={() => show(true)}>{t('undo')}</Button>
        </div>
        <Dialog title={t('undo')} open={open.value} onClose={() => show(false)}>
          <p>{t('undo.what')}</p>
          <Form
            form={form}
            submitWord={t('undo')}
            danger
            onSubmit={undo}
            others={<Button onClick={() => show(false)}>{k('form.cancel')}</Button>}
          >
            <LongTextField
              name="reason"
              label={t('undo.reason')}
              hint={t('undo.reason-hint')}
              maxLength={REASON_MAX}
            />
          </Form>
        </Dialog>
      </Card>
    </section>
  )
}
