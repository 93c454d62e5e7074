import { useSignal } from '@preact/signals'
import type {
  FollowedPlaces,
  FollowPlaces,
  PlaceFollowing,
} from '#features/registrants/following-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { t } from './following-words.ts'

type Preview = Out<typeof PlaceFollowing>
type Home = Preview['moves'][number]['from']

const path = '/v1/place-following'

/** Whose group or ward is no more, and where they live now: looked at before it is confirmed. */
export function FollowingCard({ onFollowed }: { onFollowed?: () => Promise<void> }) {
  const preview = useGet<Preview>(path)
  const followed = async () => {
    await Promise.all([preview.reload(), onFollowed?.()])
  }
  return (
    <Card title={t('title')}>
      <p>{t('lead')}</p>
      <Loading of={preview}>{(seen) => <Seen key={seen.ground} seen={seen} onFollowed={followed} />}</Loading>
    </Card>
  )
}

function Seen({ seen, onFollowed }: { seen: Preview; onFollowed: () => Promise<void> }) {
  const isAsking = useSignal(false)
  const { moves, left, people } = seen
  if (moves.length + left.length === 0) return <Notice tone="good" title={t('none')} />
  return (
    <>
      {moves.length > 0 && (
        <>
          <Table
            caption={t('moves', { people: formatNumber(people), day: formatDay(seen.on) })}
            rows={moves}
            rowKey={({ from }) => `${from.wardId} ${from.groupId}`}
            columns={[
              { key: 'from', head: t('from'), cell: ({ from }) => <Where of={from} />, rowHead: true },
              {
                key: 'to',
                head: t('to'),
                cell: ({ to, losesGroup }) => (
                  <>
                    <Where of={to} />
                    {losesGroup && ` – ${t('loses-group')}`}
                  </>
                ),
              },
              { key: 'people', head: t('people'), number: true, cell: (move) => formatNumber(move.people) },
            ]}
          />
          <Button
            kind="main"
            onClick={() => {
              isAsking.value = true
            }}
          >
            {t('follow', { people: formatNumber(people) })}
          </Button>
        </>
      )}
      {left.length > 0 && (
        <Table
          caption={t('left')}
          rows={left}
          rowKey={({ from }) => `${from.wardId} ${from.groupId}`}
          columns={[
            { key: 'from', head: t('from'), cell: ({ from }) => <Where of={from} />, rowHead: true },
            { key: 'why', head: t('why'), cell: ({ reason }) => t(`why.${reason}`) },
            { key: 'people', head: t('people'), number: true, cell: (each) => formatNumber(each.people) },
          ]}
        />
      )}
      <Confirm
        seen={seen}
        open={isAsking.value}
        onClose={() => {
          isAsking.value = false
        }}
        onFollowed={onFollowed}
      />
    </>
  )
}

function Where({ of: { wardName, groupName } }: { of: Home }) {
  return <>{groupName === '' ? wardName : `${groupName}, ${wardName}`}</>
}

function Confirm(props: {
  seen: Preview
  open: boolean
  onClose: () => void
  onFollowed: () => Promise<void>
}) {
  const { seen, open, onClose, onFollowed } = props
  const form = useForm({ reason: '' }, { reason: [required] })
  return (
    <Dialog title={t('confirm')} open={open} onClose={onClose}>
      <p>{t('confirm.what', { people: formatNumber(seen.people) })}</p>
      <Form
        form={form}
        submitWord={t('confirm.do')}
        onSubmit={async ({ reason }) => {
          const body: In<typeof FollowPlaces> = { ground: seen.ground, reason }
          const done = await api.post<Out<typeof FollowedPlaces>>(path, body)
          toast(() => t('done', { people: formatNumber(done.people) }))
          onClose()
          await onFollowed()
        }}
      >
        <TextField name="reason" label={t('reason')} hint={t('reason.hint')} maxLength={300} />
      </Form>
    </Dialog>
  )
}
