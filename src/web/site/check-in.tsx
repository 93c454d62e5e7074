import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { findJoinCode } from '#domain/join.ts'
import { ApiProblem } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { askAtDoor } from './door.ts'
import { prepare, sendEntries, useTap, whereWord, type Fact, type Prepared, type Where } from './entries.ts'
import { signalResult } from './feedback.ts'
import { CheckInCard } from './check-in-card.tsx'
import { ByNumber } from './by-number.tsx'
import { Hits } from './hits.tsx'
import { looksScanned, Scanner } from './scanner.tsx'
import type { TableProps } from './session-page.tsx'
import { showBelowTop } from './show-below-top.ts'
import { people } from './people.ts'
import type { ScannedCard } from './scanned-card.ts'
import { shortName, type Card, type How, type Identified } from './visits.ts'
import { WalkIn } from './walk-in.tsx'
import { useWedge } from './wedge.ts'
import { t } from './words.ts'

/** One of the people in front of the table. */
export type Arrival = { card: Card; how: How; key: string; override: string; refusal: string | null }

/** A form in the camera's place: somebody new, or a card that the camera cannot read. */
type SideForm = { kind: 'walk-in'; card: ScannedCard | null } | { kind: 'number'; scan: string | null }

/** A name stays on the screen no longer than it is needed. */
const BLANK_AFTER_MS = 5000

export function CheckIn({ session, desk }: TableProps) {
  const arrivals = useSignal<Arrival[]>([])
  const hits = useSignal<Card[] | null>(null)
  const adding = useSignal(false)
  const side = useSignal<SideForm | null>(null)
  /** Of whoever was just scanned and is known to nobody: they need not be asked again. */
  const stranger = useSignal<ScannedCard | null>(null)
  const done = useSignal<{ names: string[]; where: Where } | null>(null)
  const tap = useTap()
  const { timeZone } = useAccount().authority
  /** However often a check-in is tried, it is the same entry. */
  const prepared = useRef(new Map<string, Prepared>())

  /** What comes next stands where the camera was, above whatever was tapped. */
  const top = useRef<HTMLDivElement>(null)
  const toTop = () => showBelowTop(top.current)

  useEffect(() => {
    const timer = setTimeout(() => {
      done.value = null
    }, BLANK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [done.value])

  const begin = () => {
    arrivals.value = []
    hits.value = null
    adding.value = false
    side.value = null
    stranger.value = null
    tap.problem.value = null
  }
  const add = (card: Card, how: How) => {
    tap.problem.value = null
    hits.value = null
    adding.value = false
    side.value = null
    if (arrivals.value.some((one) => one.card.person.id === card.person.id)) return
    const first = arrivals.value.length === 0
    signalResult(card.next.kind === 'due' && card.visit.state === 'expected')
    const arrival = {
      card,
      how: first ? how : ('family' as const),
      key: newId(),
      override: '',
      refusal: null,
    }
    arrivals.value = [...arrivals.value, arrival]
    if (first) toTop()
  }
  const take = ({ how, items }: Identified) => {
    side.value = null
    if (items.length === 1) add(items[0]!, how === 'number' ? 'search' : how)
    else hits.value = items
  }
  const scan = (text: string) => {
    // Whoever comes next holds their paper there while the one before is still being let in.
    if (tap.busy.value) return false
    // Whoever has just joined still holds the phone before the code of the shift.
    if (findJoinCode(text) !== null) return true
    void tap.run(async () => {
      done.value = null
      stranger.value = null
      try {
        take(await people.identify(session.id, { scan: text }))
      } catch (error) {
        signalResult(false)
        if (!(error instanceof ApiProblem)) throw error
        if (error.code === 'identify.birth-required') {
          side.value = { kind: 'number', scan: text }
          return
        }
        stranger.value = await import('./scanned-card.ts').then(
          ({ readScannedCard }) => readScannedCard(text, session.sessionOn),
          () => null, // its file is gone after an update: they are asked
        )
        throw error
      }
    })
    return true
  }
  const search = (q: string) =>
    tap.runNext(async () => {
      done.value = null
      stranger.value = null
      hits.value = (await people.search(session.id, q)).items
    })
  const change = (key: string, part: Partial<Arrival>) => {
    arrivals.value = arrivals.value.map((one) => (one.key === key ? { ...one, ...part } : one))
  }
  const entryOf = (arrival: Arrival): Prepared => {
    const fact = toCheckIn(session.id, arrival)
    const key = JSON.stringify([arrival.key, fact])
    const entry = prepared.current.get(key) ?? prepare(fact)
    prepared.current.set(key, entry)
    return entry
  }
  const confirm = () =>
    void tap.run(async () => {
      const ready = arrivals.value.filter(mayCheckIn)
      const asked = ready.map(({ card, override }) => ({ card, hasReason: override.trim() !== '' }))
      const refused = await askAtDoor(session, asked, timeZone)
      const letIn = ready.filter(({ card }) => !refused.has(card.person.id))
      signalResult(letIn.length === ready.length)
      if (letIn.length > 0) {
        const where = await sendEntries(letIn.map(entryOf))
        const names = letIn.map(
          ({ card }) => `${shortName(card.person.fullName)} · ${card.person.bornOn.slice(0, 4)}`,
        )
        done.value = { names, where }
        toTop()
        for (const { card } of letIn) desk.put(card)
      }
      const keys = new Set(letIn.map(({ key }) => key))
      arrivals.value = arrivals.value
        .filter(({ key }) => !keys.has(key))
        .map((one) => {
          const refusal = refused.get(one.card.person.id)
          return refusal === undefined ? one : { ...one, card: refusal.card, refusal: refusal.sentence }
        })
      await desk.refresh(letIn.map(({ card }) => card.person.id))
    })

  const openSide = (form: SideForm) => {
    tap.problem.value = null
    side.value = form
    toTop()
  }
  const back = () => {
    side.value = null
    hits.value = null
  }
  const ready = arrivals.value.filter(mayCheckIn).length
  const resting = (arrivals.value.length > 0 && !adding.value) || side.value !== null
  useWedge((text) => {
    // As for the camera: the one who is looked at is dealt with first.
    if (resting) signalResult(false)
    else if (looksScanned(text)) scan(text)
    else search(text)
  })
  return (
    <div class="check-in" ref={top}>
      <div aria-live="assertive">
        {done.value !== null && (
          <div class="let-in">
            <StatusMark tone="good">{t('check-in.done')}</StatusMark>
            <p>{done.value.names.join(', ')}</p>
            <p>{whereWord(done.value.where)}</p>
          </div>
        )}
      </div>
      {tap.problem.value !== null && (
        <Notice tone={tap.problem.value.status === 404 ? 'warn' : 'bad'} title={tap.problem.value.title} />
      )}
      {arrivals.value.map((arrival) => (
        <CheckInCard
          key={arrival.key}
          arrival={arrival}
          family={arrivals.value.length > 1}
          onChange={(part) => change(arrival.key, part)}
          onRemove={() => {
            arrivals.value = arrivals.value.filter(({ key }) => key !== arrival.key)
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
          <Button onClick={() => openSide({ kind: 'number', scan: null })}>{t('number.open')}</Button>
          <Button onClick={() => openSide({ kind: 'walk-in', card: stranger.value })}>
            {t('walk-in.open')}
          </Button>
        </div>
      )}
      {side.value?.kind === 'walk-in' && (
        <WalkIn session={session} card={side.value.card} onCard={add} onCancel={back} />
      )}
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

function toCheckIn(sessionId: string, { card, how, override }: Arrival): Fact {
  return { kind: 'check-in', personId: card.person.id, sessionId, how, reason: override.trim() }
}
