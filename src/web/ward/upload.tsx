import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { isUnread } from '#domain/upload.ts'
import type { List } from '#features/registrants/contract.ts'
import type { PageProps } from '../areas.ts'
import type { Out } from '../shared/contract.ts'
import { useHeadingFocus } from '../shared/held-focus.ts'
import { useGet, type Load } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useMay } from '../shared/session.ts'
import { formatNumber, language } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Figures, Notice, Page } from '../shared/ui/page.tsx'
import { EarlierDoses } from './earlier-doses.tsx'
import { WithoutGroup } from './grouping.tsx'
import type { UploadView } from './list-state.tsx'
import { UploadColumns } from './upload-columns.tsx'
import { Confirm } from './upload-confirm.tsx'
import { MendRows } from './upload-mend.tsx'
import { ReadingProgress } from './upload-progress.tsx'
import { t as r } from './upload-reading-words.ts'
import { Receipt } from './upload-receipt.tsx'
import { UploadRepairs } from './upload-repairs.tsx'
import { UploadRows } from './upload-rows.tsx'
import { UndoUpload } from './upload-undo.tsx'
import { watchUpload } from './upload-watch.ts'
import { t } from './upload-words.ts'
import './upload.css'

/** One file of a list: what confirming it would do; once confirmed, what became of it. */
export function UploadPage({ params }: PageProps) {
  const id = params['uploadId']!
  const upload = useGet<UploadView>(`/v1/uploads/${id}`)
  const isLost = useSignal(false)
  // The service words what was mended: another language is another reading.
  const spoken = useRef(language.value)
  useEffect(() => {
    if (spoken.current === language.value) return
    spoken.current = language.value
    void upload.reload()
  }, [language.value])
  const state = upload.current.value.data?.state
  const isWaiting = state !== undefined && isUnread(state)
  useEffect(() => {
    if (!isWaiting) return undefined
    return watchUpload(
      id,
      (progress) => {
        const known = upload.current.value
        if (!isUnread(progress.state)) void upload.reload()
        else if (known.state === 'ready')
          upload.current.value = { ...known, data: { ...known.data, ...progress } }
      },
      (lost) => {
        isLost.value = lost
      },
    )
  }, [id, isWaiting])
  return (
    <Loading of={upload}>{(view) => <OneUpload upload={view} load={upload} isLost={isLost.value} />}</Loading>
  )
}

function OneUpload(props: { upload: UploadView; load: Load<UploadView>; isLost: boolean }) {
  const { upload, load } = props
  const list = useGet<Out<typeof List>>(`/v1/lists/${upload.listId}`)
  const may = useMay()
  const mayUpload = may('list.upload')
  const { state } = upload
  useHeadingFocus(state)
  const isPreview = state === 'preview'
  const isRead = isPreview || state === 'committed' || state === 'undone'
  const { name = '…' } = list.current.value.data ?? {}
  // Rows read before stand no more.
  const readings = useSignal(0)
  const showAnew = async () => {
    await load.reload()
    readings.value += 1
  }
  // What must be looked at before it is confirmed, and afterwards only explains.
  const reading = (
    <>
      <UploadColumns upload={upload} mayMap={mayUpload && isPreview} onMapped={showAnew} />
      <UploadRepairs upload={upload} mayRefuse={mayUpload && isPreview} onChanged={showAnew} />
    </>
  )
  return (
    <Page
      title={state === 'cancelled' ? t('erased') : upload.fileName}
      lead={t('lead', { name })}
      actions={<ButtonLink href={paths.ward.list(upload.listId)}>{t('back')}</ButtonLink>}
      topDown
    >
      {isUnread(state) && <ReadingProgress upload={upload} isLost={props.isLost} mayDrop={mayUpload} />}
      {state === 'refused' && <Refused upload={upload} />}
      {state === 'cancelled' && <Notice tone="info" title={t('erased.what')} />}
      <p class="heard" role="status">
        {isPreview && r('progress.done')}
      </p>
      {isPreview && <Counts upload={upload} />}
      {isPreview && mayUpload && <Confirm upload={upload} onAnswer={showAnew} />}
      {(state === 'committed' || state === 'undone') && <Receipt key={upload.version} upload={upload} />}
      {state === 'committed' && upload.counts.rejected > 0 && <MendRows upload={upload} />}
      {state === 'committed' && may('person.edit') && (
        <Loading of={list}>
          {({ id: listId, wardId }) => <WithoutGroup wardId={wardId} listId={listId} />}
        </Loading>
      )}
      {isPreview && reading}
      {isRead && <UploadRows upload={upload} reading={readings.value} onChanged={load.reload} />}
      {isRead && !isPreview && reading}
      {state === 'committed' && mayUpload && <EarlierDoses uploadId={upload.id} />}
      {state === 'committed' && mayUpload && <UndoUpload upload={upload} onUndone={load.reload} />}
    </Page>
  )
}

/** Why the whole file was not taken, and the way on. */
function Refused({ upload }: { upload: UploadView }) {
  const isEnterprise = upload.refusal?.code === 'upload.enterprise-list'
  return (
    <Notice tone="bad" title={t('refused.title')}>
      <p>{upload.refusal?.title}</p>
      <p>{t('refused.next')}</p>
      <div class="actions">
        <ButtonLink href={paths.ward.list(upload.listId)} kind="main">
          {t('refused.again')}
        </ButtonLink>
        {isEnterprise && <ButtonLink href={paths.ward.totals()}>{t('refused.totals')}</ButtonLink>}
        <ButtonLink href="/v1/lists/template" download>
          {r('template')}
        </ButtonLink>
      </div>
    </Notice>
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

function Counts({ upload: { counts } }: { upload: UploadView }) {
  return (
    <section class="counts">
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
