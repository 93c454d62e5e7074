import type { PlanOutcome } from '#features/planner/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { formatNumber } from '../shared/words.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { StatusMark, type Tone } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { TransferStateMark } from '../stock/transfer-state.tsx'
import { NONE } from './figures.ts'
import type { PlanView } from './plan.tsx'
import { t } from './plan-words.ts'

type Row = Out<typeof PlanOutcome>['lines'][number]
type Known = NonNullable<Row['outcome']>

const receiverTones: Record<Known['receiver'], Tone> = {
  used: 'good',
  'partly-used': 'warn',
  'not-used': 'bad',
  open: 'info',
}
const donorTones: Record<NonNullable<Known['donor']>, Tone> = {
  'not-missed': 'good',
  missed: 'bad',
  open: 'info',
}

/** What then happened with the decided lines: did the receiver use it, did the donor miss it? */
export function PlanOutcomeTable({ plan }: { plan: PlanView }) {
  const outcome = useGet<Out<typeof PlanOutcome>>(`/v1/plans/${plan.id}/outcome`)
  const lines = new Map(plan.lines.map((line) => [line.id, line]))
  return (
    <Loading of={outcome}>
      {(view) => (
        <>
          <div class="as-cards">
            <Table
              caption={t('outcome')}
              rows={view.lines}
              rowKey={({ lineId }) => lineId}
              columns={[
                {
                  key: 'line',
                  head: t('outcome.line'),
                  rowHead: true,
                  cell: ({ lineId, rank }) => {
                    const line = lines.get(lineId)
                    const to = line?.toName ?? NONE
                    return t('outcome.move', { rank, from: line?.fromName ?? t('centre'), to })
                  },
                },
                {
                  key: 'state',
                  head: t('transfer'),
                  cell: ({ transferState }) =>
                    transferState === null ? NONE : <TransferStateMark state={transferState} />,
                },
                {
                  key: 'doses',
                  head: t('outcome.doses'),
                  number: true,
                  cell: ({ plannedDoses, receivedDoses }) =>
                    `${formatNumber(plannedDoses)} → ${receivedDoses === null ? NONE : formatNumber(receivedDoses)}`,
                },
                {
                  key: 'receiver',
                  head: t('outcome.receiver'),
                  cell: ({ outcome, receivedDoses }) => receiverCell(outcome, receivedDoses),
                },
                { key: 'donor', head: t('outcome.donor'), cell: ({ outcome }) => donorCell(outcome) },
              ]}
            />
          </div>
          <p class="hint">{t('outcome.note', { days: view.days, on: formatDay(view.readOn) })}</p>
        </>
      )}
    </Loading>
  )
}

function receiverCell(outcome: Row['outcome'], receivedDoses: number | null) {
  if (outcome === null || receivedDoses === null) return t('outcome.not-received')
  const { receiver, usedDoses, toOn } = outcome
  return (
    <>
      <StatusMark tone={receiverTones[receiver]}>{t(`receiver.${receiver}`)}</StatusMark>{' '}
      <small>
        {t('outcome.used', {
          used: formatNumber(usedDoses),
          received: formatNumber(receivedDoses),
          on: formatDay(toOn),
        })}
      </small>
    </>
  )
}

function donorCell(outcome: Row['outcome']) {
  if (outcome === null || outcome.donor === null) return NONE
  const { donor, donorDryDays } = outcome
  return (
    <>
      <StatusMark tone={donorTones[donor]}>{t(`donor.${donor}`)}</StatusMark>{' '}
      {donor === 'missed' && <small>{t('outcome.dry', { days: donorDryDays ?? 0 })}</small>}
    </>
  )
}
