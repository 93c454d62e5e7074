import { priorityGroups } from '#domain/priority-groups.ts'
import type { Campaign, TargetGroups } from '#features/campaigns/contract.ts'
import type { Declaration, DeclareTotals } from '#features/registrants/declaration-contract.ts'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, useNavigate } from '../shared/router.ts'
import { useAccount } from '../shared/session.ts'
import {
  kindName,
  listKinds,
  punctualityName,
  punctualityTones,
  type ListKind,
} from '../shared/submissions.ts'
import { optionsOf, useAll, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { formatNumber, language } from '../shared/words.ts'
import { useSentId } from '../shared/sent-id.ts'
import { ChoiceField, NumberField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { FieldsAlone, Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { Deadlines } from './declare-owed.tsx'
import { t } from './declare-words.ts'

type DeclarationView = Out<typeof Declaration>
type Group = { key: string; label: string; hint?: string }

const PERSONS_MAX = 5_000_000

/** What the ward owes, one form for the totals, and all that was declared before. */
export function DeclarePage(_props: PageProps) {
  const campaigns = useAll<Out<typeof Campaign>>('/v1/campaigns')
  const wards = useOwnWards('list.upload')
  return (
    <Page title={t('title')} lead={t('lead')} topDown>
      <Deadlines />
      <Loading of={campaigns}>
        {(all) => (
          <Loading of={wards}>
            {(own) => <Declare campaigns={all.filter(({ state }) => state !== 'closed')} wards={own} />}
          </Loading>
        )}
      </Loading>
    </Page>
  )
}

function Declare(props: { campaigns: readonly Out<typeof Campaign>[]; wards: readonly PlaceView[] }) {
  const { query } = here.value
  const { campaigns, wards } = props
  const form = useForm(
    {
      campaignId: query.get('campaignId') ?? (campaigns.length === 1 ? campaigns[0]!.id : ''),
      wardId: query.get('wardId') ?? (wards.length === 1 ? wards[0]!.id : ''),
      listKind: query.get('listKind') ?? 'ward',
      basis: 'code',
    },
    { campaignId: [required], wardId: [required], listKind: [required] },
  )
  if (campaigns.length === 0) return <Notice tone="warn" title={t('campaign.none')} />
  const { campaignId, wardId, listKind, basis } = form.values.value
  return (
    <>
      <Card title={t('title')}>
        <Asked form={form} campaigns={campaigns} wards={wards} />
        {campaignId !== '' && wardId !== '' && (
          <Totals
            key={`${campaignId} ${wardId} ${listKind} ${basis}`}
            asked={{
              campaignId,
              wardId,
              listKind: listKind as ListKind,
              basis: basis as 'code' | 'target-group',
            }}
          />
        )}
      </Card>
      {wardId !== '' && <History key={`${campaignId} ${wardId}`} campaignId={campaignId} wardId={wardId} />}
    </>
  )
}

type AskedForm = ReturnType<
  typeof useForm<{ campaignId: string; wardId: string; listKind: string; basis: string }>
>

/** What is declared for stands above the numbers and sends nothing by itself. */
function Asked(props: {
  form: AskedForm
  campaigns: readonly Out<typeof Campaign>[]
  wards: readonly PlaceView[]
}) {
  return (
    <FieldsAlone form={props.form}>
      <div class="fields-row">
        {props.campaigns.length > 1 && (
          <SelectField name="campaignId" label={t('campaign')} options={optionsOf(props.campaigns)} />
        )}
        {props.wards.length > 1 && (
          <SelectField name="wardId" label={t('ward')} options={optionsOf(props.wards)} />
        )}
        <SelectField
          name="listKind"
          label={t('kind')}
          options={listKinds.map((kind) => ({ value: kind, label: kindName(kind) }))}
        />
      </div>
      <ChoiceField
        name="basis"
        label={t('basis')}
        options={(['code', 'target-group'] as const).map((basis) => ({
          value: basis,
          label: t(`basis.${basis}`),
        }))}
      />
    </FieldsAlone>
  )
}

type AskedFor = Omit<In<typeof DeclareTotals>, 'id' | 'numbers' | 'note'> & {
  wardId: string
  campaignId: string
}

function Totals({ asked }: { asked: AskedFor }) {
  const groups = useGet<Out<typeof TargetGroups>>(`/v1/campaigns/${asked.campaignId}/target-groups`)
  const before = useGet<{ items: DeclarationView[] }>('/v1/declarations', {
    campaignId: asked.campaignId,
    wardId: asked.wardId,
    listKind: asked.listKind,
    limit: 1,
  })
  return (
    <Loading of={groups}>
      {({ items }) => (
        <Loading of={before}>
          {({ items: [last] }) => (
            <Numbers
              asked={asked}
              groups={
                asked.basis === 'code'
                  ? priorityGroups.map(({ code, name }) => ({
                      key: String(code),
                      label: t('group.code', { code }),
                      hint: name[language.value],
                    }))
                  : items.map(({ id, name }) => ({ key: id, label: name }))
              }
              last={last?.basis === asked.basis ? last : undefined}
            />
          )}
        </Loading>
      )}
    </Loading>
  )
}

function Numbers(props: { asked: AskedFor; groups: readonly Group[]; last: DeclarationView | undefined }) {
  const { asked, groups, last } = props
  const said = new Map((last?.numbers ?? []).map(({ key, persons }) => [key, String(persons)]))
  const form = useForm<Record<string, string>>(
    { ...Object.fromEntries(groups.map(({ key }) => [key, said.get(key) ?? ''])), note: '' },
    Object.fromEntries(groups.map(({ key }) => [key, [wholeNumber(0, PERSONS_MAX)]])),
  )
  const stated = groups.flatMap(({ key }) => {
    const text = form.values.value[key]?.trim() ?? ''
    return /^\d+$/.test(text) ? [{ key, persons: Number(text) }] : []
  })
  const total = stated.reduce((sum, { persons }) => sum + persons, 0)
  const idOf = useSentId()
  const navigate = useNavigate()
  return (
    <Form
      form={form}
      submitWord={t('send')}
      onSubmit={async ({ note }) => {
        const id = idOf([stated, note])
        const body: In<typeof DeclareTotals> = { ...asked, id, numbers: stated, note: note ?? '' }
        const done = await api.post<DeclarationView>('/v1/declarations', body)
        navigate(paths.ward.declaration(done.id))
      }}
    >
      <fieldset class="field">
        <legend>{t('numbers')}</legend>
        <p class="hint">{t('numbers.hint')}</p>
        <div class="numbers">
          {groups.map(({ key, label, hint }) => (
            <NumberField
              key={key}
              name={key}
              label={label}
              size={8}
              {...(hint === undefined ? {} : { hint })}
            />
          ))}
        </div>
      </fieldset>
      <p class="numbers-total" aria-live="polite">
        <span>{t('total')}</span>
        <span>{t('persons', { count: total })}</span>
      </p>
      {stated.length === 0 && <p class="hint">{t('numbers.missing')}</p>}
      <TextField name="note" label={t('note')} maxLength={500} />
    </Form>
  )
}

function History(props: { campaignId: string; wardId: string }) {
  const { timeZone } = useAccount().authority
  const all = usePages<DeclarationView>('/v1/declarations', { ...props, limit: 20 })
  return (
    <Loading of={all}>
      {({ items }) => (
        <>
          <div class="as-cards">
            <Table
              caption={t('history')}
              empty={t('history.none')}
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'at',
                  head: t('at'),
                  rowHead: true,
                  cell: ({ id, receivedAt }) => (
                    <a href={paths.ward.declaration(id)}>{formatInstant(receivedAt, timeZone)}</a>
                  ),
                },
                { key: 'kind', head: t('kind'), cell: ({ listKind }) => kindName(listKind) },
                { key: 'by', head: t('by'), cell: ({ declaredBy }) => declaredBy },
                { key: 'total', head: t('total'), number: true, cell: ({ total }) => formatNumber(total) },
                {
                  key: 'in-time',
                  head: t('in-time'),
                  cell: ({ inTime, current }) => (
                    <>
                      <StatusMark tone={punctualityTones[inTime]}>{punctualityName(inTime)}</StatusMark>
                      {current && <span class="under">{t('current')}</span>}
                    </>
                  ),
                },
              ]}
            />
          </div>
          {all.more !== null && <Pager count={items.length} more={all.more} />}
        </>
      )}
    </Loading>
  )
}
