import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KeptViews } from '#features/reports/kept-view.ts'
import { createDoseGround, type DoseGround } from '../doses/ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())

const DAY = '2021-10-17'
const commit = () => ground.admin.query(`UPDATE session SET version = version + 1`)

test('a view is read once while nothing is committed, and again after the first commit', async () => {
  const views = new KeptViews<number>(ground.database.report)
  let count = 0
  const read = (key = 'a', day = DAY) => views.read(key, day, async () => (count += 1))
  // The ground’s own service may still be at work: what it commits is a reason to read again, and ends.
  while ((await read()) !== (await read())) await sleep(50)
  const before = count
  expect([await read(), await read()]).toEqual([before, before])
  await ground.admin.query('BEGIN')
  await commit()
  await ground.admin.query('ROLLBACK')
  await commit()
  expect(await read()).toBe(before + 1)
  expect(await read('b')).toBe(before + 2)
  expect(await read('a', '2021-10-18')).toBe(before + 3)
})

test('who asks while one is being read is not given what was read before they asked', async () => {
  const views = new KeptViews<number>(ground.database.report)
  let known = 1
  let going = 0
  const load = async () => {
    const seen = known
    going += 1
    await sleep(100)
    return seen
  }
  const first = views.read('a', DAY, load)
  await sleep(50)
  known = 2
  await commit()
  const later = [views.read('a', DAY, load), views.read('a', DAY, load), views.read('a', DAY, load)]
  expect(await first).toBe(1)
  expect(await Promise.all(later)).toEqual([2, 2, 2])
  // Three who waited were one reading.
  expect(going).toBe(2)
})

test('a reading that fails fails to who asked for it, and to nobody after', async () => {
  const views = new KeptViews<string>(ground.database.report)
  const broken = views.read('a', DAY, () => Promise.reject(new Error('Away')))
  await expect(broken).rejects.toThrow('Away')
  expect(await views.read('a', DAY, async () => 'here')).toBe('here')
})

test('a dose stands in the very next answer, each reach has its own, and nobody is given another’s', async () => {
  const { accounts, campaignId, places } = ground.world
  type Row = { place: { id: string }; done: number }
  const progress = async (who: keyof typeof accounts) => {
    const answer = await ground.as(accounts[who], 'GET', `/v1/progress?campaign=${campaignId}`)
    expect(answer.status).toBe(200)
    return answer.body['items'] as Row[]
  }
  const doneIn = (rows: Row[]) => rows.find((row) => row.place.id === places.wardA)?.done ?? null
  for (let dose = 0; dose < 3; dose += 1) {
    const before = doneIn(await progress('cityCentre'))!
    expect(doneIn(await progress('wardOfficial'))).toBe(before)
    expect((await progress('wardOfficialB')).map((row) => row.place.id)).toEqual([places.wardB])
    const person = await ground.world.addPerson()
    expect(await ground.put(ground.doseBody(person))).toMatchObject({ status: 201 })
    expect(doneIn(await progress('cityCentre'))).toBe(before + 1)
    expect(doneIn(await progress('wardOfficial'))).toBe(before + 1)
  }
})
