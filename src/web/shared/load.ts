import { useSignal, type Signal } from '@preact/signals'
import { useCallback, useEffect, useRef } from 'preact/hooks'
import { api, ApiProblem, withQuery } from './api.ts'

export type Loaded<T> =
  | { state: 'loading'; data: null; problem: null }
  /** `older`: it was to be read again and nothing newer came; what is shown may stand no more. */
  | { state: 'ready'; data: T; problem: null; older?: ApiProblem }
  | { state: 'failed'; data: null; problem: ApiProblem }

export type Load<T> = { current: Signal<Loaded<T>>; reload: () => Promise<void> }

const loading = { state: 'loading', data: null, problem: null } as const

/** No answer, or none that says anything of what was asked. */
const isPassing = ({ status }: ApiProblem) => status === 0 || status === 429 || status >= 500

/**
 * Reads once, and again when `key` changes or `reload` is called. What was read stays on the page while it is read
 * again, and when that fails for the network's sake: what is being typed stands on it. An answer that comes after a newer
 * question is dropped.
 */
export function useLoad<T>(key: string, read: () => Promise<T>): Load<T> {
  const current = useSignal<Loaded<T>>(loading)
  const asked = useRef(0)
  const latest = useRef(read)
  latest.current = read
  const reload = useCallback(async () => {
    const mine = ++asked.current
    const put = (next: Loaded<T>) => {
      if (mine === asked.current) current.value = next
    }
    try {
      put({ state: 'ready', data: await latest.current(), problem: null })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      const shown = current.peek()
      if (shown.state === 'ready' && isPassing(error)) put({ ...shown, older: error })
      else put({ state: 'failed', data: null, problem: error })
    }
  }, [])
  useEffect(() => {
    current.value = loading
    void reload()
    return () => {
      asked.current += 1
    }
  }, [key])
  return { current, reload }
}

/** What one address answers. */
export function useGet<T>(path: string, query: Parameters<typeof withQuery>[1] = {}): Load<T> {
  const address = withQuery(path, query)
  return useLoad(address, () => api.get<T>(address))
}

type Page<T> = { items: T[]; nextCursor: string | null }

/** Puts a page under the one that it was asked for after; what stands there by now may be another list. */
export function putPage<T>({ current }: Load<Page<T>>, after: string, next: Page<T>): void {
  const shown = current.peek()
  if (shown.state !== 'ready' || shown.data.nextCursor !== after) return
  current.value = { ...shown, data: { ...next, items: [...shown.data.items, ...next.items] } }
}

/** A list read page by page; `more` is null at its end. */
export function usePages<T>(path: string, query: Parameters<typeof withQuery>[1] = {}) {
  const load = useGet<Page<T>>(path, query)
  const cursor = load.current.value.data?.nextCursor ?? null
  const more =
    cursor === null
      ? null
      : async () => putPage(load, cursor, await api.get<Page<T>>(path, { query: { ...query, cursor } }))
  return { ...load, more }
}
