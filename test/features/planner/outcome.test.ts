import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import type { TestApp } from '../../support/app.ts'
import { TODAY } from '../../support/world.ts'
import { giveDoses } from '../reports/counters.ts'
import { decide, propose, slowAndFast, type PlanView } from './two-wards.ts'

let ground: TestApp
beforeEach(async () => {
  ground = await slowAndFast()
})
afterEach(() => ground.close())

async function readOutcome(plan: PlanView, account = ground.world.accounts.cityCentre) {
  return ground.as(account, 'GET', `/v1/plans/${plan.id}/outcome`)
}

/** Approved by the centre, sent by the slow ward and signed for by the fast one. */
async function carryOut({ damagedVials = 0 } = {}): Promise<PlanView> {
  const { accounts, lotId } = ground.world
  const { plan } = await propose(ground)
  const [line] = (await decide(ground, plan, { verdict: 'approved' })).plan.lines
  const url = `/v1/transfers/${line!.decision!.transfer!.id}`
  const { vials } = line!
  const temperatureTenths = 45
  const sent = await ground.as(
    accounts.wardOfficial,
    'POST',
    `${url}/dispatch`,
    {
      lines: [{ lotId, shelfVials: 180, vials }],
      temperatureTenths,
      handedOverBy: 'Trần Thị Bàn Giao',
      carriedBy: 'Lê Văn Vận Chuyển',
    },
    { 'if-match': '"1"' },
  )
  expect(sent.status).toBe(200)
  const received = await ground.as(
    accounts.wardOfficialB,
    'POST',
    `${url}/reception`,
    {
      lines: [{ lotId, vials, damagedVials }],
      signedBy: 'Phạm Thị Ký Nhận',
      temperatureTenths,
      note: 'Đã đếm',
    },
    { 'if-match': '"2"' },
  )
  expect(received.status).toBe(200)
  return plan
}

const giveAtB = (days: number) =>
  giveDoses(
    ground,
    Array.from({ length: days * 40 }, (_, at) => ({
      at: 'B' as const,
      givenOn: addDays(TODAY, 1 + Math.floor(at / 40)),
    })),
  )

test('a plan nobody has decided has no outcome yet, a line on the road has none either', async () => {
  const { plan } = await propose(ground)
  expect(await readOutcome(plan)).toMatchObject({ status: 200, body: { planId: plan.id, lines: [] } })
  await decide(ground, plan, { verdict: 'approved' })
  expect(await readOutcome(plan)).toMatchObject({
    body: { lines: [{ transferState: 'approved', receivedDoses: null, outcome: null }] },
  })
  expect((await readOutcome({ ...plan, id: ground.world.campaignId })).status).toBe(404)
  expect((await readOutcome(plan, ground.world.accounts.scanner)).status).toBe(403)
  const { body } = await readOutcome(plan, ground.world.accounts.wardOfficialC)
  expect(body['lines']).toEqual([])
})

test('what was received is followed: open at first, used when the receiver has given it, not missed by the donor', async () => {
  const plan = await carryOut()
  const [{ doses }] = plan.lines as [PlanView['lines'][number]]
  await giveAtB(1)
  ground.setNow(`${addDays(TODAY, 2)}T09:00:00Z`)
  // 12 doses lay there before.
  expect(await readOutcome(plan)).toMatchObject({
    body: {
      days: 10,
      lines: [
        {
          plannedDoses: doses,
          receivedDoses: doses,
          transferState: 'received',
          outcome: {
            fromOn: TODAY,
            toOn: addDays(TODAY, 2),
            givenDoses: 40,
            usedDoses: 40 - 12,
            receiver: 'open',
            donorDryDays: 0,
            donor: 'open',
          },
        },
      ],
    },
  })
  await giveAtB(7)
  ground.setNow(`${addDays(TODAY, 12)}T09:00:00Z`)
  expect(await readOutcome(plan)).toMatchObject({
    body: {
      lines: [
        {
          outcome: {
            toOn: addDays(TODAY, 9),
            usedDoses: doses,
            receiver: 'used',
            donor: 'not-missed',
          },
        },
      ],
    },
  })
})

test('a receiver that gave nothing has not used it, and a vial that came broken was not received', async () => {
  const plan = await carryOut({ damagedVials: 1 })
  const receivedDoses = plan.lines[0]!.doses - 6
  ground.setNow(`${addDays(TODAY, 12)}T09:00:00Z`)
  expect(await readOutcome(plan)).toMatchObject({
    body: { lines: [{ receivedDoses, outcome: { givenDoses: 0, usedDoses: 0, receiver: 'not-used' } }] },
  })
})
