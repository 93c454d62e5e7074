import type { StoredPlan } from '#features/planner/contract.ts'
import type { PageProps } from '../areas.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Notice, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { language } from '../shared/words.ts'
import { PlanLineCard } from './plan-line.tsx'
import { PlanOutcomeTable } from './plan-outcome.tsx'
import { t } from './plan-words.ts'

export type PlanView = Out<typeof StoredPlan>

/** What is proposed, why, and why not elsewhere; each line waits for a person. */
export function PlanPage({ params }: PageProps) {
  const plan = useGet<PlanView>(`/v1/plans/${params['planId']}`)
  const { timeZone } = useAccount().authority
  const may = useMay()
  return (
    <Loading of={plan}>
      {(view) => {
        const decided = view.lines.filter(({ decision }) => decision !== null).length
        return (
          <Page
            title={t('plan.title', { on: formatDay(view.asOfOn) })}
            lead={t('plan.lead', {
              at: formatInstant(view.proposedAt, timeZone),
              by: view.proposedBy,
              decided,
              lines: view.lines.length,
            })}
            actions={<ButtonLink href={paths.centre.plans()}>{t('back')}</ButtonLink>}
          >
            {view.expired && <Expired newerPlanId={view.newerPlanId} />}
            {view.blocked.map(({ code, text }) => (
              <Notice key={code} tone="warn" title={t('blocked')}>
                <p>{text[language.value]}</p>
              </Notice>
            ))}
            {view.lines.length === 0 && <Empty>{t('no-lines')}</Empty>}
            {view.lines.map((line) => (
              <PlanLineCard
                key={line.id}
                planId={view.id}
                line={line}
                mayDecide={may('plan.approve') && !view.expired}
                onDecided={plan.reload}
              />
            ))}
            {decided > 0 && <PlanOutcomeTable plan={view} key={decided} />}
            <OtherAdvice rows={view.advice} />
            <LeftOut rows={view.leftOut} />
          </Page>
        )
      }}
    </Loading>
  )
}

/** Why its lines can be decided no more, and where the one is that can. */
function Expired({ newerPlanId }: Pick<PlanView, 'newerPlanId'>) {
  if (newerPlanId === null) return <Notice tone="warn" title={t('expired.hours')} />
  return (
    <Notice tone="warn" title={t('expired.newer')}>
      <p>
        <a href={paths.centre.plan(newerPlanId)}>{t('expired.open')}</a>
      </p>
    </Notice>
  )
}

type AdviceRow = PlanView['advice'][number]

/** What to do beside moving vaccine; that a count would free more stands folded behind what is wrong now. */
function OtherAdvice({ rows }: { rows: readonly AdviceRow[] }) {
  if (rows.length === 0) return null
  const isSpare = ({ kind, facts }: AdviceRow) => kind === 'count' && 'surplus' in facts
  const [pressing, spare] = [rows.filter((row) => !isSpare(row)), rows.filter(isSpare)]
  return (
    <Card title={t('advice')}>
      <AdviceList rows={pressing} />
      {spare.length > 0 && (
        <details open={pressing.length === 0}>
          <summary>{t('advice.spare', { count: spare.length })}</summary>
          <AdviceList rows={spare} />
        </details>
      )}
    </Card>
  )
}

function AdviceList({ rows }: { rows: readonly AdviceRow[] }) {
  return (
    <ul class="plan-tail">
      {rows.map(({ kind, wardId, lotId, text }, at) => (
        <li key={`${kind}-${wardId}-${lotId}-${at}`}>{text[language.value]}</li>
      ))}
    </ul>
  )
}

type LeftOutRow = PlanView['leftOut'][number]

/** Every ward without a line and why; those that a vaccine has never concerned stand folded under the others. */
function LeftOut({ rows }: { rows: readonly LeftOutRow[] }) {
  const isUnused = ({ code }: LeftOutRow) => code === 'not-used'
  const [told, unused] = [rows.filter((row) => !isUnused(row)), rows.filter(isUnused)]
  return (
    <>
      {told.length > 0 && <Reasons rows={told} />}
      {unused.length > 0 && (
        <details>
          <summary>{t('left-out.unused', { count: unused.length })}</summary>
          <Reasons rows={unused} />
        </details>
      )}
    </>
  )
}

function Reasons({ rows }: { rows: readonly LeftOutRow[] }) {
  return (
    <Table
      caption={t('left-out')}
      rows={rows}
      rowKey={({ wardId, productId, code }) => `${wardId}-${productId}-${code}`}
      columns={[
        {
          key: 'ward',
          head: t('left-out.ward'),
          cell: ({ wardName }) => wardName,
          sort: ({ wardName }) => wardName,
          rowHead: true,
        },
        { key: 'why', head: t('left-out.why'), cell: ({ text }) => text[language.value] },
      ]}
    />
  )
}
