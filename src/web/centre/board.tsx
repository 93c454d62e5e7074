import { plannedSteps, stepWords } from '#domain/vaccination/steps.ts'
import type { CampaignPage, TargetGroups } from '#features/campaigns/contract.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useFeed } from '../shared/feed.ts'
import { useGet } from '../shared/load.ts'
import { here, navigate } from '../shared/router.ts'
import { useAccount } from '../shared/session.ts'
import { language } from '../shared/words.ts'
import { Loading, Wait } from '../shared/ui/loading.tsx'
import { Card, Empty, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { callsOf } from './attention.ts'
import { CityFigures } from './city-figures.tsx'
import type { ProgressView, Row } from './figures.ts'
import { byNeed } from './forecast.ts'
import { Choice, Segments } from './switches.tsx'
import { TileMap } from './tile-map.tsx'
import { WardTable } from './ward-table.tsx'
import { t } from './words.ts'

type Campaigns = Out<typeof CampaignPage>
type Campaign = Campaigns['items'][number]

/** The campaign of the address; else the one that is open. */
export function chooseCampaign(items: readonly Campaign[]): Campaign | undefined {
  const asked = here.value.query.get('campaign')
  return items.find(({ id }) => id === asked) ?? items.find(({ state }) => state === 'open') ?? items[0]
}

/** The city at a glance: six figures, the map, whom to call, and every ward; kept up to date by itself. */
export function Board() {
  const campaigns = useGet<Campaigns>('/v1/campaigns', { limit: 50 })
  return (
    <Loading of={campaigns}>
      {({ items }) => {
        const campaign = chooseCampaign(items)
        return campaign === undefined ? (
          <Page title={t('title')}>
            <Empty>{t('no-campaign')}</Empty>
          </Page>
        ) : (
          <BoardOf campaign={campaign} campaigns={items} />
        )
      }}
    </Loading>
  )
}

function BoardOf({ campaign, campaigns }: { campaign: Campaign; campaigns: readonly Campaign[] }) {
  const { query } = here.value
  const by = query.get('by') === 'injection' ? 'injection' : 'residence'
  const step = plannedSteps.find((code) => code === query.get('step')) ?? 'primary-1'
  // What is counted by place of injection knows no age and no code.
  const group = by === 'injection' ? null : query.get('group')
  const asked = { campaign: campaign.id, by, step, group }
  const address = withQuery('/v1/progress', asked)
  const { answer, problem } = useFeed<Row, ProgressView>('/v1/progress', asked, ({ place }) => place.id)
  const { timeZone } = useAccount().authority
  const shown = answer.value
  const at = shown === null ? '' : formatInstant(shown.body.generatedAt, timeZone)
  return (
    <Page
      title={t('title')}
      lead={shown === null ? campaign.name : `${campaign.name} · ${t('updated', { at })}`}
      actions={<Switches campaign={campaign} campaigns={campaigns} by={by} step={step} group={group} />}
    >
      {problem.value !== null && (
        <Notice tone="bad" title={problem.value.title}>
          {shown !== null && <p>{t('not-updated', { at })}</p>}
        </Notice>
      )}
      {shown === null
        ? problem.value === null && <Wait />
        : shown.body.campaignId === campaign.id && (
            <div class={shown.address === address ? 'board' : 'board older'}>
              <CityFigures progress={shown.body} lastOn={campaign.toOn} />
              <div class="board-middle">
                <TileMap rows={shown.body.items} />
                <Calls progress={shown.body} />
              </div>
              <WardTable progress={shown.body} />
            </div>
          )}
    </Page>
  )
}

function Switches(props: {
  campaign: Campaign
  campaigns: readonly Campaign[]
  by: string
  step: string
  group: string | null
}) {
  const groups = useGet<Out<typeof TargetGroups>>(`/v1/campaigns/${props.campaign.id}/target-groups`)
  const items = groups.current.value.data?.items ?? []
  const put = (change: Record<string, string>) => {
    const query = { ...Object.fromEntries(here.value.query), ...change }
    navigate(withQuery(here.value.path, query), 'replace')
  }
  return (
    <div class="switches">
      {props.campaigns.length > 1 && (
        <Choice
          label={t('campaign')}
          value={props.campaign.id}
          options={props.campaigns.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(campaign) => put({ campaign, group: '' })}
        />
      )}
      <Segments
        label={t('by')}
        value={props.by}
        options={(['residence', 'injection'] as const).map((by) => ({ value: by, label: t(`by.${by}`) }))}
        onChoose={(by) => put({ by })}
      />
      <Choice
        label={t('step')}
        value={props.step}
        options={plannedSteps.map((code) => ({ value: code, label: stepWords(code)[language.value] }))}
        onChoose={(step) => put({ step })}
      />
      {props.by === 'residence' && (
        <Choice
          label={t('group')}
          value={props.group ?? ''}
          options={[
            { value: '', label: t('group.all') },
            ...items.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChoose={(group) => put({ group })}
        />
      )}
    </div>
  )
}

const CALLS_SHOWN = 8

/** Whom to call now; the rest stands in the table. */
function Calls({ progress }: { progress: ProgressView }) {
  const calls = callsOf(progress.items.toSorted(byNeed))
  return (
    <Card title={t('attention')}>
      {calls.length === 0 && <p class="calls-none">{t('attention.none')}</p>}
      <ul class="calls">
        {calls.slice(0, CALLS_SHOWN).map(({ row, mark }, at) => (
          <li key={`${row.place.id}-${mark.kind}-${at}`} class={mark.tone}>
            <span class="call-head">
              <b>{row.place.name}</b>
              <StatusMark tone={mark.tone}>{mark.word}</StatusMark>
            </span>
            <small>{mark.why}</small>
          </li>
        ))}
      </ul>
      {calls.length > CALLS_SHOWN && <p>{t('attention.more', { count: calls.length - CALLS_SHOWN })}</p>}
    </Card>
  )
}
