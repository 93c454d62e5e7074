import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { transfer, transferLine } from '#db/tables/stock.ts'
import type { TestApp } from '../../support/app.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { asSuperuser, giveDoses } from '../reports/counters.ts'
import { decide, propose, readPlan, slowAndFast } from './two-wards.ts'

let ground: TestApp
beforeEach(async () => {
  ground = await slowAndFast()
})
afterEach(() => ground.close())

const selectTransfers = () => asSuperuser(ground, (db) => db.select().from(transfer))

test('a slow ward with surplus gives to a fast dry one, and every ward without a line has its reason', async () => {
  const { places } = ground.world
  const { status, plan } = await propose(ground)
  expect(status).toBe(201)
  expect(plan.lines).toMatchObject([
    {
      rule: 'surplus',
      fromWardId: places.wardA,
      toWardId: places.wardB,
      fromName: 'Phường Thuận Thử',
      lotCode: 'FK0112',
    },
  ])
  const [line] = plan.lines
  expect(line!.doses).toBe(line!.vials * 6)
  expect(line!.text.vi).toContain('Phường Thuận Thử gửi')
  expect(line!.text.en).toContain('about 8 a day')
  expect(line!.text.lo).not.toBe('')
  expect(plan.leftOut).toMatchObject([{ wardId: places.wardC }])
  for (const each of plan.leftOut) expect(each.text.vi).not.toMatch(/[{}]|^$/)
  expect(plan.pace.find((row) => row.wardId === places.wardA)).toMatchObject({ dosesPerDay: 8 })
  expect(plan.pace.find((row) => row.wardId === places.wardB)).toMatchObject({ dosesPerDay: 40 })
  expect(await selectTransfers()).toEqual([])
})

test('the same facts give the same hash; the newer plan takes the place of the older', async () => {
  const { plan: first } = await propose(ground)
  ground.setNow('2021-10-17T01:00:05Z')
  const { plan: second } = await propose(ground)
  expect(second.inputHash).toBe(first.inputHash)
  expect(second.id).not.toBe(first.id)
  expect((await readPlan(ground, first.id)).plan).toMatchObject({ expired: true, newerPlanId: second.id })
  expect(await decide(ground, first, { verdict: 'approved' })).toMatchObject({
    status: 409,
    body: { code: 'plan.superseded' },
  })
  ground.setNow('2021-10-17T01:00:09Z')
  const { plan: other } = await propose(ground, undefined, { params: { topUpDays: 12 } })
  expect(other.inputHash).not.toBe(first.inputHash)
  const list = await ground.as(ground.world.accounts.supervisor, 'GET', '/v1/plans?limit=2')
  expect(list.body).toMatchObject({ items: [{ id: other.id, lines: 1, decided: 0 }, { id: second.id }] })
  const rest = await ground.as(
    ground.world.accounts.supervisor,
    'GET',
    `/v1/plans?limit=2&cursor=${String(list.body['nextCursor'])}`,
  )
  expect(rest.body).toMatchObject({ items: [{ id: first.id }], nextCursor: null })
})

test('approved: a transfer is made and nothing moves; entries made since do not matter, saying it again changes nothing', async () => {
  const { holders, lotId } = ground.world
  const { plan } = await propose(ground)
  const [line] = plan.lines
  await giveDoses(ground, [
    { at: 'B', givenOn: TODAY },
    { at: 'A', givenOn: '2021-10-16', enteredOn: TODAY },
  ])
  const approved = await decide(ground, plan, { verdict: 'approved' })
  expect(approved.status).toBe(200)
  const { decision } = approved.plan.lines[0]!
  expect(decision).toMatchObject({ verdict: 'approved', transfer: { state: 'approved' } })
  expect(await decide(ground, plan, { verdict: 'approved' })).toMatchObject({
    status: 200,
    body: { lines: [{ decision }] },
  })
  const [made, ...others] = await selectTransfers()
  expect(others).toEqual([])
  expect(made).toMatchObject({
    fromHolderId: holders.wardA,
    toHolderId: holders.wardB,
    planLineId: line!.id,
    state: 'approved',
  })
  await asSuperuser(ground, async (db) => {
    expect(await db.select().from(transferLine)).toMatchObject([
      { lotId, approvedDoses: line!.doses, approvedVials: line!.vials },
    ])
    const { rows } = await db.execute(sql`SELECT doses FROM balance WHERE holder_id = ${holders.wardA}`)
    expect(rows).toEqual([{ doses: 1080 }])
    const { rows: audited } = await db.execute(sql`
      SELECT action, subject_id FROM audit_entry WHERE action IN ('proposePlan', 'decidePlanLine') ORDER BY at, action DESC`)
    expect(audited).toEqual([
      { action: 'proposePlan', subject_id: plan.id },
      { action: 'decidePlanLine', subject_id: line!.id },
    ])
  })
  expect(await decide(ground, plan, { verdict: 'refused', reason: 'Đổi ý rồi' })).toMatchObject({
    status: 409,
    body: { code: 'plan.line-decided' },
  })
  // What is promised is no longer there to give, and the receiver has it coming.
  const next = await propose(ground)
  expect(next.plan.lines).toEqual([])
  expect(next.plan.leftOut.map((row) => row.code)).not.toContain('not-used')
})

test('the ground that is gone is said, kept, and said again', async () => {
  const { holders } = ground.world
  const { plan } = await propose(ground)
  await asSuperuser(ground, (db) =>
    db.execute(sql`UPDATE balance SET doses = 6 WHERE holder_id = ${holders.wardA}`),
  )
  const refused = await decide(ground, plan, { verdict: 'approved' })
  expect(refused).toMatchObject({ status: 409, body: { code: 'plan.line-donor-short', facts: { there: 6 } } })
  expect(await decide(ground, plan, { verdict: 'approved' })).toMatchObject({
    status: 409,
    body: { code: 'plan.line-donor-short', title: refused.body['title'] },
  })
  const { decision } = (await readPlan(ground, plan.id)).plan.lines[0]!
  expect(decision).toMatchObject({
    verdict: 'ground-gone',
    transfer: null,
    refusal: { code: 'plan.line-donor-short' },
  })
  expect(decision!.refusal!.text.vi).toContain('6 liều')
  expect(await selectTransfers()).toEqual([])
})

test.each([
  [
    'plan.line-lot-blocked',
    sql`INSERT INTO lot_event (id, lot_id, kind, decided_on, at) SELECT gen_random_uuid(), id, 'recall', ${TODAY}, ${NOW.toISOString()} FROM lot`,
  ],
  [
    'plan.line-lot-expired',
    sql`INSERT INTO lot_event (id, lot_id, kind, value_on, decided_on, at) SELECT gen_random_uuid(), id, 'expiry', ${TODAY}, ${TODAY}, ${NOW.toISOString()} FROM lot`,
  ],
  [
    'plan.line-count-short',
    sql`INSERT INTO stock_count (id, holder_id, lot_id, counted_doses, book_doses, at, by_id)
    SELECT gen_random_uuid(), h.id, l.id, 12, 1080, ${NOW.toISOString()}, h.id FROM holder h, lot l WHERE h.kind = 'ward'`,
  ],
])('%s: what was decided or counted since is looked at again', async (code, change) => {
  const { plan } = await propose(ground)
  await asSuperuser(ground, (db) => db.execute(change))
  expect(await decide(ground, plan, { verdict: 'approved' })).toMatchObject({ status: 409, body: { code } })
  expect(await selectTransfers()).toEqual([])
})

test('a line may be changed with a reason; asking for more than is there leaves it open', async () => {
  const { plan } = await propose(ground)
  expect(await decide(ground, plan, { verdict: 'changed', vials: 5 })).toMatchObject({ status: 400 })
  const reason = 'Chỉ có một thùng lạnh'
  expect(await decide(ground, plan, { verdict: 'changed', vials: 1000, reason })).toMatchObject({
    status: 409,
    body: { code: 'plan.line-donor-short' },
  })
  const changed = await decide(ground, plan, { verdict: 'changed', vials: 5, reason })
  expect(changed.plan.lines[0]!.decision).toMatchObject({ verdict: 'changed', vials: 5, reason })
  await asSuperuser(ground, async (db) => {
    expect(await db.select().from(transferLine)).toMatchObject([{ approvedVials: 5, approvedDoses: 30 }])
    // Both ends read why it is not what the plan said.
    const [order] = await db.select().from(transfer)
    expect(order!.reason).toContain(`Khi duyệt đổi còn 5 lọ: ${reason}`)
  })
  // The plan follows its transfers.
  await asSuperuser(ground, (db) => db.update(transfer).set({ state: 'dispatched', dispatchedAt: NOW }))
  expect((await readPlan(ground, plan.id)).plan.lines[0]!.decision!.transfer).toMatchObject({
    state: 'dispatched',
  })
})

test('a refused line makes no transfer and keeps its reason', async () => {
  const { plan } = await propose(ground)
  const refused = await decide(ground, plan, {
    verdict: 'refused',
    reason: 'Phường sắp có đợt tiêm lưu động',
  })
  expect(refused.plan.lines[0]!.decision).toMatchObject({ verdict: 'refused', transfer: null })
  expect(await selectTransfers()).toEqual([])
})

test('of two approvals at once one wins', async () => {
  const { plan } = await propose(ground)
  const other = await ground.world.addAccount('city-centre')
  const answers = await Promise.all([
    decide(ground, plan, { verdict: 'approved' }),
    decide(ground, plan, { verdict: 'approved' }, { account: other }),
  ])
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 409]))
  expect(answers.find((answer) => answer.status === 409)!.body.code).toBe('plan.line-decided')
  expect(await selectTransfers()).toHaveLength(1)
})

test('a plan of yesterday is not approved today', async () => {
  const { plan } = await propose(ground)
  ground.setNow(new Date(NOW.getTime() + 24 * 3_600_000 + 1000))
  expect(await decide(ground, plan, { verdict: 'approved' })).toMatchObject({
    status: 409,
    body: { code: 'plan.too-old' },
  })
  expect((await readPlan(ground, plan.id)).plan).toMatchObject({ expired: true, newerPlanId: null })
})

test('who may: the centre proposes and decides in its own place, a ward reads what is about it', async () => {
  const { accounts, places } = ground.world
  expect((await propose(ground, accounts.wardOfficial)).status).toBe(403)
  expect((await propose(ground, accounts.supervisor)).status).toBe(403)
  const { plan } = await propose(ground)
  expect(
    await decide(ground, plan, { verdict: 'approved' }, { account: accounts.wardOfficialB }),
  ).toMatchObject({ status: 403 })
  const own = (await readPlan(ground, plan.id, accounts.wardOfficial)).plan
  expect(own.lines).toHaveLength(1)
  expect(own.pace.map((row) => row.wardId)).toEqual([places.wardA])
  const far = (await readPlan(ground, plan.id, accounts.wardOfficialC)).plan
  expect(far.lines).toEqual([])
  expect(far.leftOut.map((row) => row.wardId)).toEqual([places.wardC])
  expect((await readPlan(ground, plan.id, accounts.scanner)).status).toBe(403)
  const elsewhere = await ground.world.addAccount('city-centre', { placeId: places.otherCity })
  expect(await decide(ground, plan, { verdict: 'approved' }, { account: elsewhere })).toMatchObject({
    status: 404,
  })
  const theirs = (await propose(ground, elsewhere)).plan
  expect(theirs.lines).toEqual([])
  expect(theirs.leftOut.map((row) => row.wardId)).toEqual([places.wardC])
})

test('what cannot be planned has its own answer', async () => {
  expect(await propose(ground, undefined, { asOf: '2021-10-18' })).toMatchObject({
    status: 422,
    body: { code: 'plan.day-ahead' },
  })
  expect(await propose(ground, undefined, { campaignId: randomUUID() })).toMatchObject({ status: 404 })
  expect(await propose(ground, undefined, { params: { noSuchThing: 1 } })).toMatchObject({
    status: 400,
    body: { code: 'request.invalid' },
  })
  expect(await propose(ground, undefined, { params: { floorShare: 2 } })).toMatchObject({
    status: 400,
    body: { code: 'request.invalid' },
  })
  expect(await readPlan(ground, randomUUID())).toMatchObject({ status: 404 })
  const { plan } = await propose(ground)
  expect(await decide(ground, plan, { verdict: 'approved' }, { line: randomUUID() })).toMatchObject({
    status: 404,
  })
  await asSuperuser(ground, (db) => db.execute(sql`DELETE FROM campaign_product`))
  expect(await propose(ground)).toMatchObject({ status: 409, body: { code: 'plan.no-products' } })
})
