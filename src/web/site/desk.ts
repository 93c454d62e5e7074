import { signal, useSignal } from '@preact/signals'
import { useCallback, useEffect } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { here } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { arrivedOf, dropPending, followPending, pending } from './pending.ts'
import { packs } from '../pack/packs.ts'
import { withPending } from './pending-card.ts'
import type { LotChoice } from './table-choice.ts'
import { isUnanswered, knownCard, people } from './people.ts'
import { visits, type Card, type VisitState } from './visits.ts'

/** People who stand at this table or whom this phone has had before it, the newest first; names are never kept, only ids. */
type Desk = { sessionId: string; accountId: string; cards: readonly Card[] }

const desk = signal<Desk>({ sessionId: '', accountId: '', cards: [] })
/** What was last heard of each person at another table: a card is read again only when that has changed. */
const heard = new Map<string, string>()
/** Read again after a reload of the page: more would be a list, and each card read is written down. */
const KEPT_MAX = 60
/** How often a table asks who has come to it. */
const ASK_MS = 8000
const keyOf = (sessionId: string) => `muitiem-desk-${sessionId}`

/** Whom each table waits for; only these cards are read, since each reading is written down. */
const waitingAt: Readonly<Record<string, readonly VisitState[]>> = {
  screening: ['arrived'],
  dose: ['screened'],
  after: ['given'],
}

function keptIds(sessionId: string): string[] {
  const kept = sessionStorage.getItem(keyOf(sessionId))
  return kept === null ? [] : (JSON.parse(kept) as string[])
}

function put(sessionId: string, cards: readonly Card[]): void {
  const ids = cards.map(({ person }) => person.id)
  const others = desk.value.cards.filter(({ person }) => !ids.includes(person.id))
  const next = [...cards, ...others]
  desk.value = { ...desk.value, cards: next }
  const kept = [...ids, ...keptIds(sessionId).filter((id) => !ids.includes(id))].slice(0, KEPT_MAX)
  sessionStorage.setItem(keyOf(sessionId), JSON.stringify(kept))
}

/** A card that is no longer ours to see is left out. */
async function read(sessionId: string, personId: string): Promise<Card[]> {
  try {
    return [await people.card(sessionId, personId)]
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return []
    throw error
  }
}

async function readAll(sessionId: string, personIds: readonly string[]): Promise<void> {
  const arrived = arrivedOf(personIds)
  const found = await Promise.all(personIds.map((id) => read(sessionId, id)))
  if (desk.value.sessionId !== sessionId || personIds.length === 0) return
  put(sessionId, found.flat())
  // A card of this phone's own list does not show them yet.
  if (found.flat().every(({ isFromPhone }) => !isFromPhone)) dropPending(arrived)
}

/** Without a network the cards show what this phone has recorded, until they can be read again. @throws ApiProblem */
async function refresh(sessionId: string, personIds: readonly string[]): Promise<void> {
  try {
    await readAll(sessionId, personIds)
  } catch (error) {
    if (!isUnanswered(error)) throw error
  }
}

/** Without an answer: who stands there by the list of this phone, and everybody whom this phone has dealt with. */
function askHere(sessionId: string, states: readonly VisitState[]): void {
  const open = packs.peek().get(sessionId)
  if (open === undefined || desk.value.sessionId !== sessionId) return
  const known = new Set(desk.value.cards.map(({ person }) => person.id))
  const own = pending.peek().filter(({ fact }) => fact.sessionId === sessionId)
  const dealtWith = own.flatMap(({ fact }) => knownCard(open, fact.personId) ?? [])
  const found = new Map([...open.cardsIn(states), ...dealtWith].map((card) => [card.person.id, card]))
  const news = [...found.values()].filter(({ person }) => !known.has(person.id))
  if (news.length > 0) put(sessionId, news)
}

/** Who has come to this table, and who has been dealt with elsewhere meanwhile. @throws ApiProblem */
async function ask(sessionId: string, states: readonly VisitState[]): Promise<void> {
  const { items, nextCursor } = await visits.waiting(sessionId, states)
  const news = items.filter((row) => heard.get(row.personId) !== JSON.stringify(row.visit))
  const listed = new Set(items.map(({ personId }) => personId))
  const gone = desk.value.cards.filter(
    ({ person, visit }) => nextCursor === null && states.includes(visit.state) && !listed.has(person.id),
  )
  await readAll(sessionId, [...news.map(({ personId }) => personId), ...gone.map(({ person }) => person.id)])
  for (const { personId, visit } of news) heard.set(personId, JSON.stringify(visit))
}

export type DeskOf = {
  cards: readonly Card[]
  /** Somebody was found. */
  put: (card: Card) => void
  /** Something has changed for them. @throws ApiProblem */
  refresh: (personIds: readonly string[]) => Promise<void>
}

/** @param lots what the session may inject from: the name of a dose that only this phone knows of. */
export function useDesk(sessionId: string, lots: readonly LotChoice[]): DeskOf {
  const may = useMay()
  const { id: accountId, authority } = useAccount()
  const first = may('entry.check-in') ? 'check-in' : may('entry.screen') ? 'screening' : 'dose'
  const table = here.value.query.get('tab') ?? first
  /** What this phone has recorded was read: only then is the list whole without a network. */
  const isFollowing = useSignal(false)
  const again = useCallback((ids: readonly string[]) => refresh(sessionId, ids), [sessionId])
  useEffect(() => {
    const following = followPending(accountId, (ids) => void refresh(sessionId, ids).catch(passOver))
    void following.then(() => {
      isFollowing.value = true
    })
    return () => void following.then((stop) => stop())
  }, [sessionId, accountId])
  useEffect(() => {
    if (desk.value.sessionId === sessionId && desk.value.accountId === accountId) return
    // What the one before has read on this phone is not for the next one.
    desk.value = { sessionId, accountId, cards: [] }
    heard.clear()
    readAll(sessionId, keptIds(sessionId)).catch(passOver)
  }, [sessionId, accountId])
  const hasList = packs.value.has(sessionId)
  useEffect(() => {
    // A list that was opened only now knows whom this phone has had before it.
    if (hasList && desk.value.cards.length === 0) readAll(sessionId, keptIds(sessionId)).catch(passOver)
  }, [sessionId, hasList])
  useEffect(() => {
    const states = waitingAt[table]
    if (states === undefined) return undefined
    let asking = false
    const askAgain = () => {
      if (asking || document.visibilityState === 'hidden') return
      asking = true
      ask(sessionId, states)
        .catch((error: unknown) => {
          passOver(error)
          if (isUnanswered(error)) askHere(sessionId, states)
        })
        .finally(() => {
          asking = false
        })
    }
    askAgain()
    const timer = setInterval(askAgain, ASK_MS)
    document.addEventListener('visibilitychange', askAgain)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', askAgain)
    }
  }, [sessionId, table, hasList, isFollowing.value])
  return {
    cards:
      desk.value.sessionId === sessionId
        ? desk.value.cards.map((card) => withPending(card, pending.value, lots, authority.timeZone))
        : [],
    put: (card) => put(sessionId, [card]),
    refresh: again,
  }
}

/** Without a network the list stays as it was until the next question; nothing is lost by it. */
function passOver(error: unknown): void {
  if (!(error instanceof ApiProblem)) throw error
}
