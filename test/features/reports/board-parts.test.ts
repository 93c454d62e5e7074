import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { target, targetGroup } from '#db/tables/campaigns.ts'
import { dose, reaction } from '#db/tables/doses.ts'
import { list, registration } from '#db/tables/lists.ts'
import { dailyColumns, type DailySum } from '#domain/daily-report.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit } from '../../support/look.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { asSuperuser, giveDoses, type GivenSketch } from './counters.ts'

let ground: TestApp
let missingPerson: string
const elders = randomUUID()

beforeAll(async () => {
  ground = await createTestApp()
  const { world } = ground
  const aim = (placeId: string, targetGroupId: string, persons: number, step = 'primary-1') => ({
    id: randomUUID(),
    campaignId: world.campaignId,
    placeId,
    targetGroupId,
    step,
    persons,
    source: 'list',
    asOfOn: '2021-10-01',
    recordedAt: new Date('2021-10-01T00:00:00Z'),
  })
  await asSuperuser(ground, async (db) => {
    await db
      .insert(targetGroup)
      .values({ id: elders, campaignId: world.campaignId, name: 'Từ 65 tuổi', ageFrom: 65, ageTo: null })
    await db
      .insert(target)
      .values([
        aim(world.places.wardA, world.targetGroupId, 40),
        aim(world.places.wardA, elders, 6),
        aim(world.places.groupA, world.targetGroupId, 4),
        aim(world.places.wardA, world.targetGroupId, 40, 'primary-2'),
      ])
  })
  const many = (count: number, sketch: GivenSketch) => Array.from({ length: count }, () => sketch)
  await giveDoses(ground, [
    ...many(12, { at: 'A', givenOn: '2021-10-15' }),
    ...many(5, { at: 'A', givenOn: TODAY, ageCell: 6 }),
    ...many(3, { at: 'A', givenOn: '2021-10-16', step: 'primary-2' }),
    ...many(2, { at: 'B', lives: 'A', givenOn: TODAY }),
  ])
  missingPerson = await world.addPerson({ name: 'Trần Thị Còn Thiếu', phone: '0912000111' })
  await world.addPerson({ name: 'Lê Văn Trẻ Em', bornOn: '2015-01-01' })
  const worker = await world.addPerson({ name: 'Phạm Văn Công Nhân' })
  const listId = randomUUID()
  await asSuperuser(ground, async (db) => {
    await db.insert(list).values({
      id: listId,
      campaignId: world.campaignId,
      kind: 'enterprise',
      wardId: world.places.wardA,
      name: 'Công ty May Thử',
      state: 'submitted',
    })
    await db.insert(registration).values(
      [worker, missingPerson].map((personId) => ({
        id: randomUUID(),
        personId,
        campaignId: world.campaignId,
        listId,
        wardId: world.places.wardA,
        priorityCode: 9,
        createdAt: NOW,
      })),
    )
  })
  await giveDoses(ground, [{ at: 'A', givenOn: TODAY, personId: worker }])
})
afterAll(() => ground.close())

type Part = {
  key: string
  name: string
  within: string
  done: number
  target: { persons: number } | null
  percent: number | null
  stepPace: { perDay: number } | null
  series: { doses: number }[]
}

async function parts(query: string, account = ground.world.accounts.cityCentre) {
  const answer = await ground.as(
    account,
    'GET',
    `/v1/progress/parts?campaign=${ground.world.campaignId}&${query}`,
  )
  const items = (answer.body['items'] ?? []) as Part[]
  return { ...answer, items, of: (key: string) => items.find((part) => part.key === key) }
}

test('by dose: each kind and number against its own target, its week and its share of the pace', async () => {
  const { items, of } = await parts('rows=step')
  expect(items.map(({ key }) => key)).toEqual(['primary-1', 'primary-2'])
  expect(of('primary-1')).toMatchObject({ done: 20, target: { persons: 40 }, percent: 50 })
  expect(of('primary-2')).toMatchObject({ done: 3, target: { persons: 40 } })
  expect(of('primary-1')!.series.map(({ doses }) => doses)).toEqual([0, 0, 0, 0, 12, 0, 8])
  expect(of('primary-1')!.stepPace!.perDay).toBeGreaterThan(of('primary-2')!.stepPace!.perDay)
})

test('by target group, by site and by enterprise', async () => {
  const { world } = ground
  const groups = await parts('rows=target-group')
  expect(groups.of(elders)).toMatchObject({ done: 5, target: { persons: 6 } })
  expect(groups.of(world.targetGroupId)).toMatchObject({ done: 20, target: { persons: 40 } })
  const sites = await parts('rows=site')
  expect(sites.of(world.sites.A)).toMatchObject({ done: 18, target: null, within: 'Phường Thuận Thử' })
  expect(sites.of(world.sites.B)).toMatchObject({ done: 2 })
  const enterprises = await parts('rows=enterprise')
  expect(enterprises.items).toMatchObject([
    { name: 'Công ty May Thử', done: 1, target: { persons: 2, source: 'list' }, percent: 50 },
  ])
})

test('residential groups are those of one ward, with whoever lives in none', async () => {
  const { places } = ground.world
  expect(await parts('rows=group')).toMatchObject({
    status: 422,
    body: { code: 'report.groups-of-one-ward' },
  })
  const { of } = await parts(`rows=group&place=${places.wardA}`)
  expect(of(places.groupA)).toMatchObject({ done: 0, target: { persons: 4 } })
  expect(of('')).toMatchObject({ done: 20, target: null })
  // Set no target, a group is held against its own people of that age: the one of 71 years, not those of 36.
  await ground.world.addPerson({ bornOn: '1950-01-01' })
  const old = await parts(`rows=group&place=${places.wardA}&group=${elders}`)
  expect(old.of(places.groupA)).toMatchObject({ target: { persons: 1, source: 'list', asOfOn: TODAY } })
  expect(await parts(`rows=group&place=${places.wardB}`, ground.world.accounts.wardOfficial)).toMatchObject({
    status: 404,
  })
})

test('who is missing is named to who may visit them, counted and written down', async () => {
  const { world } = ground
  const address = `/v1/progress/missing?campaign=${world.campaignId}&wardId=${world.places.wardA}`
  const before = await countAudit(ground.database, 'listMissingPeople')
  const own = await ground.as(world.accounts.wardOfficial, 'GET', `${address}&groupId=${world.places.groupA}`)
  expect(own.status).toBe(200)
  const items = own.body['items'] as { id: string; phone: string; groupName: string }[]
  // The child is no part of the campaign, the worker has the dose.
  expect(items.map(({ id }) => id)).toContain(missingPerson)
  expect(items.every(({ groupName }) => groupName === 'Tổ dân phố 1')).toBe(true)
  expect(items.find(({ id }) => id === missingPerson)!.phone).toBe('0912000111')
  expect(JSON.stringify(items)).not.toContain('Trẻ Em')
  expect(JSON.stringify(items)).not.toContain('Công Nhân')
  expect(await countAudit(ground.database, 'listMissingPeople')).toBe(before + 1)
  expect(await ground.as(world.accounts.wardOfficialB, 'GET', address)).toMatchObject({ status: 404 })
  expect(await ground.as(world.accounts.supervisor, 'GET', address)).toMatchObject({ status: 403 })
  expect(
    await ground.as(world.accounts.wardOfficial, 'GET', `${address}&groupId=${world.places.wardB}`),
  ).toMatchObject({ status: 404 })
})

test('no more lists of names in an hour than the quota of exports', async () => {
  const { world } = ground
  const address = `/v1/progress/missing?campaign=${world.campaignId}&wardId=${world.places.wardC}`
  let refused: Awaited<ReturnType<typeof ground.as>> | null = null
  for (let count = 0; count < 31 && refused === null; count++) {
    const answer = await ground.as(world.accounts.wardOfficialC, 'GET', address)
    if (answer.status !== 200) refused = answer
  }
  expect(refused).toMatchObject({ status: 429, body: { code: 'export.quota' } })
})

test('the data-quality strip counts each work list, and hides what needs names from who may not see them', async () => {
  const { world } = ground
  await asSuperuser(ground, (db) =>
    db.execute(sql`UPDATE person SET born_precision = 'year' WHERE id = ${missingPerson}`),
  )
  await world.addPerson({ name: 'Trùng Tên Thử', bornOn: '1970-02-03' })
  await world.addPerson({ name: 'Trùng Tên Thử', bornOn: '1970-02-03' })
  await giveDoses(ground, [{ at: 'A', givenOn: '2021-10-13', enteredOn: '2021-10-16' }])
  const address = `/v1/progress/quality?campaign=${world.campaignId}`
  const read = async (account = world.accounts.cityCentre) => {
    const { body } = await ground.as(account, 'GET', address)
    const items = body['items'] as {
      wardId: string
      work: Record<string, number | null>
      lag: { doses: number }
    }[]
    return items.find(({ wardId }) => wardId === world.places.wardA)!
  }
  const { work } = await read()
  expect(work).toMatchObject({ doubtfulDate: 1, suspectedDuplicate: 1, lateEntry: 1, waitingReview: 0 })
  expect(work['missingNumber']).toBeGreaterThanOrEqual(5)
  expect((await read(world.accounts.supervisor)).work).toMatchObject({
    missingNumber: null,
    suspectedDuplicate: null,
    doubtfulDate: 1,
  })
})

test('the daily report has a row per ward, vaccine and day, adds up, and is the board by place of injection', async () => {
  const { world } = ground
  const query = `campaign=${world.campaignId}&fromOn=2021-10-13&toOn=${TODAY}`
  const { body } = await ground.as(world.accounts.cityCentre, 'GET', `/v1/reports/daily?${query}`)
  const items = body['items'] as (DailySum & { wardName: string; on: string; productName: string })[]
  const total = body['total'] as DailySum
  for (const { key } of dailyColumns) expect(total[key]).toBe(items.reduce((sum, row) => sum + row[key], 0))
  expect(new Set(items.map((row) => `${row.wardName} ${row.on} ${row.productName}`)).size).toBe(items.length)
  const board = await ground.as(
    world.accounts.cityCentre,
    'GET',
    `/v1/progress?campaign=${world.campaignId}&by=injection`,
  )
  expect(total.primary1).toBe((board.body['total'] as { done: number }).done)
  const file = await ground.as(
    world.accounts.cityCentre,
    'GET',
    `/v1/reports/daily/file?${query}&format=csv&language=vi`,
  )
  const lines: string[][] = parse(file.raw.body, { bom: true, relax_column_count: true })
  expect(lines.at(-1)!.slice(4, -1).map(Number)).toEqual(dailyColumns.map(({ key }) => total[key]))
  expect(lines.slice(9, -1).map((line) => line.slice(4, -1).map(Number))).toEqual(
    items.map((row) => dailyColumns.map(({ key }) => row[key])),
  )
  expect(
    await ground.as(
      world.accounts.cityCentre,
      'GET',
      `/v1/reports/daily?campaign=${world.campaignId}&fromOn=2021-08-01`,
    ),
  ).toMatchObject({ status: 422, body: { code: 'report.too-many-days' } })
})

test('common reactions of the daily report are cases, and each sign of a case is counted under its own head', async () => {
  const { world } = ground
  await asSuperuser(ground, async (db) => {
    const doses = await db.select().from(dose).where(eq(dose.givenOn, '2021-10-15')).limit(5)
    const signs = [['pain', 'fever'], ['swelling', 'pain'], ['headache', 'fever'], [], ['dyspnoea']]
    await db.insert(reaction).values(
      doses.map(({ id, personId, sessionId, authorId }, at) => ({
        id: randomUUID(),
        personId,
        sessionId: sessionId!,
        authorId,
        doseId: id,
        at: NOW,
        onsetAt: NOW,
        where: 'site',
        severity: at === 4 ? 'severe' : 'common',
        symptoms: signs[at]!,
      })),
    )
  })
  const query = `campaign=${world.campaignId}&fromOn=2021-10-13&toOn=${TODAY}`
  const { body } = await ground.as(world.accounts.cityCentre, 'GET', `/v1/reports/daily?${query}`)
  expect(body['total']).toMatchObject({
    reactionsCommon: 4,
    reactionsLocal: 2,
    reactionsFever: 2,
    reactionsOther: 2,
    reactionsSevere: 1,
  })
})

test('the table goes out as a file with the figures of the board', async () => {
  const { world } = ground
  const address = `campaign=${world.campaignId}&step=primary-1`
  const board = await ground.as(world.accounts.cityCentre, 'GET', `/v1/progress?${address}`)
  const rows = board.body['items'] as {
    place: { code: string; name: string }
    done: number
    remaining: number | null
  }[]
  const file = await ground.as(
    world.accounts.cityCentre,
    'GET',
    `/v1/progress/file?${address}&format=csv&language=vi`,
  )
  const lines: string[][] = parse(file.raw.body, { bom: true, relax_column_count: true })
  expect(lines[2]).toEqual(['Tính theo nơi ở; nhóm đối tượng: tất cả'])
  expect(lines[3]!.slice(0, 4)).toEqual(['Mã', 'Phường, xã', 'Tình trạng', 'Đã tiêm'])
  const needed = lines[3]!.indexOf('Còn cần')
  expect(lines.slice(4, -1).map((line) => [line[0], line[1], line[3], line[needed]])).toEqual(
    rows.map(({ place, done, remaining }) => [
      place.code,
      place.name,
      String(done),
      remaining === null ? '' : String(remaining),
    ]),
  )
  expect(lines.at(-1)![3]).toBe(String(rows.reduce((sum, row) => sum + row.done, 0)))
})

test('day by day the doses are those of the board, and their entry is told', async () => {
  const { world } = ground
  const { body } = await ground.as(
    world.accounts.cityCentre,
    'GET',
    `/v1/progress/days?campaign=${world.campaignId}`,
  )
  const series = body['series'] as { step: string; before: number; doses: number[] }[]
  const board = await ground.as(world.accounts.cityCentre, 'GET', `/v1/progress?campaign=${world.campaignId}`)
  const first = series.find(({ step }) => step === 'primary-1')!
  expect(first.doses.reduce((sum, doses) => sum + doses, first.before)).toBe(
    (board.body['total'] as { done: number }).done,
  )
  const lag = body['lag'] as { sameDay: number; within3Days: number; later: number }[]
  expect(lag.reduce((sum, day) => sum + day.within3Days, 0)).toBe(1)
})
