import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Merge, MergeList, UndoMerge } from '#features/doses/review-contract.ts'
import { api } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { useGet } from '../shared/load.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, StatusMark } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { ReasonField, reasonRules } from './reason.tsx'
import { t } from './words.ts'

type MergeView = Out<typeof Merge>

/** Which records were found to be this person, who said so and why; each can be taken back with a reason. */
export function Merges({ personId, onUndone }: { personId: string; onUndone: () => Promise<void> }) {
  const merges = useGet<Out<typeof MergeList>>(`/v1/people/${personId}/merges`)
  const undoing = useSignal<MergeView | null>(null)
  const close = () => {
    undoing.value = null
  }
  return (
    <Loading of={merges}>
      {({ items }) =>
        items.length > 0 && (
          <Card title={t('merges')}>
            <ol class="history">
              {items.map((merge) => (
                <Merged
                  key={merge.id}
                  merge={merge}
                  onUndo={() => {
                    undoing.value = merge
                  }}
                />
              ))}
            </ol>
            <Dialog title={t('unmerge.title')} open={undoing.value !== null} onClose={close}>
              {undoing.value !== null && (
                <Unmerge
                  merge={undoing.value}
                  onClose={close}
                  onDone={async () => {
                    close()
                    toast(() => t('unmerge.done'))
                    await Promise.all([merges.reload(), onUndone()])
                  }}
                />
              )}
            </Dialog>
          </Card>
        )
      }
    </Loading>
  )
}

function Merged({ merge, onUndo }: { merge: MergeView; onUndo: () => void }) {
  const { timeZone } = useAccount().authority
  const { absorbed, kept, byName, decidedAt, reason, undone } = merge
  return (
    <li>
      <p>
        <strong>{t('merged', { absorbed: nameOf(absorbed), kept: nameOf(kept) })}</strong>{' '}
        {undone !== null && <StatusMark tone="still">{t('unmerged')}</StatusMark>}
      </p>
      <p>{reason}</p>
      <p class="under">{`${byName}, ${formatInstant(decidedAt, timeZone)}`}</p>
      {undone === null ? (
        <p class="actions">
          <Button onClick={onUndo}>{t('unmerge')}</Button>
        </p>
      ) : (
        <p class="under">
          {`${t('unmerged')}: ${undone.reason} (${undone.byName}, ${formatInstant(undone.at, timeZone)})`}
        </p>
      )}
    </li>
  )
}

const nameOf = (record: MergeView['kept']): string =>
  record === null ? t('record.elsewhere') : `${record.fullName}, ${formatDay(record.bornOn)}`

function Unmerge(props: { merge: MergeView; onClose: () => void; onDone: () => Promise<void> }) {
  const id = useRef(newId()).current
  const form = useForm({ reason: '' }, reasonRules)
  return (
    <Form
      form={form}
      submitWord={t('unmerge')}
      danger
      onSubmit={async ({ reason }) => {
        const body: In<typeof UndoMerge> = { id, reason }
        await api.post(`/v1/merges/${props.merge.id}/undo`, body)
        await props.onDone()
      }}
      others={<Button onClick={props.onClose}>{k('form.cancel')}</Button>}
    >
      <p>{t('unmerge.hint')}</p>
      <ReasonField form={form} />
    </Form>
  )
}
