import autocannon from 'autocannon'
import type { LoadResult, Prepared } from './load.ts'

/** Sends each prepared request once. */
export async function loadByAutocannon(
  address: string,
  connections: number,
  prepared: readonly Prepared[],
): Promise<LoadResult> {
  let accepted = 0
  let answered = 0
  let next = 0
  let startedMs: number | null = null
  let endedMs = 0
  const result = await autocannon({
    url: address,
    connections,
    amount: prepared.length,
    requests: [
      {
        setupRequest: (request) => {
          startedMs ??= performance.now()
          return { ...request, ...prepared[next++] }
        },
        onResponse: (status, body) => {
          answered += 1
          endedMs = performance.now()
          if (status === 201 && body.includes('"outcome":"accepted"')) accepted += 1
          else if (answered - accepted === 1) console.error(`First error: ${status} ${body.slice(0, 300)}`)
        },
      },
    ],
  })
  const seconds = (endedMs - (startedMs ?? endedMs)) / 1000
  const errors = prepared.length - accepted + result.errors
  return { perSecond: accepted / seconds, p99Ms: result.latency.p99, accepted, errors }
}
