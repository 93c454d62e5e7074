import { useSignal } from '@preact/signals'
import { duties, type Duty } from '#domain/roster.ts'
import type { AccountPage } from '#features/accounts/contract.ts'
import type {
  AssignCrew,
  CreateCrewAccount,
  CreatedCrewAccount,
  Crew,
  CrewPost,
} from '#features/sessions/crew-contract.ts'
import { JoinCard } from '../join/join-card.tsx'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { useGet } from '../shared/load.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { SelectField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { useSending } from './session-sending.tsx'
import { t } from './session-detail-words.ts'
import { MissingCrew, type SessionView } from './session-state.tsx'
import { dutyName } from './session-words.ts'

type Post = Out<typeof CrewPost>
type Account = Out<typeof AccountPage>['items'][number]
const FOUND_MAX = 20

/** Who works at the session and who is there; people are assigned, and accounts made, on the spot. */
export function SessionCrew(props: { session: SessionView; onChanged: () => Promise<void> }) {
  const { session } = props
  const may = useMay()
  const path = `/v1/sessions/${session.id}/crew`
  const crew = useGet<Out<typeof Crew>>(path)
  const staffs = may('session.staff') && (session.state === 'planned' || session.state === 'open')
  const refresh = async () => {
    await Promise.all([crew.reload(), props.onChanged()])
  }
  const ending = useSending(async (postId: string) => {
    await api.remove(`${path}/${postId}`)
    await refresh()
  })
  return (
    <>
      {ending.refusal()}
      <Loading of={crew}>
        {({ items, missing }) => (
          <>
            {session.state === 'planned' && <MissingCrew missing={missing} />}
            <Own session={session} posts={items} onChanged={refresh} />
            <div class="as-cards">
              <Table
                caption={t('crew')}
                captionHidden
                empty={t('crew.none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  { key: 'name', head: t('crew.name'), cell: ({ fullName }) => fullName, rowHead: true },
                  { key: 'unit', head: t('crew.unit'), cell: ({ unit }) => unit || '–' },
                  { key: 'duty', head: t('crew.duty'), cell: ({ duty }) => dutyName(duty) },
                  { key: 'present', head: t('crew.present'), cell: (post) => <Presence post={post} /> },
                  ...(staffs
                    ? [
                        {
                          key: 'end',
                          head: t('remove'),
                          cell: ({ id, fullName }: Post) => (
                            <Button
                              busy={ending.busy.value}
                              label={t('remove.which', { name: fullName })}
                              onClick={() => ending.send(id)}
                            >
                              {t('remove')}
                            </Button>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
            </div>
          </>
        )}
      </Loading>
      {staffs && <JoinCard sessionId={session.id} onChanged={refresh} />}
      {staffs && (
        <div class="columns">
          {may('account.read') && (
            <Card title={t('assign')}>
              <Assign path={path} onAssigned={refresh} />
            </Card>
          )}
          <Card title={t('account.new')}>
            <NewAccount path={path} onMade={refresh} />
          </Card>
        </div>
      )}
    </>
  )
}

function Presence({ post }: { post: Post }) {
  if (post.present) return <StatusMark tone="good">{t('present.yes')}</StatusMark>
  return (
    <StatusMark tone="still">{post.leftAt === null ? t('present.not-yet') : t('present.left')}</StatusMark>
  )
}

/** Presence is said by each for oneself. */
function Own(props: { session: SessionView; posts: readonly Post[]; onChanged: () => Promise<void> }) {
  const { id } = useAccount()
  const own = props.posts.filter(({ accountId }) => accountId === id)
  const saying = useSending(async (present: boolean) => {
    await api.post(`/v1/sessions/${props.session.id}/presence`, { present })
    await props.onChanged()
  })
  if (own.length === 0) return null
  const here = own.some(({ present }) => present)
  return (
    <Notice
      tone={here ? 'good' : 'info'}
      title={t('present.own', { duties: own.map(({ duty }) => dutyName(duty)).join(', ') })}
    >
      {saying.refusal()}
      <p>
        <Button busy={saying.busy.value} onClick={() => saying.send(!here)}>
          {here ? t('present.leave') : t('present.join')}
        </Button>
      </p>
    </Notice>
  )
}

const dutyOptions = () => duties.map((duty) => ({ value: duty, label: dutyName(duty) }))

/** Finds an account by any part of its name, then gives it the duty chosen. */
function Assign(props: { path: string; onAssigned: () => Promise<void> }) {
  const form = useForm({ duty: 'data-entry', text: '' }, { text: [required], duty: [required] })
  const found = useSignal<readonly Account[] | null>(null)
  const assigning = useSending(async (accountId: string) => {
    const body: In<typeof AssignCrew> = { accountId, duty: form.values.value.duty as Duty }
    await api.post(props.path, body)
    toastSaved()
    await props.onAssigned()
  })
  return (
    <>
      <Form
        form={form}
        submitWord={t('assign.find')}
        onSubmit={async ({ text }) => {
          const page = await api.post<Out<typeof AccountPage>>('/v1/accounts/search', {
            text,
            disabled: false,
            limit: FOUND_MAX,
          })
          found.value = page.items
        }}
      >
        <SelectField name="duty" label={t('crew.duty')} options={dutyOptions()} />
        <TextField name="text" label={t('assign.text')} keys="search" maxLength={100} />
      </Form>
      {assigning.refusal()}
      {found.value !== null && (
        <ul class="found-accounts">
          {found.value.length === 0 && <li>{t('assign.none')}</li>}
          {found.value.map(({ id, fullName, signInName, unit }) => (
            <li key={id}>
              <span>
                <strong>{fullName}</strong>
                <br />
                {[signInName, unit].filter((part) => part !== '').join(' · ')}
              </span>
              <Button
                busy={assigning.busy.value}
                label={t('assign.which', { name: fullName })}
                onClick={() => assigning.send(id)}
              >
                {t('assign')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** The secret is in the answer and nowhere else: it stays on the page until the next account is made. */
function NewAccount(props: { path: string; onMade: () => Promise<void> }) {
  const made = useSignal<Out<typeof CreatedCrewAccount> | null>(null)
  const form = useForm(
    { duty: 'data-entry', fullName: '', signInName: '', unit: '', phone: '' },
    { duty: [required], fullName: [required], signInName: [required] },
  )
  return (
    <>
      {made.value !== null && (
        <Notice tone="good" title={t('account.made', { name: made.value.post.fullName })}>
          <Facts
            items={[
              [t('account.sign-in'), <span class="secret-text">{made.value.signInName}</span>],
              [t(`account.${made.value.secretKind}`), <span class="secret-text">{made.value.secret}</span>],
            ]}
          />
          <p>{t('account.once')}</p>
        </Notice>
      )}
      <Form
        form={form}
        submitWord={t('account.create')}
        onSubmit={async ({ duty, ...values }) => {
          const body: In<typeof CreateCrewAccount> = { ...values, duty: duty as Duty }
          made.value = await api.post<Out<typeof CreatedCrewAccount>>(`${props.path}/accounts`, body)
          form.reset()
          await props.onMade()
        }}
      >
        <SelectField name="duty" label={t('crew.duty')} options={dutyOptions()} />
        <TextField name="fullName" label={t('crew.name')} maxLength={120} />
        <TextField
          name="signInName"
          label={t('account.sign-in')}
          hint={t('account.sign-in-hint')}
          maxLength={40}
        />
        <TextField name="unit" label={t('crew.unit')} maxLength={120} />
        <TextField name="phone" label={t('account.phone')} keys="tel" maxLength={20} />
      </Form>
    </>
  )
}
