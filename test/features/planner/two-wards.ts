import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { addDays } from '#domain/dates.ts'
import { target } from '#db/tables/campaigns.ts'
import { balance, movement } from '#db/tables/stock.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { asSuperuser, giveDoses, type GivenSketch } from '../reports/counters.ts'

/** Days of history up to yesterday. */
const DAYS = 24

/**
 * A slow ward with far too much (A: 1,080 doses, 8 a day), a fast one that runs dry (B: 12 doses, 40 a day), a third
 * that has never injected and has six days for its session (C), and a centre that has nothing left.
 */
export async function slowAndFast(): Promise<TestApp> {
  const ground = await createTestApp()
  const { world } = ground
  const { holders, lotId, productId, campaignId, places, targetGroupId } = world
  const early = addDays(TODAY, -DAYS - 2)
  const move = (
    kind: string,
    fromHolderId: string,
    toHolderId: string,
    doses: number,
    occurredOn: string,
  ) => ({
    id: randomUUID(),
    kind,
    fromHolderId,
    toHolderId,
    lotId,
    productId,
    doses,
    vials: doses / 6,
    occurredOn,
    recordedAt: new Date(`${occurredOn}T01:00:00Z`),
    causeKind: 'test',
  })
  await asSuperuser(ground, async (db) => {
    await db
      .insert(movement)
      .values([
        move('receipt', holders.supplier, holders.wardA, 600, early),
        move('receipt', holders.supplier, holders.wardB, 900, early),
        move('issue', holders.wardB, world.sessionHolders.B, 900 + 480 - 12, TODAY),
        move('issue', holders.wardC, world.sessionHolders.C, 330, TODAY),
        move('waste-closed', holders.centre, holders.wasted, 4200, TODAY),
      ])
    const set = (holderId: string, doses: number) =>
      db
        .update(balance)
        .set({ doses })
        .where(sql`holder_id = ${holderId}`)
    await set(holders.centre, 0)
    await set(holders.wardA, 1080)
    await set(holders.wardB, 12)
    await set(holders.wardC, 150)
    await db.insert(target).values(
      [places.wardA, places.wardB, places.wardC].map((placeId) => ({
        id: randomUUID(),
        campaignId,
        placeId,
        targetGroupId,
        step: 'primary-1',
        persons: 3000,
        source: 'assigned',
        asOfOn: '2021-09-30',
        recordedAt: NOW,
      })),
    )
  })
  await giveDoses(ground, daily('A', 8))
  await giveDoses(ground, daily('B', 40))
  return ground
}

/** The same number each day, entered after some days; what is not entered by today is not known yet. */
export function daily(at: 'A' | 'B' | 'C', doses: number, delay = 0): GivenSketch[] {
  const days = Array.from({ length: DAYS }, (_, day) => addDays(TODAY, day - DAYS))
  return days.flatMap((givenOn) => {
    const enteredOn = addDays(givenOn, delay)
    return Array.from({ length: doses }, () => ({ at, givenOn, enteredOn }))
  })
}

export type LineView = {
  id: string
  rule: string
  doses: number
  vials: number
  fromWardId: string | null
  toWardId: string
  fromName: string | null
  toName: string
  lotCode: string
  text: { vi: string; en: string; lo: string }
  decision: {
    verdict: string
    vials: number | null
    reason: string
    refusal: { code: string; text: { vi: string } } | null
    transfer: { id: string; state: string } | null
  } | null
}

export type PlanView = {
  id: string
  inputHash: string
  expired: boolean
  newerPlanId: string | null
  lines: LineView[]
  leftOut: { wardId: string; code: string; text: { vi: string; en: string; lo: string } }[]
  pace: { wardId: string; dosesPerDay: number; state: string }[]
  code?: string
}

export async function propose(
  ground: TestApp,
  account = ground.world.accounts.cityCentre,
  more: object = {},
) {
  const answer = await ground.as(account, 'POST', '/v1/plans', {
    campaignId: ground.world.campaignId,
    ...more,
  })
  return { ...answer, plan: answer.body as unknown as PlanView }
}

export async function readPlan(ground: TestApp, id: string, account = ground.world.accounts.cityCentre) {
  const answer = await ground.as(account, 'GET', `/v1/plans/${id}`)
  return { ...answer, plan: answer.body as unknown as PlanView }
}

export async function decide(
  ground: TestApp,
  plan: PlanView,
  body: object,
  {
    account = ground.world.accounts.cityCentre,
    line = plan.lines[0]!.id,
  }: { account?: typeof ground.world.accounts.cityCentre; line?: string } = {},
) {
  const answer = await ground.as(account, 'POST', `/v1/plans/${plan.id}/lines/${line}/decision`, body)
  return { ...answer, plan: answer.body as unknown as PlanView }
}
