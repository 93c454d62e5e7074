import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { correctedAt } from '#domain/entry.ts'
import { timeOfId } from '#domain/ids.ts'
import { isReceived, UNREADABLE, type Mark } from '#domain/sync/queue.ts'
import type { Line } from '../phone/phone.ts'
import { formatInstant } from '../shared/days.ts'
import { later } from '../later.tsx'
import { account } from '../shared/session.ts'
import { catalogue, formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Notice, StatusMark, type Tone } from '../shared/ui/page.tsx'
import type { Prepared } from './entries.ts'
import { thisPhone, type Unsent } from './this-phone.ts'
import { queueWords } from './queue-words.ts'

const t = catalogue(queueWords)
const RescueExport = later(() =>
  import('../phone-page/rescue-export.tsx').then((loaded) => loaded.RescueExport),
)

const SayLost = later(() => import('../phone-page/say-lost.tsx').then((loaded) => loaded.SayLost))

/** `said`: of one that can be read no more, and the server has not been told; `lost`: it has. */
type State =
  | 'waiting'
  | 'troubled'
  | 'conflict'
  | 'unreadable'
  | 'said'
  | 'lost'
  | 'quarantined'
  | 'needs_review'
/** `fact`: null when the phone can read no more than the entry's number, and its time in its id. */
type Row = {
  line: Line
  id: string
  seq: number
  fact: Pick<Prepared, 'kind' | 'personId'> | null
  at: string | null
  isOwn: boolean
  state: State
}

const tones: Record<State, Tone> = {
  waiting: 'warn',
  troubled: 'bad',
  conflict: 'bad',
  unreadable: 'bad',
  said: 'warn',
  lost: 'info',
  quarantined: 'bad',
  needs_review: 'info',
}
/** The worst first, then what still waits. */
const order: readonly State[] = [
  'conflict',
  'unreadable',
  'troubled',
  'quarantined',
  'said',
  'waiting',
  'lost',
  'needs_review',
]
/** Drawn at once; the count above them is the whole. */
const SHOWN_MAX = 200

/** What of this phone the server does not have, or has and does not count as it stands: the proof at the end of a shift. */
export function QueueList(props: {
  state: Unsent
  /** Null: nobody is signed in, and no entry is the reader's own. */
  accountId: string | null
  timeZone: string
  nameOf: (personId: string) => string
  onSend: () => Promise<void>
}) {
  const { state, accountId, timeZone, nameOf } = props
  const rows = useSignal<readonly Row[]>([])
  useEffect(() => {
    const read = async () => {
      const { lines } = await thisPhone()
      rows.value = (await Promise.all(lines.map((line) => readRows(line, accountId)))).flat()
    }
    const listening = thisPhone().then((phone) => phone.listen(() => void read()))
    void read()
    return () => void listening.then((stop) => stop())
  }, [accountId])
  const shown = rows.value.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return (
    <>
      {state.unsent === 0 ? (
        <Notice tone="good" title={t('queue.proof')} />
      ) : (
        <Notice tone="warn" title={t('queue.not-done', { count: formatNumber(state.unsent) })}>
          {state.stopped !== null && <p>{t(`queue.${state.stopped}`)}</p>}
        </Notice>
      )}
      {state.lastReceivedAt !== null && (
        <p class="hint">{t('queue.last', { time: formatInstant(state.lastReceivedAt, timeZone) })}</p>
      )}
      {state.unsent > 0 && (
        <div class="big-buttons">
          <Button kind="main" onClick={() => void props.onSend()}>
            {t('queue.send')}
          </Button>
        </div>
      )}
      <ul class="queue-rows">
        {shown.slice(0, SHOWN_MAX).map((row) => (
          <li key={row.id}>
            <p>
              <strong>
                {row.fact === null ? t('queue.number', { seq: row.seq }) : t(`queue.kind.${row.fact.kind}`)}
              </strong>{' '}
              {row.isOwn ? nameOf(row.fact?.personId ?? '') : t('queue.other-author')}
            </p>
            {row.at !== null && <p class="hint">{formatInstant(row.at, timeZone)}</p>}
            <StatusMark tone={tones[row.state]}>{t(`queue.state.${row.state}`)}</StatusMark>
            {row.state === 'unreadable' && <WhatBecame row={row} />}
          </li>
        ))}
      </ul>
      {state.unsent > 0 && <RescueExport />}
    </>
  )
}

/** For its author, or whoever leads and is signed in on this phone. */
function WhatBecame({ row: { line, id, isOwn } }: { row: Row }) {
  const isOpen = useSignal(false)
  const who = account.value.state === 'here' ? account.value.account : null
  const { trouble, lost } = line.seen.heads.find((head) => head.id === id)?.mark ?? {}
  const maySay = isOwn || who?.permissions.includes('session.run') === true
  // Not before it has been tried and set aside: it may be read yet.
  if (who === null || !maySay || trouble?.why !== UNREADABLE || lost !== undefined) return null
  if (!isOpen.value)
    return (
      <Button
        onClick={() => {
          isOpen.value = true
        }}
      >
        {t('queue.say-lost')}
      </Button>
    )
  return (
    <SayLost
      line={line}
      id={id}
      saidBy={who.id}
      onSaid={() => {
        isOpen.value = false
      }}
    />
  )
}

async function readRows(line: Line, ownId: string | null): Promise<Row[]> {
  const { store, accountId, measure, seen } = line
  const { heads, memory } = seen
  const states = new Map(
    heads.flatMap(({ id, mark }): [string, State][] => {
      const state = stateOf(mark, memory.timelineId)
      return state === null ? [] : [[id, state]]
    }),
  )
  const kept = new Map((await store.read([...states.keys()])).map((entry) => [entry.id, entry]))
  return heads.flatMap(({ id, seq }): Row[] => {
    const state = states.get(id)
    if (state === undefined) return []
    const fact = kept.get(id)?.fact ?? null
    const capturedAt = fact?.capturedAt ?? timeOfId(id)?.toISOString()
    const at = capturedAt === undefined ? null : correctedAt(capturedAt, measure?.offsetMs ?? 0)
    const isUnread = fact === null && state !== 'said' && state !== 'lost'
    return [{ line, id, seq, fact, at, isOwn: accountId === ownId, state: isUnread ? 'unreadable' : state }]
  })
}

/** Null for what is on the server and asks nobody anything. */
function stateOf(mark: Mark | null, timelineId: string | null): State | null {
  if (mark === null || !isReceived(mark.receipt, timelineId)) {
    if (mark?.lost !== undefined) return 'said'
    if (mark?.trouble == null) return 'waiting'
    return mark.trouble.why === 'entry.conflict' ? 'conflict' : 'troubled'
  }
  const stored = mark.receipt?.stored ?? 'accepted'
  return stored === 'accepted' ? null : stored
}
