import { useSignal } from '@preact/signals'
import type { DecideUploadRows } from '#features/registrants/contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { usePages } from '../shared/load.ts'
import { useMay } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Notice } from '../shared/ui/page.tsx'
import { Pager } from '../shared/ui/table.tsx'
import type { UploadView } from './list-state.tsx'
import { DecideMany } from './upload-decide-many.tsx'
import { Pair, type Decision } from './upload-pair.tsx'
import type { RowView } from './upload-row.tsx'
import { t } from './upload-row-words.ts'

const ROWS = 50

/** Rows that may be somebody known: each with both sides, decided one by one or many at once. */
export function DoubtfulRows(props: { upload: UploadView; onChanged: () => Promise<void> }) {
  const { upload } = props
  const may = useMay()
  const onlyOpen = useSignal(false)
  const picked = useSignal<ReadonlySet<number>>(new Set())
  const busy = useSignal(false)
  const refused = useSignal<ApiProblem | null>(null)
  const rows = usePages<RowView>(`/v1/uploads/${upload.id}/rows`, {
    outcome: 'suspected',
    limit: ROWS,
    ...(onlyOpen.value ? { undecided: true } : {}),
  })
  const decides = may('list.upload') && (upload.state === 'preview' || upload.state === 'committed')
  const decide = async (decision: Decision, rowNumbers: number[] | 'undecided') => {
    busy.value = true
    refused.value = null
    try {
      await sendDecision(upload, { decision, rowNumbers })
      picked.value = new Set()
      if (upload.state === 'preview' && rowNumbers !== 'undecided') putDecision(decision, new Set(rowNumbers))
      else await rows.reload()
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      refused.value = error
      // Somebody else was quicker: what they said is shown.
      await rows.reload()
    } finally {
      await props.onChanged()
      busy.value = false
    }
  }
  /** Where they stand: a list read anew would begin at its first page again. */
  const putDecision = (decision: Decision, rowNumbers: ReadonlySet<number>) => {
    const known = rows.current.value
    if (known.state !== 'ready') return
    const items = known.data.items.map((row) => (rowNumbers.has(row.rowNumber) ? { ...row, decision } : row))
    rows.current.value = { ...known, data: { ...known.data, items } }
  }
  const pick = (rowNumbers: readonly number[], isPicked: boolean) => {
    const next = new Set(picked.value)
    for (const rowNumber of rowNumbers) {
      if (isPicked) next.add(rowNumber)
      else next.delete(rowNumber)
    }
    picked.value = next
  }
  if (upload.counts.suspected === 0) return <Empty>{t('none')}</Empty>
  return (
    <>
      {refused.value !== null && <Notice tone="bad" title={refused.value.title} />}
      <label class="choice">
        <input
          type="checkbox"
          checked={onlyOpen.value}
          onChange={(event) => {
            onlyOpen.value = event.currentTarget.checked
          }}
        />
        <span>{t('decision.only-undecided')}</span>
      </label>
      <Loading of={rows}>
        {({ items }) => {
          const open = items.filter(({ taken }) => !taken).map(({ rowNumber }) => rowNumber)
          return (
            <>
              {decides && open.length > 0 && (
                <DecideMany
                  upload={upload}
                  open={open}
                  picked={picked.value}
                  busy={busy.value}
                  onPick={pick}
                  decide={decide}
                />
              )}
              {items.length === 0 && <Empty>{t('none.undecided')}</Empty>}
              <ul class="pairs">
                {items.map((row) => (
                  <Pair
                    key={row.rowNumber}
                    row={row}
                    busy={busy.value}
                    picked={picked.value.has(row.rowNumber)}
                    onPick={decides ? (isPicked) => pick([row.rowNumber], isPicked) : null}
                    onDecide={(decision) => void decide(decision, [row.rowNumber])}
                  />
                ))}
              </ul>
              {items.length > 0 && <Pager count={items.length} more={rows.more} />}
            </>
          )
        }}
      </Loading>
    </>
  )
}

/** On a confirmed file a decision takes hold at once: the same confirmation, asked again. */
async function sendDecision(upload: UploadView, body: In<typeof DecideUploadRows>): Promise<void> {
  const path = `/v1/uploads/${upload.id}`
  const decided = await api.post<UploadView>(`${path}/decisions`, body, { ifMatch: `"${upload.version}"` })
  if (upload.state === 'committed')
    await api.post(`${path}/commit`, undefined, { ifMatch: `"${decided.version}"` })
}
