import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { newId, now } from '../shared/clock.ts'
import { Button } from '../shared/ui/button.tsx'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { entryClock, useTap } from './entries.ts'
import { signalResult } from './feedback.ts'
import { CheckInCard } from './check-in-card.tsx'
import { ByNumber } from './by-number.tsx'
import { Hits } from './hits.tsx'
import { Scanner } from './scanner.tsx'
import type { TableProps } from './session-page.tsx'
import { shortName, visits, type Card, type CheckInBody, type How, type Identified } from './visits.ts'
import { WalkIn } from './walk-in.tsx'
import { t } from './words.ts'

/** One of the people in front of the table; the id of the check-in is made with the card and kept for every try. */
export type Arrival = { card: Card; how: How; entryId: string; override: string; refusal: string | null }

/** A form in the camera's place: somebody new, or a card that the camera cannot read. */
type SideForm = { kind: 'walk-in' } | { kind: 'number'; scan: string | null }

/** A name stays on the screen no longer than it is needed. */
const BLANK_AFTER_MS = 5000

export function CheckIn({ session, desk }: TableProps) {
  const arrivals = useSignal<Arrival[]>([])
  const hits = useSignal<Card[] | null>(null)
  const adding = useSignal(false)
  const side = useSignal<SideForm | null>(null)
  const done = useSignal<string[]>([])
  const tap = useTap()
  const sent = useRef<{ key: string; body: CheckInBody } | null>(null)

  useEffect(() => {
    const timer = setTimeout(() => {
      if (done.value.length > 0) done.value = []
    }, BLANK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [done.value])

  const begin = () => {
    arrivals.value = []
    hits.value = null
    adding.value = false
    side.value = null
    tap.problem.value = null
  }
  const add = (card: Card, how: How) => {
    hits.value = null
    adding.value = false
    side.value = null
    if (arrivals.value.some((one) => one.card.person.id === card.person.id)) return
    const first = arrivals.value.length === 0
    signalResult(card.next.kind === 'due' && card.visit.state === 'expected')
    const arrival = {
      card,
      how: first ? how : ('family' as const),
      entryId: newId(),
      override: '',
      refusal: null,
    }
    arrivals.value = [...arrivals.value, arrival]
  }
  const take = ({ how, items }: Identified) => {
    side.value = null
    if (items.length === 1) add(items[0]!, how === 'number' ? 'search' : how)
    else hits.value = items
  }
  const scan = (text: string) =>
    void tap.run(async () => {
      done.value = []
      try {
        take(await visits.identify(session.id, { scan: text }))
      } catch (error) {
        signalResult(false)
        if (!(error instanceof ApiProblem) || error.code !== 'identify.birth-required') throw error
        side.value = { kind: 'number', scan: text }
      }
    })
  const search = (q: string) =>
    void tap.run(async () => {
      done.value = []
      hits.value = (await visits.search(session.id, { q })).items
    })
  const change = (entryId: string, part: Partial<Arrival>) => {
    arrivals.value = arrivals.value.map((one) => (one.entryId === entryId ? { ...one, ...part } : one))
  }
  /** After a lost answer the same words go out again, captured when they were. */
  const bodyOf = (ready: readonly Arrival[]): CheckInBody => {
    const people = ready.map(toCheckIn)
    const key = JSON.stringify(people)
    if (sent.current?.key !== key)
      sent.current = { key, body: { people, capturedAt: now().toISOString(), clockOffsetMs: entryClock() } }
    return sent.current.body
  }
  const confirm = () =>
    void tap.run(async () => {
      const ready = arrivals.value.filter(mayCheckIn)
      const answer = await visits.checkIn(session.id, bodyOf(ready))
      sent.current = null
      const letIn = answer.items.filter(({ receipt }) => receipt !== null).map(({ entryId }) => entryId)
      const refusals = new Map(answer.items.map(({ entryId, refusal }) => [entryId, refusal?.title ?? null]))
      done.value = ready
        .filter(({ entryId }) => letIn.includes(entryId))
        .map(({ card }) => `${shortName(card.person.fullName)} · ${card.person.bornOn.slice(0, 4)}`)
      signalResult(letIn.length === ready.length)
      arrivals.value = arrivals.value
        .filter(({ entryId }) => !letIn.includes(entryId))
        .map((one) => ({ ...one, refusal: refusals.get(one.entryId) ?? one.refusal }))
      await desk.refresh(ready.map(({ card }) => card.person.id))
    })

  const back = () => {
    side.value = null
    hits.value = null
  }
  const ready = arrivals.value.filter(mayCheckIn).length
  const resting = (arrivals.value.length > 0 && !adding.value) || side.value !== null
  return (
    <div class="check-in">
      <div aria-live="assertive">
        {done.value.length > 0 && (
          <div class="let-in">
            <StatusMark tone="good">{t('check-in.done')}</StatusMark>
            <p>{done.value.join(', ')}</p>
          </div>
        )}
      </div>
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      {arrivals.value.map((arrival) => (
        <CheckInCard
          key={arrival.entryId}
          arrival={arrival}
          family={arrivals.value.length > 1}
          onChange={(part) => change(arrival.entryId, part)}
          onRemove={() => {
            arrivals.value = arrivals.value.filter(({ entryId }) => entryId !== arrival.entryId)
          }}
        />
      ))}
      {arrivals.value.length > 0 && (
        <div class="big-buttons">
          {ready > 0 && (
            <Button kind="main" busy={tap.busy.value} onClick={confirm}>
              {arrivals.value.length === 1
                ? t('check-in.confirm')
                : t('check-in.confirm-family', { count: ready })}
            </Button>
          )}
          {!adding.value && (
            <Button
              onClick={() => {
                adding.value = true
              }}
            >
              {t('check-in.family')}
            </Button>
          )}
          <Button onClick={begin}>{t('check-in.next')}</Button>
        </div>
      )}
      {!resting && <Scanner paused={false} onScan={scan} onSearch={search} />}
      {hits.value !== null && <Hits cards={hits.value} onChoose={(card) => add(card, 'search')} />}
      {!resting && (
        <div class="big-buttons">
          <Button onClick={() => (side.value = { kind: 'number', scan: null })}>{t('number.open')}</Button>
          <Button onClick={() => (side.value = { kind: 'walk-in' })}>{t('walk-in.open')}</Button>
        </div>
      )}
      {side.value?.kind === 'walk-in' && <WalkIn session={session} onCard={add} onCancel={back} />}
      {side.value?.kind === 'number' && (
        <ByNumber sessionId={session.id} scan={side.value.scan} onFound={take} onCancel={back} />
      )}
    </div>
  )
}

/** Nothing stands in the way, or somebody has said why it does not. */
function mayCheckIn({ card, override }: Arrival): boolean {
  return card.visit.checkedInAt === null && (card.next.kind === 'due' || override.trim().length >= 3)
}

function toCheckIn({ entryId, card, how, override }: Arrival): CheckInBody['people'][number] {
  const reason = override.trim()
  return { entryId, personId: card.person.id, how, ...(reason === '' ? {} : { override: reason }) }
}
