import { useSignal } from '@preact/signals'
import { repairWords } from '#domain/person-list/words.ts'
import type { RepairKind } from '#domain/person-list/problems.ts'
import type { RefuseUploadRepairs } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { useHeldFocus } from '../shared/held-focus.ts'
import { language } from '../shared/words.ts'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { withDays } from './upload-row.tsx'
import { t } from './upload-reading-words.ts'

type Example = UploadView['repairs'][number]['examples'][number]

/** What was mended without asking, by class; a class that is refused is not mended. */
export function UploadRepairs(props: {
  upload: UploadView
  mayRefuse: boolean
  onChanged: () => Promise<void>
}) {
  const { repairs, refusedRepairs } = props.upload
  const part = useHeldFocus<HTMLElement>(props.upload.version)
  if (repairs.length === 0 && refusedRepairs.length === 0) return null
  return (
    <section class="screen-only" ref={part} tabIndex={-1} aria-label={t('repairs.title')}>
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
  const noted = new Map(upload.repairs.map((repair) => [repair.kind, repair]))
  const kinds = [...new Set([...noted.keys(), ...upload.refusedRepairs])]
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
              cells={noted.get(kind)?.cells ?? 0}
              isMended={!refused.value.has(kind)}
              onChange={mayRefuse ? (isMended) => put(kind, isMended) : null}
            />
            <Examples of={noted.get(kind)?.examples ?? []} />
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

/** Spaces, and the way a letter is put together, are seen by nobody. */
const looksAlike = (before: string, after: string) =>
  before.normalize('NFC').replace(/\s+/g, ' ').trim() === after

function Examples({ of }: { of: readonly Example[] }) {
  return (
    <ul class="examples">
      {of.map(({ rowNumber, column, before, after }) => (
        <li key={`${rowNumber}${column}`}>
          <del aria-label={t('repairs.before')}>{before}</del> <span aria-hidden="true">→</span>{' '}
          <ins aria-label={t('repairs.after')}>{withDays(after)}</ins>
          {looksAlike(before, after) && <span class="under">{t('repairs.alike')}</span>}
          <span class="under">{t('repairs.example', { row: String(rowNumber), column: column ?? '–' })}</span>
        </li>
      ))}
    </ul>
  )
}
