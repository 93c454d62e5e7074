import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { uuidv7 } from '#domain/ids.ts'
import type { BenchGround } from './ground.ts'
import { loadByAutocannon } from './load-autocannon.ts'
import { loadByWrk } from './load-wrk.ts'
import { placeOf, type People } from './people.ts'

export type LoadResult = { perSecond: number; p99Ms: number; accepted: number; errors: number }

/** One request, ready to be sent. */
export type Prepared = { method: 'PUT'; path: string; headers: Record<string, string>; body: string }

const wrk = /^wrk \S+/.exec(spawnSync('wrk', ['-v'], { encoding: 'utf8' }).stdout ?? '')?.[0]

/** wrk, where it is installed, leaves more of the machine to the service; autocannon comes with npm. */
export const loadgen = wrk ?? 'autocannon'

/**
 * Sends `amount` doses, each of a new person, over this many connections, and waits for every answer. An error is
 * anything but 201 with outcome `accepted`.
 */
export async function loadDoses(
  ground: BenchGround,
  people: People,
  connections: number,
  amount: number,
): Promise<LoadResult> {
  await people.ensure(amount)
  const prepared = Array.from({ length: amount }, () => prepareDose(ground, people))
  return await (wrk === undefined ? loadByAutocannon : loadByWrk)(ground.address, connections, prepared)
}

/** Of the next person. */
export function prepareDose({ productId, tokens }: BenchGround, people: People): Prepared {
  const { site, personId, sessionId, lotId } = placeOf(people.next++, people.spread)
  const at = new Date()
  return {
    method: 'PUT',
    path: `/v1/entries/${uuidv7(at.getTime(), randomBytes(10))}`,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${tokens[site]}`,
      // A hot site has many networks too: each phone its own.
      'x-forwarded-for': `10.0.${people.spread === 'hot' ? people.next % 64 : site}.1`,
    },
    body: JSON.stringify({
      kind: 'dose',
      personId,
      sessionId,
      capturedAt: at,
      productId,
      lot: { lotId },
      givenAt: at,
    }),
  }
}
