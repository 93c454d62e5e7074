import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { newId } from '../shared/clock.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { formatShare } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { FileDrop } from '../shared/ui/file-drop.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Card, Notice, ProgressBar } from '../shared/ui/page.tsx'
import { t as r } from './upload-reading-words.ts'
import { sendListFile } from './upload-send.ts'
import { t } from './words.ts'

/** Drop a file, see it leave, and go to where it is read. */
export function SendFile({ listId }: { listId: string }) {
  const file = useSignal<File | null>(null)
  /** One id for one choice of a file: pressing twice, or again after the network was lost, is one upload. */
  const uploadId = useRef(newId())
  const missing = useSignal(false)
  const sent = useSignal(0)
  const form = useForm({})
  const navigate = useNavigate()
  const send = async () => {
    missing.value = file.value === null
    if (file.value === null) return
    sent.value = 0
    const upload = await sendListFile(listId, { id: uploadId.current, file: file.value }, (share) => {
      sent.value = share
    })
    navigate(paths.ward.upload(upload.id))
  }
  const isSending = form.busy.value && file.value !== null
  return (
    <Card title={t('upload.title')}>
      <p>{t('upload.lead')}</p>
      <Form form={form} submitWord={t('upload.send')} onSubmit={send}>
        {missing.value && <Notice tone="bad" title={t('upload.missing')} />}
        <FileDrop
          label={t('upload.file')}
          hint={t('upload.hint')}
          accept=".xls,.xlsx,.csv"
          file={file.value}
          disabled={isSending}
          onFile={(chosen) => {
            file.value = chosen
            missing.value = false
            uploadId.current = newId()
          }}
        />
        {isSending && (
          <ProgressBar
            label={t('upload.send')}
            value={sent.value}
            of={1}
            text={r('send.progress', { share: formatShare(sent.value) })}
          />
        )}
      </Form>
      <div class="template">
        <p class="hint">{r('template.hint')}</p>
        <ButtonLink href="/v1/lists/template" download>
          {r('template')}
        </ButtonLink>
      </div>
    </Card>
  )
}
