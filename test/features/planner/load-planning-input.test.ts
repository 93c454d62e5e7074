import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays, daysBetween } from '#domain/dates.ts'
import type { Plan } from '#domain/planner/plan-types.ts'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { stockCount, transfer, transferLine } from '#db/tables/stock.ts'
import { findCampaign } from '#features/campaigns/queries.ts'
import { importRules } from '#features/campaigns/import-rules.ts'
import { loadPlanningInput } from '#features/planner/load-planning-input.ts'
import { snapshot } from '#features/reports/begin.ts'
import type { TestApp } from '../../support/app.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { asSuperuser, giveDoses } from '../reports/counters.ts'
import { daily, propose, slowAndFast } from './two-wards.ts'

let ground: TestApp
beforeEach(async () => {
  ground = await slowAndFast()
})
afterEach(() => ground.close())

const wide = { wide: true, wardIds: [], siteIds: [], sessionIds: [] }

async function load(asOf = TODAY) {
  const { deps, world } = ground
  return snapshot(deps, async (db) => {
    const campaign = (await findCampaign(db, world.campaignId))!
    return loadPlanningInput(db, {
      campaign,
      asOf,
      today: TODAY,
      timeZone: 'Asia/Ho_Chi_Minh',
      params: {},
      scope: wide,
    })
  })
}

test('the triangle of a ward that enters four days late is loaded as it was known on the day', async () => {
  const { places } = ground.world
  await giveDoses(ground, daily('C', 10, 4))
  const input = await load()
  const own = input.entries.filter((row) => row.wardId === places.wardC)
  expect(own.every((row) => row.doses === 10 && daysBetween(row.administeredOn, row.enteredOn) === 4)).toBe(
    true,
  )
  // The last three days are not entered yet.
  expect(
    own
      .map((row) => row.administeredOn)
      .toSorted()
      .at(-1),
  ).toBe(addDays(TODAY, -4))
  expect(own).toHaveLength(21)
  const { plan } = await propose(ground)
  // Raw entries of the last fortnight would say 7.9 a day; the delay is seen through.
  expect(plan.pace.find((row) => row.wardId === places.wardC)!.dosesPerDay).toBeGreaterThan(9)
  expect(plan.lines.some((line) => line.fromWardId === places.wardC)).toBe(false)
})

test('doses are charged to the ward whose site gave them, older ones fold into one row', async () => {
  const { places, productId } = ground.world
  await giveDoses(ground, [
    { at: 'B', lives: 'A', givenOn: '2021-07-01' },
    { at: 'B', givenOn: '2021-07-02' },
  ])
  const input = await load()
  expect(input.givenBefore).toEqual([{ wardId: places.wardB, productId, doses: 2 }])
  expect(input.wards.find((ward) => ward.wardId === places.wardA)).toMatchObject({
    targetPersons: 3000,
    // By residence: the dose of July is one of theirs.
    eligiblePersons: 3000 - 24 * 8 - 1,
    // Two doses each, less what was given before the campaign began on 1 October.
    needAtStartDoses: 2 * 3000 - daysBetween(addDays(TODAY, -24), '2021-10-01') * 8 - 1,
  })
})

test('stock is told per holder and lot, with counts carried forward, promises left in and closings read backwards', async () => {
  const { holders, lotId, places } = ground.world
  const transferId = randomUUID()
  await asSuperuser(ground, async (db) => {
    await db.insert(stockCount).values({
      id: randomUUID(),
      holderId: holders.wardB,
      lotId,
      countedDoses: 1374,
      bookDoses: 1380,
      at: new Date('2021-10-16T09:00:00Z'),
      byId: randomUUID(),
    })
    await db.insert(transfer).values({
      id: transferId,
      fromHolderId: holders.wardA,
      toHolderId: holders.wardB,
      state: 'approved',
      approvedAt: NOW,
      approvedBy: randomUUID(),
    })
    await db
      .insert(transferLine)
      .values({ id: randomUUID(), transferId, lotId, approvedDoses: 60, approvedVials: 10 })
  })
  const input = await load()
  expect(input.stock.toSorted((a, b) => b.doses - a.doses)).toEqual([
    {
      holderId: holders.wardA,
      holderKind: 'ward',
      wardId: places.wardA,
      lotId,
      doses: 1080,
      issuedDoses: 120,
      count: null,
    },
    {
      holderId: holders.wardC,
      holderKind: 'ward',
      wardId: places.wardC,
      lotId,
      doses: 150,
      issuedDoses: 120,
      count: null,
    },
    {
      holderId: holders.wardB,
      holderKind: 'ward',
      wardId: places.wardB,
      lotId,
      doses: 12,
      issuedDoses: 120,
      count: { countedOn: '2021-10-16', doses: 1374 - 1368 },
    },
  ])
  expect(input.transfers).toEqual([
    {
      fromHolderId: holders.wardA,
      toWardId: places.wardB,
      lotId,
      doses: 60,
      state: 'approved',
      on: TODAY,
      planned: false,
    },
  ])
  const closing = (on: string) =>
    input.closings.find((row) => row.wardId === places.wardB && row.on === on)!.doses
  expect([closing(addDays(TODAY, -1)), closing(addDays(TODAY, -2)), closing(addDays(TODAY, -27))]).toEqual([
    1380, 900, 0,
  ])
  expect(input.lots).toMatchObject([
    { lotId, code: 'FK0112', expiresOn: '2021-12-31', status: 'ok', dosesPerVial: 6 },
  ])
  // Yesterday's plan would have seen the vials that were issued this morning.
  const yesterday = await load(addDays(TODAY, -1))
  expect(yesterday.stock.find((row) => row.wardId === places.wardB)).toMatchObject({ doses: 1380 })
  expect(yesterday.transfers).toEqual([])
})

test('second doses fall due where the first was given, by the rules; who had it is no longer waited for', async () => {
  const { deps, world } = ground
  await importRules(deps, null, {
    rules: vietnamRules,
    products: vietnamProducts.filter((product) => product.code !== 'comirnaty-30'),
    ageCuts: vietnamAgeCuts,
  })
  const returned = randomUUID()
  await giveDoses(ground, [
    { at: 'C', lives: 'A', givenOn: '2021-09-28' },
    { at: 'C', givenOn: '2021-09-28' },
    { at: 'C', givenOn: '2021-09-01', personId: returned },
    { at: 'C', givenOn: '2021-10-10', personId: returned, step: 'primary-2' },
  ])
  const input = await load()
  // Pfizer: three weeks.
  expect(input.dueDoses.filter((row) => row.wardId === world.places.wardC)).toEqual([
    { wardId: world.places.wardC, productId: world.productId, dueOn: '2021-10-19', doses: 2 },
  ])
})

test('who is called to a coming session is waited for there and then, never before the dose is due', async () => {
  const { deps, world } = ground
  await importRules(deps, null, { rules: vietnamRules, products: [], ageCuts: vietnamAgeCuts })
  const { wardB, wardC } = world.places
  const [early, late] = [await world.addPerson({ session: null }), await world.addPerson({ session: null })]
  await giveDoses(ground, [
    { at: 'C', givenOn: '2021-09-28', personId: early },
    { at: 'C', givenOn: '2021-09-28', personId: late },
  ])
  const call = (personId: string, on: string, state = 'planned') =>
    asSuperuser(ground, async (db) => {
      const id = randomUUID()
      await db.execute(sql`
        INSERT INTO session (id, campaign_id, site_id, ward_id, session_on, capacity, state)
        VALUES (${id}, ${world.campaignId}, ${world.sites.B}, ${wardB}, ${on}, 100, ${state})`)
      await db.execute(sql`
        INSERT INTO session_person (session_id, person_id, ward_id, how, added_at, added_by)
        SELECT ${id}, ${personId}, ${wardB}, 'called', ${NOW.toISOString()}, ${world.accounts.cityCentre.accountId}`)
    })
  const dueAt = async (wardId: string, on: string) =>
    (await load()).dueDoses.find((row) => row.wardId === wardId && row.dueOn === on)?.doses ?? 0
  const [dueOn, calledOn] = ['2021-10-19', addDays(TODAY, 5)]
  const look = async () => [
    await dueAt(wardC, dueOn),
    await dueAt(wardB, dueOn),
    await dueAt(wardB, calledOn),
  ]
  const [atC, atB, later] = (await look()) as [number, number, number]
  await call(early, addDays(TODAY, 1))
  await call(late, addDays(TODAY, 4), 'cancelled')
  await call(late, calledOn)
  expect(await look()).toEqual([atC - 2, atB + 1, later + 1])
})

test('minutes that a lot was on the road count against what its label allows, as known on the day', async () => {
  const { world } = ground
  const drive = (minutes: number, decidedOn: string) =>
    asSuperuser(ground, (db) =>
      db.execute(sql`
        INSERT INTO lot_event (id, lot_id, kind, minutes, decided_on, at)
        VALUES (${randomUUID()}, ${world.lotId}, 'transport', ${minutes}, ${decidedOn}, ${NOW.toISOString()})`),
    )
  await drive(500, addDays(TODAY, -3))
  await drive(215, TODAY)
  await asSuperuser(ground, (db) =>
    db.execute(sql`UPDATE product SET transport_minutes_max = 720 WHERE id = ${world.productId}`),
  )
  const input = await load()
  expect(input.lots).toMatchObject([{ lotId: world.lotId, transportMinutesUsed: 715 }])
  expect(input.products).toMatchObject([{ productId: world.productId, transportMinutesMax: 720 }])
  expect((await load(addDays(TODAY, -1))).lots).toMatchObject([{ transportMinutesUsed: 500 }])
})

test('a corrected session moves the second dose to its ward, a corrected product to its own course', async () => {
  const { deps, world } = ground
  await importRules(deps, null, {
    rules: vietnamRules,
    products: vietnamProducts.filter((product) => product.code !== 'comirnaty-30'),
    ageCuts: vietnamAgeCuts,
  })
  await giveDoses(ground, [{ at: 'C', givenOn: '2021-09-28' }])
  const { wardA, wardC } = world.places
  const dueAt = async (wardId: string) =>
    (await load()).dueDoses
      .filter((row) => row.wardId === wardId && row.dueOn === '2021-10-19')
      .reduce((sum, row) => sum + row.doses, 0)
  const correct = (fields: object, at: string) =>
    asSuperuser(ground, (db) =>
      db.execute(sql`
        INSERT INTO dose_change (id, dose_id, kind, fields, reason, by_id, at)
        SELECT ${randomUUID()}, d.id, 'correct', ${JSON.stringify(fields)}::jsonb, 'Nhập nhầm', ${world.accounts.cityCentre.accountId}, ${at}
        FROM dose d WHERE d.given_on = '2021-09-28' AND d.site_id = ${world.sites.C}`),
    )
  expect([await dueAt(wardA), await dueAt(wardC)]).toEqual([8, 1])
  await correct({ sessionId: world.sessions.A }, '2021-10-01T01:00:00Z')
  expect([await dueAt(wardA), await dueAt(wardC)]).toEqual([9, 0])
  // Another vaccine, which this campaign does not give: its second dose is not waited for here.
  const { rows } = await asSuperuser(ground, (db) =>
    db.execute<{ id: string }>(sql`
      SELECT p.id FROM product p JOIN product own ON own.id = ${world.productId} AND own.family <> p.family
      WHERE p.antigen = own.antigen ORDER BY p.code LIMIT 1`),
  )
  await correct({ productId: rows[0]!.id }, '2021-10-02T01:00:00Z')
  expect([await dueAt(wardA), await dueAt(wardC)]).toEqual([8, 0])
})

test('nothing was found due while no rules are loaded, and a site that ran out says so', async () => {
  const { places, sessions, productId, accounts, addPerson } = ground.world
  const personId = await addPerson({ ward: 'B', session: 'B' })
  await asSuperuser(ground, (db) =>
    db.execute(sql`INSERT INTO not_given (id, person_id, session_id, at, author_id, reason)
      VALUES (${randomUUID()}, ${personId}, ${sessions.B}, ${NOW.toISOString()}, ${accounts.dataEntryB.accountId}, 'no-vaccine')`),
  )
  const input = await load()
  expect(input.dueDoses).toEqual([])
  expect(input.stockOuts).toEqual([{ wardId: places.wardB, productId, on: TODAY }])
})

test('the planner by itself says of the stored input what the plan says', async () => {
  const { plan } = await propose(ground)
  const stored = await asSuperuser(ground, (db) =>
    db.execute<{ input: unknown; output: Plan }>(sql`SELECT input, output FROM plan WHERE id = ${plan.id}`),
  )
  const [row] = stored.rows
  const root = join(import.meta.dirname, '../../..')
  const run = (lines: string) =>
    spawnSync(process.execPath, ['scripts/plan.ts'], { cwd: root, input: lines, encoding: 'utf8' })
  const answer = run(`${JSON.stringify(row!.input)}\n`)
  expect(answer.stderr).toBe('')
  expect(answer.status).toBe(0)
  expect(JSON.parse(answer.stdout)).toEqual(row!.output)
  const wrong = run('{"asOf":"2021-02-30"}\n')
  expect(wrong.status).toBe(0)
  expect(JSON.parse(wrong.stdout)).toMatchObject({ problem: { line: 1, where: '/asOf' } })
})
