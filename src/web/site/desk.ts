import { signal } from '@preact/signals'
import { useCallback, useEffect } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { visits, type Card } from './visits.ts'

/** People whom this phone has had before it in a session, the newest first; names are never kept, only ids. */
type Desk = { sessionId: string; cards: readonly Card[] }

const desk = signal<Desk>({ sessionId: '', cards: [] })
/** Read again after a reload of the page: more would be a list, and each card read is written down. */
const KEPT_MAX = 60
const keyOf = (sessionId: string) => `muitiem-desk-${sessionId}`

function keptIds(sessionId: string): string[] {
  const kept = sessionStorage.getItem(keyOf(sessionId))
  return kept === null ? [] : (JSON.parse(kept) as string[])
}

function put(sessionId: string, cards: readonly Card[]): void {
  const ids = cards.map(({ person }) => person.id)
  const others = desk.value.cards.filter(({ person }) => !ids.includes(person.id))
  const next = [...cards, ...others]
  desk.value = { sessionId, cards: next }
  const kept = [...ids, ...keptIds(sessionId).filter((id) => !ids.includes(id))].slice(0, KEPT_MAX)
  sessionStorage.setItem(keyOf(sessionId), JSON.stringify(kept))
}

/** A card that is no longer ours to see is left out. */
async function read(sessionId: string, personId: string): Promise<Card[]> {
  try {
    return [await visits.card(sessionId, personId)]
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return []
    throw error
  }
}

export type DeskOf = {
  cards: readonly Card[]
  /** Somebody was found. */
  put: (card: Card) => void
  /** Something has changed for them. @throws ApiProblem */
  refresh: (personIds: readonly string[]) => Promise<void>
}

export function useDesk(sessionId: string): DeskOf {
  const refresh = useCallback(
    async (personIds: readonly string[]) => {
      const found = await Promise.all(personIds.map((id) => read(sessionId, id)))
      put(sessionId, found.flat())
    },
    [sessionId],
  )
  useEffect(() => {
    if (desk.value.sessionId === sessionId) return
    desk.value = { sessionId, cards: [] }
    // Without a network the list is empty until somebody is found again; nothing is lost by it.
    refresh(keptIds(sessionId)).catch(() => undefined)
  }, [sessionId])
  return {
    cards: desk.value.sessionId === sessionId ? desk.value.cards : [],
    put: (card) => put(sessionId, [card]),
    refresh,
  }
}
