import { useSignal, type Signal } from '@preact/signals'
import { plannedSteps, stepWords } from '#domain/vaccination/steps.ts'
import type { Campaign, PutTargets, StoredTargets, Target } from '#features/campaigns/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useToday } from '../shared/today.ts'
import { useAll, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { formatNumber, language } from '../shared/words.ts'
import { DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { t } from './target-words.ts'

type Row = In<typeof PutTargets>['rows'][number]
type Step = Row['step']
type TargetView = Out<typeof Target>
/** What was typed, by ward and step; a cell that nobody touched is not in it. */
type Typed = Record<string, string>

const ROWS_SENT_AT_ONCE = 800
const sources = ['assigned', 'list', 'population'] as const
const cellKey = (placeId: string, step: string) => `${placeId} ${step}`
const isCount = (text: string) => /^\d{1,8}$/.test(text)
/** As people write a number: 12 500 or 12.500. */
const readCount = (text: string) => text.replace(/[\s.,]/g, '')
const stepName = (step: Step) => stepWords(step)[language.value]

/** Ward by ward and dose by dose, for one target group. */
export function TargetGrid(props: { campaign: Out<typeof Campaign>; targetGroupId: string }) {
  const wards = useOwnWards('campaign.manage')
  const path = `/v1/campaigns/${props.campaign.id}/targets`
  const targets = useAll<TargetView>(path, { targetGroupId: props.targetGroupId })
  return (
    <Loading of={wards}>
      {(own) => (
        <Loading of={targets}>
          {(stored) => <Grid {...props} path={path} wards={own} stored={stored} onStored={targets.reload} />}
        </Loading>
      )}
    </Loading>
  )
}

function Grid(props: {
  campaign: Out<typeof Campaign>
  targetGroupId: string
  path: string
  wards: readonly PlaceView[]
  stored: readonly TargetView[]
  onStored: () => Promise<void>
}) {
  const { wards, stored, campaign, targetGroupId } = props
  const today = useToday()
  const typed = useSignal<Typed>({})
  const wrong = useSignal(0)
  const warnings = useSignal<Out<typeof StoredTargets>['warnings']>([])
  const form = useForm(
    { source: 'assigned', asOfOn: formatDay(today), documentNumber: campaign.documentNumber },
    { source: [required], asOfOn: [required, day] },
  )
  const save = async (values: { source: string; asOfOn: string; documentNumber: string }) => {
    const cells = Object.entries(typed.value).filter(([, text]) => text !== '')
    wrong.value = cells.filter(([, text]) => !isCount(text)).length
    if (wrong.value > 0) return
    const known = new Map(stored.map((one) => [cellKey(one.placeId, one.step), one.persons]))
    const rows = cells
      .filter(([key, text]) => known.get(key) !== Number(text))
      .map(([key, text]): Row => {
        const [placeId, step] = key.split(' ') as [string, Step]
        return {
          placeId,
          targetGroupId,
          step,
          persons: Number(text),
          source: sources.find((one) => one === values.source) ?? 'assigned',
          asOfOn: parseDay(values.asOfOn) ?? '',
          documentNumber: values.documentNumber,
        }
      })
    if (rows.length === 0) return toast(() => t('unchanged'))
    let count = 0
    const found: Out<typeof StoredTargets>['warnings'] = []
    for (let at = 0; at < rows.length; at += ROWS_SENT_AT_ONCE) {
      const body: In<typeof PutTargets> = { rows: rows.slice(at, at + ROWS_SENT_AT_ONCE) }
      const answer = await api.put<Out<typeof StoredTargets>>(props.path, body)
      count += answer.stored
      found.push(...answer.warnings)
    }
    warnings.value = found
    toast(() => t('saved', { stored: count }))
    await props.onStored()
    // Only now, and not what was typed since: until it is read again a cell would show what it held before.
    const sent = new Map(cells)
    typed.value = Object.fromEntries(
      Object.entries(typed.value).filter(([key, text]) => sent.get(key) !== text),
    )
  }
  const wardName = (id: string) => wards.find((ward) => ward.id === id)?.name ?? ''
  return (
    <>
      {warnings.value.map(({ placeId, step, verdict, parts, whole }) => (
        <Notice
          key={cellKey(placeId, step)}
          tone="warn"
          title={t(`warning.${verdict}`, { ward: wardName(placeId), parts, whole })}
        />
      ))}
      {wrong.value > 0 && <Notice tone="bad" title={t('not-numbers', { count: wrong.value })} />}
      <Cells wards={wards} stored={stored} typed={typed} />
      <Form form={form} submitWord={t('save')} onSubmit={save}>
        <SelectField
          name="source"
          label={t('source')}
          options={sources.map((source) => ({ value: source, label: t(`source.${source}`) }))}
        />
        <div class="fields-row">
          <DayField name="asOfOn" label={t('as-of')} />
          <TextField name="documentNumber" label={t('document')} maxLength={120} />
        </div>
      </Form>
    </>
  )
}

function Cells(props: { wards: readonly PlaceView[]; stored: readonly TargetView[]; typed: Signal<Typed> }) {
  const { wards, stored, typed } = props
  const known = new Map(stored.map((one) => [cellKey(one.placeId, one.step), String(one.persons)]))
  const textOf = (placeId: string, step: Step) =>
    typed.value[cellKey(placeId, step)] ?? known.get(cellKey(placeId, step)) ?? ''
  const put = (cells: Typed) => {
    typed.value = { ...typed.value, ...cells }
  }
  /** A block copied from a spreadsheet fills the cells to the right and below. */
  const paste = (event: ClipboardEvent, wardAt: number, stepAt: number) => {
    const block = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r?\n$/, '')
    if (!/[\n\t]/.test(block)) return
    event.preventDefault()
    const cells: Typed = {}
    for (const [down, line] of block.split(/\r?\n/).entries())
      for (const [right, text] of line.split('\t').entries()) {
        const [ward, step] = [wards[wardAt + down], plannedSteps[stepAt + right]]
        if (ward !== undefined && step !== undefined) cells[cellKey(ward.id, step)] = readCount(text)
      }
    put(cells)
  }
  const total = (step: Step) =>
    wards.reduce((sum, { id }) => sum + (isCount(textOf(id, step)) ? Number(textOf(id, step)) : 0), 0)
  return (
    <div class="table-frame" role="region" aria-label={t('targets')} tabIndex={0}>
      <table class="grid">
        <caption class="heard">{t('targets')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ward')}</th>
            {plannedSteps.map((step) => (
              <th key={step} scope="col" class="number">
                {stepName(step)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {wards.map(({ id, name }, wardAt) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {plannedSteps.map((step, stepAt) => (
                <td key={step}>
                  <input
                    type="text"
                    inputMode="numeric"
                    autocomplete="off"
                    aria-label={t('cell', { ward: name, step: stepName(step) })}
                    aria-invalid={textOf(id, step) !== '' && !isCount(textOf(id, step))}
                    value={textOf(id, step)}
                    onInput={(event) => put({ [cellKey(id, step)]: readCount(event.currentTarget.value) })}
                    onPaste={(event) => paste(event, wardAt, stepAt)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('total')}</th>
            {plannedSteps.map((step) => (
              <td key={step} class="number">
                {formatNumber(total(step))}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
