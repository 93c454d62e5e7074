import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyRows } from '#domain/live-rows.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { quickestMs } from '../../support/quickest.ts'
import { createDoseGround, type DoseGround } from '../doses/ground.ts'

type Row = { place: { id: string }; done: number }
type Told = { items?: Row[]; rows?: Row[]; keys?: string[] | null; total: { done: number } }
type Message = { id: string; event: string; data: Told }

let ground: DoseGround
/** A second replica of the service on the same database. */
let replica: Awaited<ReturnType<typeof startTestApp>>
let addresses: { ground: string; replica: string }
beforeAll(async () => {
  ground = await createDoseGround()
  replica = await startTestApp(ground.database)
  const listen = (app: TestApp['app']) => app.listen({ host: '127.0.0.1', port: 0 })
  addresses = { ground: await listen(ground.app), replica: await listen(replica.app) }
})
afterAll(async () => {
  await replica.app.close()
  await ground.close()
})

type Account = 'cityCentre' | 'wardOfficial'

async function follow(
  at: keyof typeof addresses,
  account: Account = 'cityCentre',
  options: { lastEventId?: string; seconds?: number } = {},
) {
  const { campaignId, accounts } = ground.world
  const ending = new AbortController()
  const response = await fetch(
    `${addresses[at]}/v1/progress/events?campaign=${campaignId}&seconds=${options.seconds ?? 60}`,
    {
      headers: {
        authorization: `Bearer ${ground.tokenFor(accounts[account])}`,
        ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
      },
      signal: ending.signal,
    },
  )
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const messages = readMessages(response.body!)
  return {
    next: async (): Promise<Message> => {
      const { value } = await messages.next()
      if (value === undefined) throw new Error('The stream has ended')
      return value
    },
    async rest(): Promise<Message[]> {
      const all: Message[] = []
      for await (const message of messages) all.push(message)
      return all
    },
    end: () => ending.abort(),
  }
}

async function* readMessages(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Message> {
  let text = ''
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part
    const blocks = text.split('\n\n')
    text = blocks.pop()!
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
      const data = field('data')
      if (data !== undefined)
        yield { id: field('id')!, event: field('event')!, data: JSON.parse(data) as Told }
    }
  }
}

async function giveDose() {
  const person = await ground.world.addPerson()
  expect(await ground.put(ground.checkInBody(person))).toMatchObject({ status: 201 })
  expect(await ground.put(ground.doseBody(person))).toMatchObject({ status: 201 })
}

const keyOf = (row: Row) => row.place.id

test('a dose entered at one replica is told by another within two seconds', async () => {
  const stream = await follow('replica')
  const snapshot = await stream.next()
  expect(snapshot.event).toBe('snapshot')
  let heard = { items: snapshot.data.items!, rowsTold: 0 }
  let { done } = snapshot.data.total
  const tookMs = await quickestMs(2000, async () => {
    await giveDose()
    const givenAt = performance.now()
    heard = await untilDone(stream, heard.items, ++done)
    return performance.now() - givenAt
  })
  expect(tookMs).toBeLessThan(2000)
  // Only the ward of that person was told, and the list is the one that a reading gives.
  const { campaignId, accounts } = ground.world
  const read = await ground.as(accounts.cityCentre, 'GET', `/v1/progress?campaign=${campaignId}`)
  expect(heard.items).toEqual((read.body as unknown as { items: Row[] }).items)
  expect(heard.rowsTold).toBeLessThan(heard.items.length)
  stream.end()
})

async function untilDone(stream: { next: () => Promise<Message> }, from: Row[], done: number) {
  let items = from
  let rowsTold = 0
  for (;;) {
    const { event, data } = await stream.next()
    expect(event).toBe('changes')
    rowsTold = Math.max(rowsTold, data.rows!.length)
    const after = applyRows(items, { rows: data.rows!, keys: data.keys! }, keyOf)
    expect(after).not.toBeNull()
    items = after!
    if (data.total.done >= done) return { items, rowsTold }
  }
}

test('who comes again is told what changed meanwhile, and everything when that is not known any more', async () => {
  const kept = await follow('ground') // somebody else keeps the view alive
  await kept.next()
  const first = await follow('ground')
  const { id, data } = await first.next()
  first.end()
  await giveDose()
  await untilDone(kept, data.items!, data.total.done + 1)
  const again = await follow('ground', 'cityCentre', { lastEventId: id, seconds: 0 })
  const told = await again.rest()
  expect(told.map(({ event }) => event)).toEqual(['changes'])
  expect(told[0]!.data.total.done).toBe(data.total.done + 1)
  const lost = await follow('ground', 'cityCentre', { lastEventId: 'long-ago-1', seconds: 0 })
  expect((await lost.rest()).map(({ event }) => event)).toEqual(['snapshot'])
  kept.end()
})

test('a ward official follows the own ward, and no other', async () => {
  const stream = await follow('ground', 'wardOfficial', { seconds: 0 })
  const [snapshot] = await stream.rest()
  expect(snapshot!.data.items!.map(keyOf)).toEqual([ground.world.places.wardA])
})

test('a stream ends by itself, and all of them when the service stops', async () => {
  const short = await follow('ground', 'cityCentre', { seconds: 1 })
  expect((await short.rest()).length).toBeGreaterThanOrEqual(1)
  const other = await startTestApp(ground.database)
  addresses.ground = await other.app.listen({ host: '127.0.0.1', port: 0 })
  const stream = await follow('ground')
  await stream.next()
  await other.app.close()
  expect(await stream.rest()).toEqual([])
})
