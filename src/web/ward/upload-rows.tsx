import { useSignal } from '@preact/signals'
import type { RowOutcome } from '#domain/person-list/words.ts'
import { usePages } from '../shared/load.ts'
import { language } from '../shared/words.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Pager, Table, type Column } from '../shared/ui/table.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import type { UploadView } from './list-state.tsx'
import { DoubtfulRows } from './upload-doubtful.tsx'
import { Said, StatedLine, WrittenLine, type RowView } from './upload-row.tsx'
import { t } from './upload-row-words.ts'
import { t as u } from './upload-words.ts'

/** What needs a person first. */
const order = ['suspected', 'rejected', 'new', 'changed', 'same', 'duplicate'] as const

/** The rows of a file by what becomes of them, with what is wrong and how to mend it. */
export function UploadRows(props: {
  upload: UploadView
  /** Another number: the file was read or held against people anew. */
  reading: number
  onChanged: () => Promise<void>
}) {
  const { upload } = props
  const chosen = useSignal<string | null>(null)
  // A row that was taken says something else than before.
  const keyOf = (tab: string) => `${tab} ${language.value} ${upload.state} ${props.reading}`
  const first = order.find((outcome) => upload.counts[outcome] > 0) ?? 'new'
  return (
    <section class="upload-rows screen-only">
      <h2 class="with-figures">{t('title')}</h2>
      <Tabs
        label={t('title')}
        chosen={chosen.value ?? first}
        onChoose={(key) => {
          chosen.value = key
        }}
        tabs={[
          ...order.map((outcome) => ({
            key: outcome,
            label: `${u(`outcome.${outcome}`)} (${upload.counts[outcome]})`,
            content: () =>
              outcome === 'suspected' ? (
                <DoubtfulRows key={keyOf(outcome)} upload={upload} onChanged={props.onChanged} />
              ) : (
                <RowsOf
                  key={keyOf(outcome)}
                  upload={upload}
                  only={{ outcome }}
                  name={u(`outcome.${outcome}`)}
                />
              ),
          })),
          {
            key: 'warned',
            label: `${t('warned')} (${upload.rowsWithWarnings})`,
            content: () => (
              <RowsOf key={keyOf('warned')} upload={upload} only={{ warned: true }} name={t('warned')} />
            ),
          },
        ]}
      />
    </section>
  )
}

type Only = { outcome: RowOutcome } | { warned: true }

function RowsOf({ upload, only, name }: { upload: UploadView; only: Only; name: string }) {
  const rows = usePages<RowView>(`/v1/uploads/${upload.id}/rows`, { ...only, limit: 100 })
  return (
    <Loading of={rows}>
      {({ items }) => (
        <>
          <Table
            caption={name}
            captionHidden
            empty={t('none')}
            rows={items}
            rowKey={({ rowNumber }) => String(rowNumber)}
            columns={columns()}
          />
          {items.length > 0 && <Pager count={items.length} more={rows.more} />}
        </>
      )}
    </Loading>
  )
}

const columns = (): Column<RowView>[] => [
  {
    key: 'row',
    head: t('number'),
    number: true,
    cell: ({ rowNumber }) => (
      <>
        <span class="phone-only">{t('number')} </span>
        {rowNumber}
      </>
    ),
  },
  {
    key: 'person',
    head: t('person'),
    cell: ({ stated, written }) =>
      stated !== null ? (
        <StatedLine of={stated} />
      ) : written !== null ? (
        <WrittenLine of={written} />
      ) : (
        t('unreadable')
      ),
    rowHead: true,
  },
  { key: 'said', head: t('said'), cell: (row) => <Said row={row} /> },
]
