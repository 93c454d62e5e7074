import { useSignal, type Signal } from '@preact/signals'
import { useCallback, useEffect, useRef } from 'preact/hooks'
import { api, ApiProblem, withQuery } from './api.ts'

export type Loaded<T> =
  | { state: 'loading'; data: null; problem: null }
  | { state: 'ready'; data: T; problem: null }
  | { state: 'failed'; data: null; problem: ApiProblem }

export type Load<T> = { current: Signal<Loaded<T>>; reload: () => Promise<void> }

const loading = { state: 'loading', data: null, problem: null } as const

/**
 * Reads once, and again when `key` changes or `reload` is called. What was read stays on the page while it is read
 * again; an answer that comes after a newer question is dropped.
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
      put({ state: 'failed', data: null, problem: error })
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

/** A list read page by page; `more` is null at its end. */
export function usePages<T>(path: string, query: Parameters<typeof withQuery>[1] = {}) {
  const load = useGet<Page<T>>(path, query)
  const { data } = load.current.value
  const more =
    data === null || data.nextCursor === null
      ? null
      : async () => {
          const next = await api.get<Page<T>>(path, { query: { ...query, cursor: data.nextCursor } })
          load.current.value = {
            state: 'ready',
            data: { items: [...data.items, ...next.items], nextCursor: next.nextCursor },
            problem: null,
          }
        }
  return { ...load, more }
}
