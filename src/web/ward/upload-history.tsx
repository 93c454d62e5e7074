import { useSignal } from '@preact/signals'
import { formatInstant } from '../shared/days.ts'
import { useLoad, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { readAll } from '../shared/wards.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table, type Column } from '../shared/ui/table.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { UploadState, type ListView, type UploadView } from './list-state.tsx'
import { t } from './upload-receipt-words.ts'

/** Who sent what, when, and what it changed: of this list, or of all lists of the ward. */
export function UploadHistory({ list }: { list: ListView }) {
  const chosen = useSignal('list')
  return (
    <section class="upload-rows whole-marks">
      <h2 class="with-figures">{t('history.title')}</h2>
      <Tabs
        label={t('history.title')}
        chosen={chosen.value}
        onChoose={(key) => {
          chosen.value = key
        }}
        tabs={[
          {
            key: 'list',
            label: t('history.list'),
            content: () => <Uploads key="list" path={`/v1/lists/${list.id}/uploads`} />,
          },
          {
            key: 'ward',
            label: t('history.ward', { ward: list.wardName }),
            content: () => <Uploads key="ward" path="/v1/uploads" wardId={list.wardId} />,
          },
        ]}
      />
    </section>
  )
}

function Uploads({ path, wardId }: { path: string; wardId?: string }) {
  const lists = useLoad(`lists ${wardId ?? ''}`, async () =>
    wardId === undefined ? [] : readAll<ListView>('/v1/lists', { wardId }),
  )
  const listNames = new Map(lists.current.value.data?.map(({ id, name }) => [id, name]))
  const uploads = usePages<UploadView>(path, wardId === undefined ? {} : { wardId })
  const { timeZone } = useAccount().authority
  return (
    <Loading of={uploads}>
      {({ items }) => (
        <>
          <Table
            caption={t('history.title')}
            captionHidden
            empty={t('history.none')}
            rows={items}
            rowKey={({ id }) => id}
            columns={columns(timeZone, listNames)}
          />
          {uploads.more !== null && <Pager count={items.length} more={uploads.more} />}
        </>
      )}
    </Loading>
  )
}

const columns = (timeZone: string, listNames: ReadonlyMap<string, string>): Column<UploadView>[] => [
  {
    key: 'file',
    head: t('file'),
    cell: ({ id, listId, fileName, state }) => (
      <>
        {state === 'cancelled' ? t('history.erased') : <a href={paths.ward.upload(id)}>{fileName}</a>}
        <span class="under">{listNames.get(listId)}</span>
      </>
    ),
    rowHead: true,
  },
  { key: 'who', head: t('history.who'), cell: (upload) => <Who upload={upload} timeZone={timeZone} /> },
  { key: 'what', head: t('history.what'), cell: (upload) => <What upload={upload} /> },
  { key: 'state', head: t('history.state'), cell: ({ state }) => <UploadState of={state} /> },
]

function Who({ upload, timeZone }: { upload: UploadView; timeZone: string }) {
  const at = (instant: string) => formatInstant(instant, timeZone)
  return (
    <ul class="plain-lines">
      <li>{t('history.sent', { by: upload.uploadedBy, at: at(upload.uploadedAt) })}</li>
      {upload.committedAt !== null && (
        <li>{t('history.confirmed', { by: upload.committedBy, at: at(upload.committedAt) })}</li>
      )}
      {upload.undoneAt !== null && (
        <li>
          {t('history.undone', {
            by: upload.undoneBy,
            at: at(upload.undoneAt),
            reason: upload.undoneReason,
          })}
        </li>
      )}
    </ul>
  )
}

function What({ upload: { counts, taken, undecided, state, refusal } }: { upload: UploadView }) {
  if (refusal !== null) return <>{refusal.title}</>
  if (counts.rowsRead === 0 || state === 'cancelled') return <>–</>
  return (
    <>
      {t('history.rows', counts)}
      {state === 'committed' && <span class="under">{t('history.taken', { taken })}</span>}
      {state === 'committed' && undecided > 0 && (
        <StatusMark tone="warn">{t('history.undecided', { count: undecided })}</StatusMark>
      )}
    </>
  )
}
