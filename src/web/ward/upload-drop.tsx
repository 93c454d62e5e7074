import { useSignal } from '@preact/signals'
import { api } from '../shared/api.ts'
import { t as k } from '../shared/kit-words.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { t } from './upload-words.ts'

/** Leaves nothing of a file that is not confirmed, also while it is being read. */
export function DropButton({ upload: { id, listId } }: { upload: UploadView }) {
  const form = useForm({})
  const open = useSignal(false)
  const navigate = useNavigate()
  const show = (isOpen: boolean) => {
    open.value = isOpen
  }
  const drop = async () => {
    await api.post(`/v1/uploads/${id}/cancel`)
    toast(() => t('dropped'))
    navigate(paths.ward.list(listId), 'replace')
  }
  return (
    <>
      <Button onClick={() => show(true)}>{t('drop')}</Button>
      <Dialog title={t('drop')} open={open.value} onClose={() => show(false)}>
        <p>{t('drop.ask')}</p>
        <Form
          form={form}
          submitWord={t('drop')}
          danger
          onSubmit={drop}
          others={<Button onClick={() => show(false)}>{k('form.cancel')}</Button>}
        >
          {null}
        </Form>
      </Dialog>
    </>
  )
}
