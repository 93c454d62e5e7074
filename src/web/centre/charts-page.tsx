import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { addDays } from '#domain/dates.ts'
import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'
import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { ProgressDays } from '#features/reports/contract.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading, Wait } from '../shared/ui/loading.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { formatNumber, language } from '../shared/words.ts'
import { chooseCampaign } from './board.tsx'
import { Switches, type Campaign } from './board-switches.tsx'
import type { ChartProps } from './chart.tsx'
import { t } from './charts-words.ts'
import { readView } from './view.ts'
import { t as p } from './ward-page-words.ts'

/** The campaign day by day: doses by step, the sum against the target, and how soon it was written down. */
export function ChartsPage() {
  const campaigns = useGet<Out<typeof CampaignPage>>('/v1/campaigns', { limit: 50 })
  return (
    <Loading of={campaigns}>
      {({ items }) => {
        const campaign = chooseCampaign(items)
        return campaign === undefined ? null : <ChartsOf campaign={campaign} campaigns={items} />
      }}
    </Loading>
  )
}

function ChartsOf({ campaign, campaigns }: { campaign: Campaign; campaigns: readonly Campaign[] }) {
  const view = readView()
  const { by, step, group } = view
  const days = useGet<Out<typeof ProgressDays>>('/v1/progress/days', {
    campaign: campaign.id,
    by,
    step,
    group,
  })
  return (
    <Page
      title={t('title')}
      lead={campaign.name}
      actions={
        <>
          <Switches campaign={campaign} campaigns={campaigns} view={view} />
          <ButtonLink href={paths.centre.board(withQuery('', { campaign: campaign.id, by, step, group }))}>
            {p('back')}
          </ButtonLink>
        </>
      }
      topDown
    >
      <Loading of={days}>{(found) => <Charts days={found} />}</Loading>
    </Page>
  )
}

/** Told apart in lightness as well as in hue. */
const COLOURS = ['#0b4f9e', '#d1690e', '#12703a', '#8a1f6d', '#5c6b68', '#b59a00']

const sayStep = (step: string) => (isStepCode(step) ? stepWords(step)[language.value] : step)

function Charts({ days }: { days: Out<typeof ProgressDays> }) {
  const { series, lag, fromOn, step, target, goalPercent } = days
  const on = lag.map((_, at) => addDays(fromOn, at))
  const own = series.find((one) => one.step === step)
  let sum = own?.before ?? 0
  const cumulative = on.map((_, at) => (sum += own?.doses[at] ?? 0))
  const flat = (value: number) => on.map(() => value)
  const aims =
    target === null
      ? []
      : [
          { label: t('target'), values: flat(target.persons), colour: '#5c6b68', dashed: true },
          {
            label: t('goal', { goal: goalPercent }),
            values: flat(Math.floor((target.persons * goalPercent) / 100) + 1),
            colour: '#d1690e',
            dashed: true,
          },
        ]
  return (
    <>
      <Chart
        title={t('by-day')}
        on={on}
        lines={series.map((one, at) => ({
          label: sayStep(one.step),
          values: one.doses,
          colour: COLOURS[at % COLOURS.length]!,
        }))}
      />
      <Chart
        title={`${t('cumulative')} – ${sayStep(step)}`}
        on={on}
        lines={[{ label: t('done'), values: cumulative, colour: COLOURS[0]! }, ...aims]}
      />
      <Chart
        title={t('lag')}
        on={on}
        lines={[
          { label: t('lag.same'), values: lag.map(({ sameDay }) => sameDay), colour: COLOURS[2]! },
          { label: t('lag.3'), values: lag.map(({ within3Days }) => within3Days), colour: COLOURS[1]! },
          { label: t('lag.later'), values: lag.map(({ later }) => later), colour: COLOURS[3]! },
        ]}
      />
    </>
  )
}

type Charting = { Chart: ComponentType<ChartProps> }

/** The drawing is fetched with the first chart; the figures stand under each, for who does not see it. */
function Chart({ title, on, lines }: ChartProps & { title: string }) {
  const charting = useSignal<Charting | 'gone' | null>(null)
  useEffect(() => {
    void import('./chart.tsx').then(
      (loaded) => {
        charting.value = { Chart: loaded.Chart }
      },
      () => {
        charting.value = 'gone' // its file went with an update: the figures below are left
      },
    )
  }, [])
  const drawing = charting.value
  return (
    <Card title={title}>
      {drawing === null && <Wait />}
      {drawing !== null && drawing !== 'gone' && <drawing.Chart on={on} lines={lines} />}
      <details open={drawing === 'gone'}>
        <summary>{t('table')}</summary>
        <Table
          caption={title}
          captionHidden
          rows={on.map((day, at) => ({ day, at }))}
          rowKey={({ day }) => day}
          columns={[
            { key: 'day', head: t('day'), cell: ({ day }) => formatDay(day), rowHead: true },
            ...lines.map(({ label, values }) => ({
              key: label,
              head: label,
              number: true,
              cell: ({ at }: { at: number }) => formatNumber(values[at] ?? 0),
            })),
          ]}
        />
      </details>
    </Card>
  )
}
