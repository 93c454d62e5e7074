import { randomBytes } from 'node:crypto'
import autocannon from 'autocannon'
import { uuidv7 } from '#domain/ids.ts'
import type { BenchGround } from './ground.ts'
import { placeOf, type People } from './people.ts'

export type LoadResult = { perSecond: number; p99Ms: number; accepted: number; errors: number }

/**
 * Sends `amount` doses, each of a new person, over this many connections, and waits for every answer. An error is
 * anything but 201 with outcome `accepted`.
 */
export async function loadDoses(
  { address, productId, tokens }: BenchGround,
  people: People,
  connections: number,
  amount: number,
): Promise<LoadResult> {
  await people.ensure(amount)
  let accepted = 0
  let answered = 0
  let startedMs: number | null = null
  let endedMs = 0
  const result = await autocannon({
    url: address,
    connections,
    amount,
    requests: [
      {
        setupRequest: (request) => {
          startedMs ??= performance.now()
          const { site, personId, sessionId, lotId } = placeOf(people.next++, people.spread)
          const at = new Date()
          const headers = {
            'content-type': 'application/json',
            authorization: `Bearer ${tokens[site]}`,
            // A hot site has many networks too: each phone its own.
            'x-forwarded-for': `10.0.${people.spread === 'hot' ? people.next % 64 : site}.1`,
          }
          const body = JSON.stringify({
            kind: 'dose',
            personId,
            sessionId,
            capturedAt: at,
            productId,
            lot: { lotId },
            givenAt: at,
          })
          const path = `/v1/entries/${uuidv7(at.getTime(), randomBytes(10))}`
          return { ...request, method: 'PUT', path, headers, body }
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
  const errors = amount - accepted + result.errors
  return { perSecond: accepted / seconds, p99Ms: result.latency.p99, accepted, errors }
}
