import { useSignal } from '@preact/signals'
import type { CreateCollaboratorPost, EndCollaboratorPost } from '#features/geography/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { DayField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { GroupView } from './groups.tsx'
import { t } from './group-words.ts'

type Post = GroupView['collaborators'][number]
type Props = { group: GroupView; on: string; onChanged: () => Promise<void> }

/** Who looks after the group, and who will. */
export function GroupPosts({ group, on, onChanged }: Props) {
  const stopping = useSignal<Post | null>(null)
  const close = () => {
    stopping.value = null
  }
  return (
    <Card>
      {group.collaborators.length === 0 ? (
        <p>{t('collaborator.none')}</p>
      ) : (
        <ul class="plain-lines">
          {group.collaborators.map((post) => (
            <li key={post.id}>
              <strong>{post.fullName}</strong> {wordSpan(post)}{' '}
              {post.validTo === null && (
                <Button
                  kind="quiet"
                  label={t('post.stop-who', { name: post.fullName })}
                  onClick={() => {
                    stopping.value = post
                  }}
                >
                  {t('post.stop')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Appoint group={group} on={on} onChanged={onChanged} />
      <Dialog
        title={t('post.stop-who', { name: stopping.value?.fullName ?? '' })}
        open={stopping.value !== null}
        onClose={close}
      >
        {stopping.value !== null && (
          <Stop
            post={stopping.value}
            on={on}
            onStopped={async () => {
              close()
              await onChanged()
            }}
          />
        )}
      </Dialog>
    </Card>
  )
}

const wordSpan = ({ validFrom, validTo }: Post) =>
  validTo === null
    ? t('post.since', { day: formatDay(validFrom) })
    : t('post.between', { from: formatDay(validFrom), to: formatDay(validTo) })

function Appoint({ group, on, onChanged }: Props) {
  const form = useForm(
    { fullName: '', validFrom: formatDay(on) },
    { fullName: [required], validFrom: [required, day] },
  )
  return (
    <Form
      form={form}
      submitWord={t('post.add')}
      onSubmit={async ({ fullName, validFrom }) => {
        const body: In<typeof CreateCollaboratorPost> = {
          fullName: fullName.trim(),
          validFrom: parseDay(validFrom)!,
        }
        try {
          await api.post(`/v1/residential-groups/${group.id}/collaborators`, body)
          toast(() => t('post.added', { name: body.fullName }))
          form.reset()
        } finally {
          // Also after a refusal: of whom an answer was lost stands there by now.
          await onChanged()
        }
      }}
    >
      <div class="fields-row">
        <TextField name="fullName" label={t('post.name')} maxLength={120} />
        <DayField name="validFrom" label={t('post.from')} />
      </div>
    </Form>
  )
}

function Stop(props: { post: Post; on: string; onStopped: () => Promise<void> }) {
  const { id, groupId } = props.post
  const form = useForm({ validTo: formatDay(props.on) }, { validTo: [required, day] })
  return (
    <Form
      form={form}
      submitWord={t('post.stop')}
      onSubmit={async ({ validTo }) => {
        const body: In<typeof EndCollaboratorPost> = { validTo: parseDay(validTo)! }
        await api.post(`/v1/residential-groups/${groupId}/collaborators/${id}/end`, body)
        toast(() => t('post.stopped'))
        await props.onStopped()
      }}
    >
      <DayField name="validTo" label={t('post.last-day')} />
    </Form>
  )
}
