import { useSignal, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { applyRows, type RowChanges } from '#domain/live-rows.ts'
import { api, ApiProblem, withQuery } from './api.ts'

/** The service tells something every half minute, even when nothing has changed. */
const SILENCE_MS = 45_000
const FIRST_MS = 10_000
const PAUSES_MS = [1_000, 2_000, 5_000, 10_000]

type List<Row> = { items: Row[] }

export type Feed<T> = {
  /** The newest state, and the question that it answers. */
  answer: Signal<{ address: string; body: T } | null>
  /** Why nothing newer comes; what came before stays. */
  problem: Signal<ApiProblem | null>
}

/**
 * What an address answers, kept up to date by the service (`<path>/events`) while the page is in sight. The tabs of a
 * browser share one connection: whoever holds the lock listens, and tells the others.
 */
export function useFeed<Row, T extends List<Row>>(
  path: string,
  query: Parameters<typeof withQuery>[1],
  keyOf: (row: Row) => string,
): Feed<T> {
  const answer: Feed<T>['answer'] = useSignal(null)
  const problem = useSignal<ApiProblem | null>(null)
  const address = withQuery(path, query)
  useEffect(() => {
    let close: (() => void) | null = null
    const put = (body: T) => {
      answer.value = { address, body }
      problem.value = null
    }
    const onSight = () => {
      close?.()
      close = document.hidden
        ? null
        : share(address, put, (tell) =>
            listen(withQuery(`${path}/events`, query), address, keyOf, (body) => tell(body as T), problem),
          )
    }
    document.addEventListener('visibilitychange', onSight)
    onSight()
    return () => {
      document.removeEventListener('visibilitychange', onSight)
      close?.()
    }
  }, [address])
  return { answer, problem }
}

type Said<T> = { body: T } | 'hello'

/** One of the tabs that look at an address does the work; a new one asks for what is known. */
function share<T>(
  address: string,
  put: (body: T) => void,
  work: (tell: (body: T) => void) => () => void,
): () => void {
  const name = `feed ${address}`
  const tabs = new BroadcastChannel(name)
  const say = tabs.postMessage.bind(tabs) as (said: Said<T>) => void
  const ending = new AbortController()
  let known: T | null = null
  const keep = (body: T) => {
    known = body
    put(body)
  }
  tabs.addEventListener('message', ({ data }: MessageEvent<Said<T>>) => {
    if (data !== 'hello') keep(data.body)
    else if (known !== null) say({ body: known })
  })
  say('hello')
  const untilEnd = () =>
    new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()))
  // Without a secure context there is no lock, and every tab works for itself.
  if (!('locks' in navigator)) {
    const stop = work(keep)
    return () => {
      stop()
      tabs.close()
    }
  }
  navigator.locks
    .request(name, { signal: ending.signal }, async () => {
      const stop = work((body) => {
        keep(body)
        say({ body })
      })
      await untilEnd()
      stop()
    })
    .catch(() => undefined) // the page went away before its turn came
  return () => {
    ending.abort()
    tabs.close()
  }
}

/** @returns ends it. */
function listen<Row>(
  events: string,
  address: string,
  keyOf: (row: Row) => string,
  tell: (body: List<Row>) => void,
  problem: Signal<ApiProblem | null>,
): () => void {
  let source: EventSource | null = null
  let timer = 0
  let failures = 0
  let ended = false
  let known: List<Row> | null = null
  const put = (body: List<Row>) => {
    known = body
    failures = 0
    tell(body)
    wait(SILENCE_MS)
  }
  const wait = (ms: number) => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void readAgain(), ms)
  }
  const open = () => {
    source?.close()
    source = new EventSource(events)
    source.addEventListener('snapshot', ({ data }: MessageEvent<string>) =>
      put(JSON.parse(data) as List<Row>),
    )
    source.addEventListener('changes', ({ data }: MessageEvent<string>) => {
      const { rows, keys, ...head } = JSON.parse(data) as RowChanges<Row>
      const items = known === null ? null : applyRows(known.items, { rows, keys }, keyOf)
      if (items === null) void readAgain()
      else put({ ...head, items })
    })
    // A stream that ended is opened again by the browser; one that was refused is not.
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED)
        wait(PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)]!)
    })
    wait(FIRST_MS)
  }
  /** By the ordinary way, which renews the sign-in and says what is wrong; then the stream again. */
  const readAgain = async () => {
    source?.close()
    try {
      const body = await api.get<List<Row>>(address)
      if (ended) return
      put(body)
      open()
    } catch (error) {
      if (ended) return
      if (!(error instanceof ApiProblem)) throw error
      problem.value = error
      wait(PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)]!)
    }
  }
  open()
  return () => {
    ended = true
    clearTimeout(timer)
    source?.close()
  }
}
