import { useSignal } from '@preact/signals'
import type { LineDecisionBody } from '#features/planner/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { LongTextField, NumberField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Card, Notice, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { formatNumber, formatShare, language } from '../shared/words.ts'
import { TransferStateMark } from '../stock/transfer-state.tsx'
import { formatRough, NONE } from './figures.ts'
import type { PlanView } from './plan.tsx'
import { t } from './plan-words.ts'

type Line = PlanView['lines'][number]
type Side = Line['facts']['donor']
type Decide = (body: In<typeof LineDecisionBody>) => Promise<void>

/** One line: the move in a word, its sentence, the facts of both ends, and what a person decided. */
export function PlanLineCard(props: {
  planId: string
  line: Line
  mayDecide: boolean
  onDecided: () => Promise<void>
}) {
  const { line, planId, onDecided } = props
  const from = line.fromName ?? t('centre')
  const decide: Decide = async (body) => {
    try {
      await api.post(`/v1/plans/${planId}/lines/${line.id}/decision`, body)
      toastSaved()
    } finally {
      // Also after a refusal: that the ground had gone is now the line's verdict.
      await onDecided()
    }
  }
  return (
    <Card>
      <div class="plan-line">
        <div class="plan-rank" aria-hidden="true">
          {line.rank}
        </div>
        <div>
          <h2 class="plan-move">
            {t('move', { from, to: line.toName, vials: line.vials, doses: line.doses })}
          </h2>
          <p class="hint">
            {t('lot', { product: line.productName, lot: line.lotCode, useBy: formatDay(line.useByOn) })}
          </p>
          <p>{line.text[language.value]}</p>
          <div class="plan-sides as-cards">
            <Table
              caption={t('facts', { rank: line.rank })}
              captionHidden
              rows={[
                { name: t('side.gives', { name: from }), facts: line.facts.donor },
                { name: t('side.takes', { name: line.toName }), facts: line.facts.receiver },
              ]}
              rowKey={({ name }) => name}
              columns={[
                { key: 'side', head: t('side'), cell: ({ name }) => name, rowHead: true },
                { key: 'pace', head: t('pace'), number: true, cell: ({ facts }) => paceWords(facts) },
                {
                  key: 'entered',
                  head: t('completeness'),
                  number: true,
                  cell: ({ facts: { completeness } }) =>
                    completeness === null ? NONE : formatShare(completeness),
                },
                {
                  key: 'stock',
                  head: t('stock'),
                  number: true,
                  cell: ({ facts }) => beforeAfter(facts.dosesBefore, facts.dosesAfter),
                },
                {
                  key: 'days',
                  head: t('days'),
                  number: true,
                  cell: ({ facts }) => beforeAfter(facts.daysBefore, facts.daysAfter),
                },
                {
                  key: 'kept',
                  head: t('kept'),
                  number: true,
                  cell: ({ facts }) => formatNumber(facts.secondDosesKept),
                },
              ]}
            />
          </div>
          {line.decision !== null ? (
            <Decided decision={line.decision} />
          ) : (
            props.mayDecide && <Actions line={line} decide={decide} />
          )}
        </div>
      </div>
    </Card>
  )
}

function paceWords({ pace, paceLow, paceHigh }: Side): string {
  if (pace === null) return NONE
  if (paceLow === null || paceHigh === null) return formatRough(pace)
  return t('pace.range', {
    pace: formatRough(pace),
    low: formatRough(paceLow),
    high: formatRough(paceHigh),
  })
}

const rough = (value: number | null) => (value === null ? NONE : formatRough(value))
const beforeAfter = (before: number | null, after: number | null) => `${rough(before)} → ${rough(after)}`

const tones = { approved: 'good', changed: 'good', refused: 'still', 'ground-gone': 'bad' } as const

function Decided({ decision }: { decision: NonNullable<Line['decision']> }) {
  const { timeZone } = useAccount().authority
  const { verdict, vials, reason, refusal, transfer, by, at } = decision
  const tone = tones[verdict]
  return (
    <Notice tone={tone === 'still' ? 'info' : tone}>
      <p>
        <StatusMark tone={tone}>{t(`verdict.${verdict}`, { vials: vials ?? 0 })}</StatusMark>{' '}
        {t('verdict.by', { by, at: formatInstant(at, timeZone) })}
      </p>
      {refusal === null ? reason !== '' && <p>{reason}</p> : <p>{refusal.text[language.value]}</p>}
      {transfer !== null && (
        <p>
          <a href={paths.stock.transfer(transfer.id)}>{t('transfer')}</a>{' '}
          <TransferStateMark state={transfer.state} />
        </p>
      )}
    </Notice>
  )
}

/** Approve with one press; a change or a refusal says why. */
function Actions({ line, decide }: { line: Line; decide: Decide }) {
  const asking = useSignal<'changed' | 'refused' | null>(null)
  const approve = useForm({})
  const close = () => {
    asking.value = null
  }
  const { rank } = line
  return (
    <>
      <Form
        form={approve}
        submitWord={t('approve.line', { rank })}
        onSubmit={() => decide({ verdict: 'approved' })}
        others={
          <>
            <Button
              label={t('change.line', { rank })}
              onClick={() => {
                asking.value = 'changed'
              }}
            >
              {t('change')}
            </Button>
            <Button
              label={t('refuse.line', { rank })}
              onClick={() => {
                asking.value = 'refused'
              }}
            >
              {t('refuse')}
            </Button>
          </>
        }
      >
        {null}
      </Form>
      <Dialog title={t('change.line', { rank })} open={asking.value === 'changed'} onClose={close}>
        <Change line={line} decide={decide} onClose={close} />
      </Dialog>
      <Dialog title={t('refuse.line', { rank })} open={asking.value === 'refused'} onClose={close}>
        <Refuse decide={decide} onClose={close} />
      </Dialog>
    </>
  )
}

const VIALS_MAX = 1_000_000

function Change({ line, decide, onClose }: { line: Line; decide: Decide; onClose: () => void }) {
  const form = useForm(
    { vials: String(line.vials), reason: '' },
    { vials: [required, wholeNumber(1, VIALS_MAX)], reason: [required] },
  )
  return (
    <Form
      form={form}
      submitWord={t('change.send')}
      onSubmit={({ vials, reason }) => decide({ verdict: 'changed', vials: Number(vials), reason })}
      others={<Button onClick={onClose}>{k('form.cancel')}</Button>}
    >
      <NumberField name="vials" label={t('change.vials')} />
      <LongTextField name="reason" label={t('reason')} hint={t('reason.hint')} maxLength={500} />
    </Form>
  )
}

function Refuse({ decide, onClose }: { decide: Decide; onClose: () => void }) {
  const form = useForm({ reason: '' }, { reason: [required] })
  return (
    <Form
      form={form}
      submitWord={t('refuse')}
      danger
      onSubmit={({ reason }) => decide({ verdict: 'refused', reason })}
      others={<Button onClick={onClose}>{k('form.cancel')}</Button>}
    >
      <LongTextField name="reason" label={t('reason')} hint={t('reason.hint')} maxLength={500} />
    </Form>
  )
}
