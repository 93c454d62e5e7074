import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import { formatInstant } from '../shared/days.ts'
import { useLoad, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { navigate } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { FileDrop } from '../shared/ui/file-drop.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { EditListForm } from './list-form.tsx'
import { InTime, UploadState, type ListView, type UploadView } from './list-state.tsx'
import { t } from './words.ts'

/** One list: what was declared, the file to send, and the files sent before. */
export function ListPage({ params }: PageProps) {
  const path = `/v1/lists/${params['listId']}`
  const may = useMay()
  const { timeZone } = useAccount().authority
  const list = useLoad(path, () => api.read<ListView>(path))
  return (
    <Loading of={list}>
      {({ body, etag }) => (
        <Page
          title={body.name}
          lead={body.wardName}
          actions={
            <>
              {may('invitation.issue') && body.registered > 0 && (
                <ButtonLink href={paths.ward.invitations(`?listId=${body.id}&campaignId=${body.campaignId}`)}>
                  {t('invitations')}
                </ButtonLink>
              )}
              <ButtonLink href={paths.ward.lists()}>{t('back')}</ButtonLink>
            </>
          }
        >
          <Card>
            <Facts
              items={[
                [t('kind'), t(`kind.${body.kind}`)],
                [t('due'), body.dueAt === null ? '–' : formatInstant(body.dueAt, timeZone)],
                [t('in-time'), <InTime of={body.uploadedInTime} />],
                [t('declared'), body.declaredTotal === null ? '–' : formatNumber(body.declaredTotal)],
                [t('registered'), formatNumber(body.registered)],
              ]}
            />
          </Card>
          {body.state === 'closed' ? (
            <Notice tone="info" title={t('state.closed')} />
          ) : (
            may('list.upload') && <SendFile listId={body.id} />
          )}
          <SentFiles listId={body.id} />
          {may('list.upload') && body.state !== 'closed' && (
            <Card title={t('edit')}>
              <EditListForm
                key={etag}
                list={body}
                etag={etag}
                onSaved={async () => {
                  toastSaved()
                  await list.reload()
                }}
              />
            </Card>
          )}
        </Page>
      )}
    </Loading>
  )
}

function SendFile({ listId }: { listId: string }) {
  const file = useSignal<File | null>(null)
  /** One id for one choice of a file: pressing twice, or again after the network was lost, is one upload. */
  const uploadId = useRef(newId())
  const missing = useSignal(false)
  const form = useForm({})
  const send = async () => {
    missing.value = file.value === null
    if (file.value === null) return
    const parts = new FormData()
    parts.append('id', uploadId.current)
    parts.append('file', file.value)
    const upload = await api.post<UploadView>(`/v1/lists/${listId}/uploads`, parts)
    navigate(paths.ward.upload(upload.id))
  }
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
          onFile={(chosen) => {
            file.value = chosen
            missing.value = false
            uploadId.current = newId()
          }}
        />
      </Form>
    </Card>
  )
}

function SentFiles({ listId }: { listId: string }) {
  const uploads = usePages<UploadView>(`/v1/lists/${listId}/uploads`)
  const { timeZone } = useAccount().authority
  return (
    <Loading of={uploads}>
      {({ items }) => (
        <>
          <Table
            caption={t('uploads.title')}
            empty={t('uploads.none')}
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'file',
                head: t('uploads.file'),
                cell: ({ id, fileName, state }) =>
                  state === 'cancelled' ? (
                    t('uploads.erased')
                  ) : (
                    <a href={paths.ward.upload(id)}>{fileName}</a>
                  ),
                rowHead: true,
              },
              {
                key: 'at',
                head: t('uploads.at'),
                cell: ({ uploadedAt }) => formatInstant(uploadedAt, timeZone),
              },
              {
                key: 'rows',
                head: t('uploads.rows'),
                number: true,
                cell: ({ counts }) => formatNumber(counts.rowsRead),
              },
              {
                key: 'taken',
                head: t('uploads.taken'),
                number: true,
                cell: ({ taken }) => formatNumber(taken),
              },
              { key: 'state', head: t('uploads.state'), cell: ({ state }) => <UploadState of={state} /> },
            ]}
          />
          {uploads.more !== null && <Pager count={items.length} more={uploads.more} />}
        </>
      )}
    </Loading>
  )
}
