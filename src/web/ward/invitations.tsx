import { useSignal } from '@preact/signals'
import type { Campaign } from '#features/campaigns/contract.ts'
import type { IssuedInvitations, IssueInvitations, SheetPage } from '#features/registrants/contract.ts'
import { api, withQuery } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, useNavigate } from '../shared/router.ts'
import { PaperButton } from '../shared/paper-button.tsx'
import { optionsOf, readAll, useAll, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { Button } from '../shared/ui/button.tsx'
import { SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Page } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { ListView } from './list-state.tsx'
import { t } from './invitation-words.ts'

type Item = Out<typeof SheetPage>['items'][number]
/** Whose papers: a residential group or a list, of a campaign. It stands in the address, so that it can be kept. */
type Asked = { campaignId: string; groupId: string | null; listId: string | null }

const SHEET_PAGE_ROWS = 100

export function Invitations() {
  const asked = askedIn(here.value.query)
  const campaigns = useAll<Out<typeof Campaign>>('/v1/campaigns')
  const wards = useOwnWards('invitation.issue')
  /** How often papers were made here: each time the sheet is read anew. */
  const made = useSignal(0)
  return (
    <Page title={t('title')} lead={t('lead')} topDown>
      <div class="screen-only">
        <Card>
          <Loading of={campaigns}>
            {(all) => (
              <Loading of={wards}>
                {(own) => (
                  <Ask
                    campaigns={all.filter(isRunning)}
                    wards={own}
                    asked={asked}
                    onMade={() => {
                      made.value += 1
                    }}
                  />
                )}
              </Loading>
            )}
          </Loading>
        </Card>
      </div>
      {asked !== null && <Sheet key={`${here.value.query.toString()} ${made.value}`} asked={asked} />}
    </Page>
  )
}

const isRunning = ({ state }: Out<typeof Campaign>) => state !== 'closed'

function askedIn(query: URLSearchParams): Asked | null {
  const [campaignId, groupId, listId] = [query.get('campaignId'), query.get('groupId'), query.get('listId')]
  if (campaignId === null || (groupId === null && listId === null)) return null
  return { campaignId, groupId, listId }
}

/** A group or list that another page names is chosen already. */
function whomIn(query: URLSearchParams): string {
  const [groupId, listId] = [query.get('groupId'), query.get('listId')]
  if (listId !== null) return `listId=${listId}`
  return groupId === null ? '' : `groupId=${groupId}`
}

function Ask(props: {
  campaigns: readonly Out<typeof Campaign>[]
  wards: readonly PlaceView[]
  asked: Asked | null
  onMade: () => void
}) {
  const { campaigns, wards, asked } = props
  const onlyWard = wards.length === 1 ? wards[0]!.id : ''
  const form = useForm(
    {
      campaignId: asked?.campaignId ?? (campaigns.length === 1 ? campaigns[0]!.id : ''),
      wardId: onlyWard,
      who: whomIn(here.value.query),
    },
    { campaignId: [required], who: [required] },
  )
  const { wardId, campaignId: chosenId } = form.values.value
  const navigate = useNavigate()
  const choices = useLoad(`choices ${wardId}`, () => readChoices(wardId))
  return (
    <Form
      form={form}
      submitWord={t('make')}
      others={
        onlyWard !== '' &&
        chosenId !== '' && (
          <PaperButton
            address={withQuery('/v1/invitations/sheet.pdf', { campaignId: chosenId })}
            name="giay-moi-ca-phuong"
            word={t('pdf.all')}
          />
        )
      }
      onSubmit={async ({ campaignId, who }) => {
        const [kind, id] = who.split('=') as ['groupId' | 'listId', string]
        const to = kind === 'listId' ? { listId: id } : { groupId: id }
        const body: In<typeof IssueInvitations> = { campaignId, to }
        const made = await api.post<Out<typeof IssuedInvitations>>('/v1/invitations', body)
        toast(() => t('made', made))
        navigate(paths.ward.invitations(withQuery('', { campaignId, [kind]: id })), 'replace')
        props.onMade()
      }}
    >
      <SelectField name="campaignId" label={t('campaign')} options={optionsOf(campaigns)} />
      {onlyWard === '' && (
        <SelectField name="wardId" label={t('ward')} options={optionsOf(wards)} empties={['who']} />
      )}
      <Loading of={choices}>
        {(options) => <SelectField name="who" label={t('who')} options={options} />}
      </Loading>
    </Form>
  )
}

async function readChoices(wardId: string) {
  const [groups, lists] = await Promise.all([
    wardId === ''
      ? []
      : Promise.all(
          (['group', 'village'] as const).map((kind) =>
            readAll<PlaceView>('/v1/places', { kind, within: wardId }),
          ),
        ),
    readAll<ListView>('/v1/lists', { wardId }),
  ])
  return [
    ...groups.flat().map(({ id, name }) => ({ value: `groupId=${id}`, label: t('who.group', { name }) })),
    ...lists.map(({ id, name }) => ({ value: `listId=${id}`, label: t('who.list', { name }) })),
  ]
}

function Sheet({ asked }: { asked: Asked }) {
  const items = useAll<Item>('/v1/invitations/sheet', { ...asked, limit: SHEET_PAGE_ROWS })
  return (
    <Loading of={items}>
      {(all) =>
        all.length === 0 ? (
          <Empty>{t('none')}</Empty>
        ) : (
          <>
            <div class="card-head screen-only">
              <h2>{t('ready', { count: all.length })}</h2>
              <div class="actions">
                <Button kind="main" onClick={() => print()}>
                  {t('print')}
                </Button>
                <PaperButton
                  address={withQuery('/v1/invitations/sheet.pdf', { ...asked })}
                  name="giay-moi"
                  word={t('pdf')}
                />
              </div>
            </div>
            <ul class="invitations">
              {all.map((item) => (
                <Paper key={item.invitationId} item={item} />
              ))}
            </ul>
          </>
        )
      }
    </Loading>
  )
}

function Paper({ item }: { item: Item }) {
  const { sessionOn, slotTime, siteName, groupName } = item
  return (
    <li class="invitation">
      <img
        src={`data:image/svg+xml,${encodeURIComponent(item.qrSvg)}`}
        alt={t('qr', { name: item.fullName })}
        width="150"
        height="150"
      />
      <div>
        <p class="invitation-head">{t('heading')}</p>
        <p class="invitation-name">{item.fullName}</p>
        <p>{[t('born', { year: String(item.birthYear) }), groupName].filter(Boolean).join(' · ')}</p>
        <p class="invitation-called">
          {sessionOn === null
            ? t('called-none')
            : [formatDay(sessionOn), slotTime].filter((part) => part !== null).join(', ')}
          {siteName !== null && <span class="under">{siteName}</span>}
        </p>
        <p class="under">
          {t('bring')} {t('until', { day: formatDay(item.validTo) })}
        </p>
      </div>
    </li>
  )
}
