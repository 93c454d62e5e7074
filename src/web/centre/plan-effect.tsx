import type { ComponentChildren } from 'preact'
import { daysBetween } from '#domain/dates.ts'
import type { WhatIf } from '#features/planner/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { formatNumber, formatShare, language } from '../shared/words.ts'
import type { PlaceView } from '../shared/wards.ts'
import { Card } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { NONE } from './figures.ts'
import { t } from './plan-try-words.ts'

type View = Out<typeof WhatIf>
type Effect = View['effect']
type Row = { key: string; name: string; present: string; tried: string; difference: string }

/** A plan that might be beside the plan as things stand: when it is done, what is wasted, who gets least. */
export function PlanEffect(props: { view: View; wards: readonly PlaceView[]; children: ComponentChildren }) {
  const { view, wards } = props
  const names = new Map(wards.map(({ id, name }) => [id, name]))
  return (
    <Card title={t('effect')}>
      <p class="hint">{t('effect.note')}</p>
      <div class="as-cards">
        <Table
          caption={t('effect')}
          captionHidden
          rows={rowsOf(view, (wardId) => names.get(wardId) ?? NONE)}
          rowKey={({ key }) => key}
          columns={[
            { key: 'measure', head: t('measure'), cell: ({ name }) => name, rowHead: true },
            { key: 'present', head: t('present'), number: true, cell: ({ present }) => present },
            { key: 'tried', head: t('tried'), number: true, cell: ({ tried }) => tried },
            { key: 'difference', head: t('difference'), number: true, cell: ({ difference }) => difference },
          ]}
        />
      </div>
      {props.children}
      <details class="plan-hold">
        <summary>{t('lines.tried')}</summary>
        {view.plan.lines.length === 0 ? (
          <p>{t('lines.none')}</p>
        ) : (
          <ol class="plan-tail">
            {view.plan.lines.map(({ rank, text }) => (
              <li key={rank}>{text[language.value]}</li>
            ))}
          </ol>
        )}
      </details>
    </Card>
  )
}

function rowsOf({ effect, presentEffect, plan, presentLines }: View, nameOf: (id: string) => string): Row[] {
  const count = (key: 'given' | 'unmet' | 'expired' | 'lines', present: number, tried: number): Row => ({
    key,
    name: t(key),
    present: formatNumber(present),
    tried: formatNumber(tried),
    difference: signed(tried - present),
  })
  return [
    {
      key: 'finish',
      name: t('finish'),
      present: finishOf(presentEffect),
      tried: finishOf(effect),
      difference:
        presentEffect.finishOn === null || effect.finishOn === null
          ? NONE
          : t('finish.days', { days: signed(daysBetween(presentEffect.finishOn, effect.finishOn)) }),
    },
    count('given', presentEffect.givenDoses, effect.givenDoses),
    count('unmet', presentEffect.unmetDoses, effect.unmetDoses),
    count('expired', presentEffect.expiredDoses, effect.expiredDoses),
    {
      key: 'fairness',
      name: t('fairness'),
      present: fairnessOf(presentEffect, nameOf),
      tried: fairnessOf(effect, nameOf),
      difference:
        presentEffect.lowestShare === null || effect.lowestShare === null
          ? NONE
          : t('fairness.points', {
              points: signed(
                Math.round(effect.lowestShare * 100) - Math.round(presentEffect.lowestShare * 100),
              ),
            }),
    },
    count('lines', presentLines, plan.lines.length),
  ]
}

const finishOf = ({ finishOn }: Effect) => (finishOn === null ? t('finish.never') : formatDay(finishOn))

function fairnessOf({ lowestShare, lowestWardId }: Effect, nameOf: (id: string) => string): string {
  if (lowestShare === null || lowestWardId === null) return NONE
  return t('fairness.of', { share: formatShare(lowestShare), ward: nameOf(lowestWardId) })
}

/** A true minus, so that it lines up with the plus. */
function signed(value: number): string {
  if (value === 0) return '0'
  return `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value))}`
}
