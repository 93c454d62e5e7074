import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { List } from '#features/registrants/contract.ts'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { t as k } from '../shared/kit-words.ts'
import { useGet, type Load } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { navigate } from '../shared/router.ts'
import { useMay } from '../shared/session.ts'
import { formatNumber, language } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Figures, Notice, Page } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { EarlierDoses } from './earlier-doses.tsx'
import type { UploadView } from './list-state.tsx'
import { Receipt } from './upload-receipt.tsx'
import { UploadRows } from './upload-rows.tsx'
import { t } from './upload-words.ts'
import { WorkbookButton } from './workbook-button.tsx'

/** One file of a list: what confirming it would do; once confirmed, what became of it. */
export function UploadPage({ params }: PageProps) {
  const path = `/v1/uploads/${params['uploadId']}`
  const upload = useGet<UploadView>(path)
  // The service words what was mended: another language is another reading.
  const spoken = useRef(language.value)
  useEffect(() => {
    if (spoken.current === language.value) return
    spoken.current = language.value
    void upload.reload()
  }, [language.value])
  return <Loading of={upload}>{(view) => <OneUpload upload={view} load={upload} />}</Loading>
}

function OneUpload({ upload, load }: { upload: UploadView; load: Load<UploadView> }) {
  const list = useGet<Out<typeof List>>(`/v1/lists/${upload.listId}`)
  const may = useMay()
  const name = list.current.value.data?.name ?? ''
  return (
    <Page
      title={upload.fileName}
      lead={t('lead', { name })}
      actions={<ButtonLink href={paths.ward.list(upload.listId)}>{t('back')}</ButtonLink>}
    >
      {upload.state === 'preview' && may('list.upload') && <Confirm upload={upload} load={load} />}
      {upload.state === 'committed' && <Receipt key={upload.version} upload={upload} />}
      <Counts upload={upload} />
      {upload.state === 'committed' && may('list.upload') && <EarlierDoses uploadId={upload.id} />}
      <WasRead upload={upload} />
      <UploadRows upload={upload} onChanged={load.reload} />
    </Page>
  )
}

const tones = {
  new: 'good',
  changed: 'info',
  same: 'still',
  duplicate: 'still',
  suspected: 'warn',
  rejected: 'bad',
} as const

function Counts({ upload }: { upload: UploadView }) {
  const { counts } = upload
  return (
    <section>
      <h2 class="with-figures">{t('counts', { count: counts.rowsRead })}</h2>
      <Figures
        items={(['new', 'changed', 'same', 'duplicate', 'suspected', 'rejected'] as const).map((outcome) => ({
          label: t(`outcome.${outcome}`),
          value: formatNumber(counts[outcome]),
          tone: counts[outcome] === 0 ? 'still' : tones[outcome],
        }))}
      />
    </section>
  )
}

/** What was not read, and what was mended without asking. */
function WasRead({ upload }: { upload: UploadView }) {
  const unknown = upload.unknownColumns.map(({ column, text }) => `${column} “${text}”`).join(', ')
  return (
    <>
      {unknown !== '' && <Notice tone="info" title={t('columns.unknown', { columns: unknown })} />}
      {upload.repairs.length > 0 && (
        <Notice tone="info" title={t('repairs')}>
          <ul>
            {upload.repairs.map(({ kind, says, cells }) => (
              <li key={kind}>{t('cells', { says, cells })}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  )
}

function Confirm({ upload, load }: { upload: UploadView; load: Load<UploadView> }) {
  const form = useForm({})
  const dropping = useSignal(false)
  const { counts, undecided } = upload
  const confirm = async () => {
    try {
      const path = `/v1/uploads/${upload.id}/commit`
      const done = await api.post<UploadView>(path, undefined, { ifMatch: `"${upload.version}"` })
      toast(() => t('confirmed'))
      // The very same file was confirmed before: its receipt is the answer.
      if (done.id !== upload.id) navigate(paths.ward.upload(done.id), 'replace')
    } finally {
      // Refused because people changed meanwhile: the preview was renewed and is shown again.
      await load.reload()
    }
  }
  return (
    <Card title={t('confirm.title')}>
      <p>{t('confirm.what', { added: counts.new, changed: counts.changed })}</p>
      {undecided > 0 && <p>{t('confirm.undecided', { count: undecided })}</p>}
      {counts.rejected > 0 && <p>{t('confirm.rejected', { count: counts.rejected })}</p>}
      <Form
        form={form}
        submitWord={t('confirm')}
        onSubmit={confirm}
        others={
          <>
            <WorkbookButton uploadId={upload.id} />
            <Button
              onClick={() => {
                dropping.value = true
              }}
            >
              {t('drop')}
            </Button>
          </>
        }
      >
        {null}
      </Form>
      <Drop
        upload={upload}
        open={dropping.value}
        onClose={() => {
          dropping.value = false
        }}
      />
    </Card>
  )
}

function Drop(props: { upload: UploadView; open: boolean; onClose: () => void }) {
  const form = useForm({})
  const { id, listId } = props.upload
  return (
    <Dialog title={t('drop')} open={props.open} onClose={props.onClose}>
      <p>{t('drop.ask')}</p>
      <Form
        form={form}
        submitWord={t('drop')}
        danger
        onSubmit={async () => {
          await api.post(`/v1/uploads/${id}/cancel`)
          toast(() => t('dropped'))
          navigate(paths.ward.list(listId), 'replace')
        }}
        others={<Button onClick={props.onClose}>{k('form.cancel')}</Button>}
      >
        {null}
      </Form>
    </Dialog>
  )
}
