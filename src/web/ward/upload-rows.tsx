import { useSignal } from '@preact/signals'
import { rowOutcomes, type RowOutcome } from '#domain/person-list/words.ts'
import type { DecideUploadRows, UploadRow } from '#features/registrants/contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { useMay } from '../shared/session.ts'
import { language } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { Pager, Table, type Column } from '../shared/ui/table.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import type { UploadView } from './list-state.tsx'
import { t } from './upload-words.ts'

type Row = Out<typeof UploadRow>
type Decision = In<typeof DecideUploadRows>['decision']
type Decide = (decision: Decision, rowNumbers: number[] | 'undecided') => void

/** What needs a person first. */
const order = ['suspected', 'rejected', 'new', 'changed', 'same', 'duplicate'] as const

/** The rows of a file by what becomes of them, with what is wrong and how to mend it. */
export function UploadRows({ upload, onChanged }: { upload: UploadView; onChanged: () => Promise<void> }) {
  const chosen = useSignal<RowOutcome>(order.find((outcome) => upload.counts[outcome] > 0) ?? 'new')
  return (
    <section class="upload-rows screen-only">
      <h2 class="with-figures">{t('rows.title')}</h2>
      <Tabs
        label={t('rows.title')}
        chosen={chosen.value}
        onChoose={(key) => {
          chosen.value = rowOutcomes.find((outcome) => outcome === key) ?? 'new'
        }}
        tabs={order.map((outcome) => ({
          key: outcome,
          label: `${t(`outcome.${outcome}`)} (${upload.counts[outcome]})`,
          content: () => (
            <RowsOf
              key={`${outcome} ${language.value} ${upload.state}`}
              upload={upload}
              outcome={outcome}
              onChanged={onChanged}
            />
          ),
        }))}
      />
    </section>
  )
}

function RowsOf(props: { upload: UploadView; outcome: RowOutcome; onChanged: () => Promise<void> }) {
  const { upload, outcome } = props
  const may = useMay()
  const rows = usePages<Row>(`/v1/uploads/${upload.id}/rows`, { outcome, limit: 100 })
  const refused = useSignal<ApiProblem | null>(null)
  const busy = useSignal(false)
  const decides = outcome === 'suspected' && may('list.upload')
  const decide = async (decision: Decision, rowNumbers: number[] | 'undecided') => {
    busy.value = true
    refused.value = null
    try {
      await sendDecision(upload, { decision, rowNumbers })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      refused.value = error
    } finally {
      await Promise.all([props.onChanged(), rows.reload()])
      busy.value = false
    }
  }
  const startDecision: Decide = (decision, rowNumbers) => void decide(decision, rowNumbers)
  return (
    <>
      {refused.value !== null && <Notice tone="bad" title={refused.value.title} />}
      {decides && upload.undecided > 0 && (
        <DecideAll count={upload.undecided} busy={busy.value} decide={startDecision} />
      )}
      <Loading of={rows}>
        {({ items }) => (
          <>
            <Table
              caption={t(`outcome.${outcome}`)}
              captionHidden
              empty={t('rows.none')}
              rows={items}
              rowKey={({ rowNumber }) => String(rowNumber)}
              columns={decides ? [...columns(), decisionColumn(busy.value, startDecision)] : columns()}
            />
            {items.length > 0 && <Pager count={items.length} more={rows.more} />}
          </>
        )}
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

function DecideAll(props: { count: number; busy: boolean; decide: Decide }) {
  return (
    <div class="decide-all">
      <span>{t('decision.all', { count: props.count })}</span>
      <Button busy={props.busy} onClick={() => props.decide('same-person', 'undecided')}>
        {t('decision.all-same')}
      </Button>
      <Button busy={props.busy} onClick={() => props.decide('other-person', 'undecided')}>
        {t('decision.all-other')}
      </Button>
    </div>
  )
}

const columns = (): Column<Row>[] => [
  {
    key: 'row',
    head: t('rows.number'),
    number: true,
    cell: ({ rowNumber }) => (
      <>
        <span class="phone-only">{t('rows.number')} </span>
        {rowNumber}
      </>
    ),
  },
  {
    key: 'person',
    head: t('rows.person'),
    cell: ({ stated }) => (stated === null ? t('rows.unreadable') : <Stated of={stated} />),
    rowHead: true,
  },
  { key: 'said', head: t('rows.said'), cell: (row) => <Said row={row} /> },
]

const decisionColumn = (busy: boolean, decide: Decide): Column<Row> => ({
  key: 'decision',
  head: t('rows.decision'),
  // What is on the list already is not decided again.
  cell: ({ rowNumber, decision, taken }) =>
    taken ? (
      decision !== null && t(`decision.${decision}`)
    ) : (
      <div class="decisions" role="group" aria-label={t('decision.group', { row: String(rowNumber) })}>
        {(['same-person', 'other-person', 'later'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class="button plain"
            disabled={busy}
            aria-pressed={decision === one}
            onClick={() => decide(one, [rowNumber])}
          >
            {t(`decision.${one}`)}
          </button>
        ))}
      </div>
    ),
})

function Stated({ of }: { of: NonNullable<Row['stated']> }) {
  const born = of.bornPrecision === 'year' ? of.bornOn.slice(0, 4) : formatDay(of.bornOn)
  return (
    <>
      {of.fullName}
      <span class="under">
        {born} · {t(`sex.${of.sex}`)}
        {of.numbers.map(({ kind, masked }) => ` · ${kind.toUpperCase()} ${masked}`).join('')}
      </span>
    </>
  )
}

function Said({ row }: { row: Row }) {
  return (
    <>
      {row.problems.length === 0 && <span>{row.says}</span>}
      <ul class="said">
        {row.problems.map(({ code, severity, column, value, says }) => (
          <li key={`${code}${column}`} class={severity === 'error' ? 'bad' : 'warn'}>
            {column !== null && <strong>{t('rows.column', { column })}: </strong>}
            {says}
            {value !== '' && <span class="under">{value}</span>}
          </li>
        ))}
        {row.repairs.map(({ kind, column, before, after, says }) => (
          <li key={`${kind}${column}`}>
            {column !== null && <strong>{t('rows.column', { column })}: </strong>}
            {t('rows.repaired', { says, before, after })}
          </li>
        ))}
      </ul>
      {row.outcome === 'suspected' && <Resembles row={row} />}
    </>
  )
}

/** Whom the row may be: of people elsewhere nothing is known here but that there is one. */
function Resembles({ row }: { row: Row }) {
  if (row.found !== null)
    return (
      <div class="found">
        {t('rows.found')}
        <Stated of={row.found} />
      </div>
    )
  if (row.repeatsRow !== null) return <p>{t('rows.in-file', { row: String(row.repeatsRow) })}</p>
  return row.where === 'elsewhere' ? <p>{t('rows.elsewhere')}</p> : null
}
