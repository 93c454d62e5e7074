import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { plannedSteps, stepWords } from '#domain/vaccination/steps.ts'
import type { CampaignPage, TargetGroups } from '#features/campaigns/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { language } from '../shared/words.ts'
import { t as b } from './board-words.ts'
import { Choice, Segments } from './switches.tsx'
import { putView, rowKinds, type View } from './view.ts'
import { t } from './words.ts'

export type Campaign = Out<typeof CampaignPage>['items'][number]

/** What is looked at, chosen in the address. */
export function Switches({
  campaign,
  campaigns,
  view,
}: {
  campaign: Campaign
  campaigns: readonly Campaign[]
  view: View
}) {
  const groups = useGet<Out<typeof TargetGroups>>(`/v1/campaigns/${campaign.id}/target-groups`)
  const items = groups.current.value.data?.items ?? []
  return (
    <div class="switches">
      {campaigns.length > 1 && (
        <Choice
          label={t('campaign')}
          value={campaign.id}
          options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(id) => putView({ campaign: id, group: '' })}
        />
      )}
      <Segments
        label={t('by')}
        value={view.by}
        options={(['residence', 'injection'] as const).map((by) => ({ value: by, label: t(`by.${by}`) }))}
        onChoose={(by) => putView({ by })}
      />
      <Choice
        label={t('step')}
        value={view.step}
        options={plannedSteps.map((code) => ({ value: code, label: stepWords(code)[language.value] }))}
        onChoose={(step) => putView({ step })}
      />
      {view.by === 'residence' && (
        <Choice
          label={t('group')}
          value={view.group ?? ''}
          options={[
            { value: '', label: t('group.all') },
            ...items.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChoose={(group) => putView({ group })}
        />
      )}
    </div>
  )
}

/** The first day of the units that Vietnam has had since. */
const UNITS_2025 = '2025-07-01'

/** Seldom asked for: other rows, another day, other units. */
export function MoreSwitches({ view }: { view: View }) {
  const isOpen = useSignal(view.rows !== 'ward' || view.asOf !== null || view.unitsOn !== null)
  return (
    <details
      class="more-switches screen-only"
      open={isOpen.value}
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open
      }}
    >
      <summary>{b('more')}</summary>
      <div class="switches">
        <Choice
          label={b('rows')}
          value={view.rows}
          options={rowKinds.map((kind) => ({ value: kind, label: b(`rows.${kind}`) }))}
          onChoose={(rows) => putView({ rows: rows === 'ward' ? '' : rows })}
        />
        <DayChoice key={view.asOf ?? ''} asOf={view.asOf} />
        <Choice
          label={b('units')}
          value={view.unitsOn ?? ''}
          options={[
            { value: '', label: b('units.own') },
            { value: UNITS_2025, label: b('units.2025') },
          ]}
          onChoose={(unitsOn) => putView({ unitsOn })}
        />
      </div>
    </details>
  )
}

function DayChoice({ asOf }: { asOf: string | null }) {
  const id = useId()
  const text = useSignal(asOf === null ? '' : formatDay(asOf))
  const put = () => {
    const day = parseDay(text.value)
    if (day !== null) putView({ asOf: day })
    else if (text.value.trim() === '') putView({ asOf: '' })
  }
  return (
    <div class="switch">
      <label for={id}>{b('as-of')}</label>
      <input
        id={id}
        inputMode="numeric"
        size={12}
        placeholder="dd/mm/yyyy"
        value={text.value}
        aria-invalid={text.value.trim() !== '' && parseDay(text.value) === null}
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
        onChange={put}
      />
    </div>
  )
}
