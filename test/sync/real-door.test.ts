import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { uuidv7 } from '#domain/ids.ts'
import { openDatabase } from '#db/connect.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { setWriterOf } from '#features/doses/the-writer.ts'
import type { EntryReceipt } from '#features/doses/set-writer/types.ts'
import { createRandom } from '#sim/random.ts'
import { startTestApp } from '../support/app.ts'
import type { TestAccount } from '../support/world.ts'
import { NOW } from '../support/world.ts'
import { createDoseGround, type DoseGround } from '../features/doses/ground.ts'
import { inventTap, type Known } from './acts.ts'
import { inventedGround, type ModelGround } from './ground.ts'
import { calm, ModelPhone, storm, type Door, type Surroundings } from './model-phone.ts'
import { createVirtualTime } from './virtual-time.ts'

let ground: DoseGround
let lead: TestAccount
beforeAll(async () => {
  ground = await createDoseGround()
  lead = await ground.world.addAccount('site-lead', { placeId: ground.world.places.city })
})
afterAll(() => ground.close())
beforeEach(() => ground.setNow(NOW))

/** The sessions, the vaccine and the lot of the small city, in the words of the model. */
function groundOfCity(): ModelGround {
  const { sessions, sites, places, campaignId, sessionHolders, productId, lotId } = ground.world
  const letters = ['A', 'B'] as const
  return {
    ...inventedGround,
    sessions: letters.map((letter) => ({
      id: sessions[letter],
      siteId: sites[letter],
      wardId: places[`ward${letter}`],
      campaignId,
      isClosed: false,
      holderId: sessionHolders[letter],
    })),
    products: [{ ...inventedGround.products[0]!, id: productId }],
    lots: [{ ...inventedGround.lots[0]!, id: lotId, productId }],
  }
}

describe('three phones and the real door', () => {
  const seeds = Array.from({ length: 10 }, (_, at) => at + 1)

  test.each(seeds)(
    'seed %i: everything ticked is there once, and a rebuild finds nothing else',
    async (seed) => {
      const random = createRandom(seed)
      const time = createVirtualTime(NOW.getTime())
      const newId = () => uuidv7(time.now(), random.bytes(10))
      const [authority] = await ground.rows<{ id: string }>('SELECT timeline_id AS id FROM authority')
      const door = {
        timelineId: authority!.id,
        sync: (offered) =>
          time.outside(async () => {
            ground.setNow(new Date(time.now()))
            const { status, body } = await ground.sync(
              offered.map(({ entry }) => entry),
              lead,
            )
            expect(status).toBe(200)
            return body as unknown as Awaited<ReturnType<Door['sync']>>
          }),
      } satisfies Door
      const around: Surroundings = {
        time,
        random,
        newId,
        door,
        weather: storm,
        downUntil: 0,
        poison: new Set(),
      }
      const phones = [1, 2, 3].map(() => new ModelPhone(around, lead.accountId, newId()))
      const people = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ground.world.addPerson()))
      const known: Known = { personIds: [...people], doses: [] }
      const city = groundOfCity()

      /** The same database under another timeline: the phones must offer everything again, and nothing may double. */
      const changeTimeline = async () => {
        around.door = { ...door, timelineId: newId() }
        await ground.rows('UPDATE authority SET timeline_id = $1', [around.door.timelineId])
      }
      const day = { isDone: false }
      const live = async (phone: ModelPhone) => {
        for (let act = 0; act < 40; act++) {
          await time.sleep(random.below(20_000))
          if (phone.isDead) phone.restart()
          const die = random.below(100)
          if (die < 75) {
            const facts = await phone.tap(
              inventTap(random, city, known, newId, () => phone.now()),
              random.chance(0.1),
            )
            for (const fact of facts)
              if (fact.kind === 'dose' && fact.sessionId !== null)
                known.doses.push({ id: fact.id, personId: fact.personId, sessionId: fact.sessionId })
          } else if (die < 85) phone.online = !phone.online
          else if (die < 94) phone.crash(random.below(12))
          else if (die < 98) phone.wake()
          else await time.outside(changeTimeline)
        }
      }
      const lives = Promise.all(phones.map(live)).finally(() => {
        day.isDone = true
      })
      while (!day.isDone) await time.runUntil(time.now() + 60_000)
      await lives
      around.weather = calm
      for (const phone of phones) {
        phone.online = true
        phone.restart()
      }
      await time.runUntil(time.now() + 20 * 60_000)
      await setWriterOf(ground.deps).idle()
      for (const phone of phones) phone.crash(-1)

      const acked = phones.flatMap((phone) => [...phone.acked.keys()])
      const tried = new Set(phones.flatMap((phone) => [...phone.tried.keys()]))
      const stored = await ground.rows<{ id: string; times: number }>(
        `SELECT r.id, ((SELECT count(*) FROM check_in x WHERE x.id = r.id) + (SELECT count(*) FROM consent x WHERE x.id = r.id)
         + (SELECT count(*) FROM screening x WHERE x.id = r.id) + (SELECT count(*) FROM not_given x WHERE x.id = r.id)
         + (SELECT count(*) FROM dose x WHERE x.id = r.id) + (SELECT count(*) FROM observation x WHERE x.id = r.id)
         + (SELECT count(*) FROM reaction x WHERE x.id = r.id) + (SELECT count(*) FROM dose_change x WHERE x.id = r.id)
         + (r.kind = 'walk-in')::integer + (SELECT count(*) FROM quarantine q WHERE q.receipt_id = r.id
            AND NOT EXISTS (SELECT FROM quarantine_release e WHERE e.receipt_id = r.id)))::integer AS times
       FROM receipt r WHERE r.device_id = ANY ($1::uuid[])`,
        [phones.map(({ disk }) => disk.deviceId)],
      )
      const times = new Map(stored.map(({ id, times }) => [id, times]))
      expect(acked.length).toBeGreaterThan(60)
      expect(acked.filter((id) => times.get(id) !== 1)).toEqual([])
      expect([...times.keys()].filter((id) => !tried.has(id))).toEqual([])
      expect(await checkRebuild(ground.database.writer)).toEqual([])
    },
  )
})

/** Two replicas of the service on one database; every race is run between them. */
describe('races, fifty times each', () => {
  let second: Awaited<ReturnType<typeof startTestApp>>
  let turn = 0
  beforeAll(async () => {
    const own = openDatabase(ground.database.settings)
    second = await startTestApp({ ...ground.database, ...own })
  })
  afterAll(async () => {
    await second.app.close()
    await second.database.close()
  })
  const sync = (entries: object[]) => {
    turn += 1
    return (turn % 2 === 0 ? ground : second).as(lead, 'POST', '/v1/sync', { entries })
  }
  const FIFTY = Array.from({ length: 50 }, (_, at) => at)
  const receiptsOf = ({ body }: { body: Record<string, unknown> }) =>
    (body as unknown as { receipts: EntryReceipt[] }).receipts

  test('one dose sent ten times at once is stored once, and all ten hear the same', async () => {
    let right = 0
    for (const _ of FIFTY) {
      const personId = await ground.world.addPerson()
      const entry = { id: randomUUID(), ...ground.doseBody(personId) }
      const answers = await Promise.all(Array.from({ length: 10 }, () => sync([entry])))
      const receipts = answers.flatMap(receiptsOf)
      const standings = await ground.standings(personId)
      const said = new Set(receipts.map(({ outcome: _o, ...rest }) => JSON.stringify(rest)))
      const first = receipts.filter(({ outcome }) => outcome !== 'duplicate')
      if (said.size === 1 && first.length === 1 && standings.length === 1 && standings[0]!.rank === 0)
        right += 1
    }
    expect(right).toBe(50)
  })

  test('two phones give one person a dose at one moment: both stored, one counted, one question', async () => {
    let right = 0
    for (const _ of FIFTY) {
      const personId = await ground.world.addPerson()
      const doses = [randomUUID(), randomUUID()].map((id) => ({ id, ...ground.doseBody(personId) }))
      await Promise.all(doses.map((dose) => sync([dose])))
      const standings = await ground.standings(personId)
      const items = await ground.rows(
        `SELECT id FROM review_item WHERE person_id = $1 AND kind = 'two-phones' AND state = 'open'`,
        [personId],
      )
      const counted = standings.filter(({ step }) => step !== null)
      const ranks = standings.map(({ rank }) => rank).join()
      // The smaller of time and id counts, whoever came first.
      const isRightOne = counted[0]?.id === doses.map(({ id }) => id).sort()[0]
      if (ranks === '0,1' && counted.length === 1 && isRightOne && items.length === 1) right += 1
    }
    expect(right).toBe(50)
  })

  test('two phones screen and check in one person while a third sends the dose, in any order: one visit', async () => {
    let right = 0
    for (const _ of FIFTY) {
      const personId = await ground.world.addPerson()
      const at = { personId, sessionId: ground.world.sessions.A }
      const facts = [
        { id: randomUUID(), ...ground.checkInBody(personId) },
        { id: randomUUID(), ...ground.envelope(), kind: 'consent', ...at, agreed: 'agreed' },
        { id: randomUUID(), ...ground.envelope(), kind: 'screening', ...at, outcome: 'eligible' },
        { id: randomUUID(), ...ground.doseBody(personId) },
      ]
      await Promise.all([...facts, ...facts].map((fact) => sync([fact])))
      const [row] = await ground.rows<{ all: string }>(
        `SELECT concat_ws(',', (SELECT count(*) FROM check_in WHERE person_id = $1), (SELECT count(*) FROM consent WHERE person_id = $1),
           (SELECT count(*) FROM screening WHERE person_id = $1), (SELECT count(*) FROM dose WHERE person_id = $1)) AS all`,
        [personId],
      )
      if (row?.all === '1,1,1,1') right += 1
    }
    expect(right).toBe(50)
    expect(await checkRebuild(ground.database.writer)).toEqual([])
  })

  test('the same id with other words at one moment: one is stored, the other is told so', async () => {
    let right = 0
    for (const _ of FIFTY) {
      const personId = await ground.world.addPerson()
      const id = randomUUID()
      const [one, two] = [
        ground.doseBody(personId, { arm: 'left' }),
        ground.doseBody(personId, { arm: 'right' }),
      ]
      const answers = await Promise.all([one, two].map((body) => sync([{ id, ...body }])))
      const outcomes = answers.flatMap(receiptsOf).map(({ outcome }) => outcome)
      const isOneConflict = outcomes.filter((outcome) => outcome === 'conflict').length === 1
      if (isOneConflict && (await ground.standings(personId)).length === 1) right += 1
    }
    expect(right).toBe(50)
  })
})
