import { useSignal } from '@preact/signals'
import type {
  GroupedPeople,
  GroupingPreview,
  GroupPeople,
  PreviewGrouping,
} from '#features/registrants/contract.ts'
import { api, withQuery } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { optionsOf, readGroups, type PlaceView } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { SelectField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading, Wait } from '../shared/ui/loading.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { t } from './grouping-words.ts'

type Asked = In<typeof PreviewGrouping>
type Preview = Out<typeof GroupingPreview>
type Whom = { wardId: string; people: Asked['people'] }

const path = '/v1/people/groupings'
const BY_ADDRESS = 'address'
const count = (of: number) => ({ count: formatNumber(of) })

/** Which group, then how many it would reach, then for what reason: nothing is stored before the last press. */
export function Grouping(props: Whom & { onDone: () => Promise<void> }) {
  const { wardId } = props
  const groups = useLoad(`groups ${wardId}`, () => readGroups(wardId))
  return (
    <>
      <p>{t('lead')}</p>
      <Loading of={groups}>{(found) => <Chosen key={wardId} {...props} groups={found} />}</Loading>
    </>
  )
}

function Chosen(props: Whom & { groups: readonly PlaceView[]; onDone: () => Promise<void> }) {
  const { wardId, people } = props
  const seen = useSignal<{ asked: Asked; preview: Preview } | null>(null)
  const form = useForm({ into: BY_ADDRESS }, { into: [required] })
  // What was previewed for another choice stands no more.
  const choosing = {
    ...form,
    set: (changes: { into?: string }) => {
      seen.value = null
      form.set(changes)
    },
  }
  const look = async (into: string) => {
    const asked = { wardId, people, groupId: into === BY_ADDRESS ? null : into }
    seen.value = { asked, preview: await api.post<Preview>(`${path}/preview`, asked) }
  }
  const into = [{ value: BY_ADDRESS, label: t('by-address') }, ...optionsOf(props.groups)]
  return (
    <>
      <Form form={choosing} submitWord={t('preview')} onSubmit={(values) => look(values.into)}>
        <SelectField name="into" label={t('into')} hint={t('by-address.hint')} options={into} />
      </Form>
      {seen.value !== null && (
        <Seen
          key={seen.value.preview.ground}
          {...seen.value}
          onDone={async () => {
            seen.value = null
            await props.onDone()
          }}
        />
      )}
    </>
  )
}

function Seen({ asked, preview, onDone }: { asked: Asked; preview: Preview; onDone: () => Promise<void> }) {
  const { people, groups, unread, grouped, notHere, left } = preview
  const form = useForm({ reason: asked.groupId === null ? t('reason.address') : '' }, { reason: [required] })
  return (
    <section class="grouping" aria-live="polite">
      {people === 0 ? (
        <Notice tone="info" title={t('nobody')} />
      ) : (
        <Table
          caption={t('will.caption', count(people))}
          rows={groups}
          rowKey={({ id }) => id}
          columns={[
            { key: 'group', head: t('will.group'), cell: ({ name }) => name, rowHead: true },
            {
              key: 'people',
              head: t('will.people'),
              number: true,
              cell: (each) => formatNumber(each.people),
            },
          ]}
        />
      )}
      <ul>
        {unread > 0 && <li>{t('unread', count(unread))}</li>}
        {grouped > 0 && <li>{t('grouped', count(grouped))}</li>}
        {notHere > 0 && <li>{t('not-here', count(notHere))}</li>}
        {left > 0 && <li>{t('left', count(left))}</li>}
      </ul>
      {people > 0 && (
        <Form
          form={form}
          submitWord={t('do', count(people))}
          onSubmit={async ({ reason }) => {
            const body: In<typeof GroupPeople> = { ...asked, ground: preview.ground, reason }
            const done = await api.post<Out<typeof GroupedPeople>>(path, body)
            toast(() => t('done', count(done.people)))
            await onDone()
          }}
        >
          <TextField name="reason" label={t('reason')} hint={t('reason.hint')} maxLength={300} />
        </Form>
      )}
    </section>
  )
}

/** Whole lists arrive without a group: said where the list is, with the way to mend it. Nothing where all have one. */
export function WithoutGroup({ wardId, listId }: { wardId: string; listId: string }) {
  const found = useLoad(`without group ${listId}`, () => {
    const asked: Asked = {
      wardId,
      groupId: null,
      people: { filter: { listId, grouped: 'no', living: 'here' } },
    }
    return api.post<Preview>(`${path}/preview`, asked)
  })
  const { state, data: preview } = found.current.value
  if (state === 'loading') return <Wait />
  // Refused for a ward that is no more: its people follow their places first.
  if (preview === null) return null
  const readable = preview.people + preview.left
  const all = readable + preview.unread
  if (all === 0) return null
  const query = withQuery('', { wardId, listId, grouped: 'no', living: 'here', tab: 'group' })
  return (
    <div class="screen-only">
      <Notice tone="warn" title={t('without', count(all))}>
        {readable > 0 && <p>{t('without.readable', count(readable))}</p>}
        <div class="actions">
          <ButtonLink href={paths.ward.people(query)}>{t('title')}</ButtonLink>
        </div>
      </Notice>
    </div>
  )
}
