import { useSignal } from '@preact/signals'
import { repairWords } from '#domain/person-list/words.ts'
import type { RepairKind } from '#domain/person-list/problems.ts'
import type { RefuseUploadRepairs, UploadRow } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { useLoad } from '../shared/load.ts'
import { language } from '../shared/words.ts'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { withDays } from './upload-row.tsx'
import { t } from './upload-reading-words.ts'

type Row = Out<typeof UploadRow>
type Example = { rowNumber: number; column: string; before: string; after: string }

const EXAMPLES = 3
const PAGE_ROWS = 200
/** Examples are looked for among the first rows: a kind that comes later is shown by its count and in its rows. */
const PAGES_MAX = 5

/** What was mended without asking, by class; a class that is refused is not mended. */
export function UploadRepairs(props: {
  upload: UploadView
  mayRefuse: boolean
  onChanged: () => Promise<void>
}) {
  const { repairs, refusedRepairs } = props.upload
  if (repairs.length === 0 && refusedRepairs.length === 0) return null
  return (
    <section class="screen-only">
      <Card title={t('repairs.title')}>
        <Repairs key={props.upload.version} {...props} />
      </Card>
    </section>
  )
}

function Repairs(props: { upload: UploadView; mayRefuse: boolean; onChanged: () => Promise<void> }) {
  const { upload, mayRefuse } = props
  const form = useForm({})
  const refused = useSignal<ReadonlySet<RepairKind>>(new Set(upload.refusedRepairs))
  const examples = useLoad(`${upload.id} ${upload.version}`, () => readExamples(upload))
  const found = examples.current.value.data
  const cells = new Map(upload.repairs.map((repair) => [repair.kind, repair.cells]))
  const kinds = [...new Set([...cells.keys(), ...upload.refusedRepairs])]
  const isChanged = kinds.some((kind) => refused.value.has(kind) !== upload.refusedRepairs.includes(kind))
  const put = (kind: RepairKind, isMended: boolean) => {
    const next = new Set(refused.value)
    if (isMended) next.delete(kind)
    else next.add(kind)
    refused.value = next
  }
  const send = async () => {
    const body: In<typeof RefuseUploadRepairs> = { refused: [...refused.value] }
    try {
      await api.put(`/v1/uploads/${upload.id}/repairs`, body, { ifMatch: `"${upload.version}"` })
      toast(() => t('repairs.applied'))
    } finally {
      await props.onChanged()
    }
  }
  return (
    <>
      {mayRefuse && <p>{t('repairs.lead')}</p>}
      <ul class="repairs">
        {kinds.map((kind) => (
          <li key={kind}>
            <Kind
              kind={kind}
              cells={cells.get(kind) ?? 0}
              isMended={!refused.value.has(kind)}
              onChange={mayRefuse ? (isMended) => put(kind, isMended) : null}
            />
            <Examples of={found?.get(kind) ?? []} />
          </li>
        ))}
      </ul>
      {mayRefuse && isChanged && (
        <Form form={form} submitWord={t('repairs.apply')} onSubmit={send}>
          {upload.undecided < upload.counts.suspected && <p class="hint">{t('again.decisions')}</p>}
        </Form>
      )}
    </>
  )
}

function Kind(props: {
  kind: RepairKind
  cells: number
  isMended: boolean
  onChange: ((isMended: boolean) => void) | null
}) {
  const says = repairWords[props.kind][language.value]
  const count = props.cells === 0 ? t('repairs.refused') : t('repairs.cells', { cells: props.cells })
  const { onChange } = props
  if (onChange === null)
    return (
      <p>
        {says} · {count}
      </p>
    )
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={props.isMended}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {t('repairs.kind', { says })} · {count}
      </span>
    </label>
  )
}

function Examples({ of }: { of: readonly Example[] }) {
  return (
    <ul class="examples">
      {of.map(({ rowNumber, column, before, after }) => (
        <li key={`${rowNumber}${column}`}>
          <del aria-label={t('repairs.before')}>{before}</del> <span aria-hidden="true">→</span>{' '}
          <ins aria-label={t('repairs.after')}>{withDays(after)}</ins>
          <span class="under">{t('repairs.example', { row: String(rowNumber), column })}</span>
        </li>
      ))}
    </ul>
  )
}

async function readExamples(upload: UploadView): Promise<Map<RepairKind, Example[]>> {
  const examples = new Map<RepairKind, Example[]>(upload.repairs.map(({ kind }) => [kind, []]))
  const wanted = new Map(upload.repairs.map(({ kind, cells }) => [kind, Math.min(cells, EXAMPLES)]))
  const isDone = () => [...wanted].every(([kind, count]) => examples.get(kind)!.length >= count)
  let cursor: string | null = null
  for (let pages = 0; pages < PAGES_MAX && !isDone(); pages += 1) {
    const page: { items: Row[]; nextCursor: string | null } = await api.get(`/v1/uploads/${upload.id}/rows`, {
      query: { limit: PAGE_ROWS, cursor },
    })
    for (const { rowNumber, repairs } of page.items)
      for (const { kind, column, before, after } of repairs) {
        const known = examples.get(kind)
        if (known !== undefined && known.length < EXAMPLES)
          known.push({ rowNumber, column: column ?? '–', before, after })
      }
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return examples
}
