import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { newId, now } from '../shared/clock.ts'
import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { entryClock, useTap } from './entries.ts'
import { signalResult } from './feedback.ts'
import { CheckInCard } from './check-in-card.tsx'
import { Scanner } from './scanner.tsx'
import type { TableProps } from './session-page.tsx'
import { bornText, shortName, visits, type Card, type CheckInBody, type How } from './visits.ts'
import { WalkIn } from './walk-in.tsx'
import { t } from './words.ts'

/** One of the people in front of the table; the id of the check-in is made with the card and kept for every try. */
export type Arrival = { card: Card; how: How; entryId: string; override: string; refusal: string | null }

/** A name stays on the screen no longer than it is needed. */
const BLANK_AFTER_MS = 5000

export function CheckIn({ session, desk }: TableProps) {
  const arrivals = useSignal<Arrival[]>([])
  const hits = useSignal<Card[] | null>(null)
  const adding = useSignal(false)
  const walkIn = useSignal<string | null>(null)
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
    walkIn.value = null
    tap.problem.value = null
  }
  const add = (card: Card, how: How) => {
    hits.value = null
    adding.value = false
    walkIn.value = null
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
  const scan = (text: string) =>
    void tap.run(async () => {
      done.value = []
      try {
        const found = await visits.identify(session.id, { scan: text })
        const how = found.how === 'number' ? 'search' : found.how
        if (found.items.length === 1) add(found.items[0]!, how)
        else hits.value = found.items
      } catch (error) {
        signalResult(false)
        throw error
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

  const ready = arrivals.value.filter(mayCheckIn).length
  const resting = (arrivals.value.length > 0 && !adding.value) || walkIn.value !== null
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
      {tap.problem.value !== null && <Refused problem={tap.problem.value} />}
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
      {walkIn.value === null && (!resting || adding.value) && (
        <Scanner paused={resting} onScan={scan} onSearch={search} />
      )}
      {hits.value !== null && (
        <Hits
          cards={hits.value}
          onChoose={(card) => add(card, 'search')}
          onWalkIn={() => {
            walkIn.value = ''
          }}
        />
      )}
      {arrivals.value.length === 0 && hits.value === null && walkIn.value === null && (
        <p>
          <Button
            onClick={() => {
              walkIn.value = ''
            }}
          >
            {t('walk-in.open')}
          </Button>
        </p>
      )}
      {walkIn.value !== null && (
        <WalkIn session={session} onCard={(card, how) => add(card, how)} onCancel={begin} />
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

function Refused({ problem }: { problem: ApiProblem }) {
  return <Notice tone="bad" title={problem.title} />
}

function Hits(props: { cards: readonly Card[]; onChoose: (card: Card) => void; onWalkIn: () => void }) {
  const { authority } = useAccount()
  return (
    <section aria-label={t('search.title')}>
      <p role="status">
        {props.cards.length === 0 ? t('search.none') : t('search.some', { count: props.cards.length })}
      </p>
      <ul class="choices">
        {props.cards.map((card) => (
          <li key={card.person.id}>
            <button type="button" onClick={() => props.onChoose(card)}>
              <strong>{card.person.fullName}</strong>
              <span>
                {bornText(card.person)} ·{' '}
                {[card.person.groupName, card.person.wardName].filter(Boolean).join(', ')}
                {card.person.phone !== '' && ` · ${card.person.phone}`}
              </span>
              {card.visit.checkedInAt !== null && (
                <em>
                  {t('check-in.already', {
                    time: formatInstant(card.visit.checkedInAt, authority.timeZone).slice(11),
                  })}
                </em>
              )}
            </button>
          </li>
        ))}
      </ul>
      <Button onClick={props.onWalkIn}>{t('walk-in.open')}</Button>
    </section>
  )
}
