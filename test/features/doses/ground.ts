import { randomUUID } from 'node:crypto'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Client } from 'pg'
import type { Entry } from '#domain/entry.ts'
import { vietnamRules } from '#domain/rules-vn.ts'
import { ageRule, course, intervalRule, mixRule, ruleSet } from '#db/tables/campaigns.ts'
import { fromAgeRule, fromCourse, fromIntervalRule, fromMixRule } from '#features/campaigns/rule-rows.ts'
import { createTestApp } from '../../support/app.ts'
import { NOW } from '../../support/world.ts'

/** The small city with the Vietnamese rules in force, and a few ways to say what happened. */
export async function createDoseGround() {
  const ground = await createTestApp()
  const admin = new Client({ connectionString: ground.database.superuserUrl })
  await admin.connect()
  await loadVietnamRules(admin)
  const { world } = ground
  const { accounts, sessions, productId, lotId } = world

  // Enough for every test of the file; what runs short does so at B.
  const { holders, sessionHolders } = world
  await admin.query(
    `INSERT INTO movement (id, kind, from_holder_id, to_holder_id, lot_id, product_id, doses, occurred_on, recorded_at, cause_kind)
     VALUES ($1, 'receipt', $2, $3, $4, $5, 6000, '2021-10-16', $6, 'test')`,
    [randomUUID(), holders.supplier, sessionHolders.A, lotId, productId, NOW],
  )
  await admin.query('UPDATE balance SET doses = doses + 6000 WHERE holder_id = $1', [sessionHolders.A])

  const envelope = (at: string | Date = NOW) => ({
    deviceId: null,
    deviceSeq: null,
    capturedAt: new Date(at).toISOString(),
    clockOffsetMs: 0,
  })

  function checkInBody(personId: string, more: Record<string, unknown> = {}) {
    return { ...envelope(), kind: 'check-in', personId, sessionId: sessions.A, how: 'search', ...more }
  }

  function doseBody(personId: string, more: Record<string, unknown> = {}) {
    const { capturedAt = NOW.toISOString() } = more as { capturedAt?: string }
    return {
      ...envelope(capturedAt),
      kind: 'dose',
      personId,
      sessionId: sessions.A,
      productId,
      lot: { lotId },
      givenAt: capturedAt,
      statedStep: null,
      reason: 'Ghi lại từ phiếu',
      ...more,
    }
  }

  /** Given elsewhere, told by the ward. */
  function historyBody(personId: string, givenOn: string, more: Record<string, unknown> = {}) {
    return {
      ...envelope(),
      kind: 'dose',
      personId,
      sessionId: null,
      productId,
      lot: null,
      givenAt: `${givenOn}T05:00:00.000Z`,
      givenOn,
      origin: 'history',
      source: 'reported',
      place: 'Nơi khác',
      reason: 'Giấy xác nhận',
      ...more,
    }
  }

  return {
    ...ground,
    admin,
    envelope,
    checkInBody,
    doseBody,
    historyBody,
    put: (body: object, account = accounts.dataEntry, id: string = randomUUID()) =>
      ground.as(account, 'PUT', `/v1/entries/${id}`, body),
    sync: (entries: object[], account = accounts.dataEntry) =>
      ground.as(account, 'POST', '/v1/sync', { entries }),
    /** Rows as the server's own login sees them. */
    async rows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
      return (await admin.query<T>(text, values)).rows
    },
    async standings(personId: string) {
      const { rows } = await admin.query<{
        id: string
        rank: number | null
        step: string | null
        flags: string[]
      }>(
        'SELECT dose_id AS id, day_rank AS rank, step, flags FROM dose_standing WHERE person_id = $1 ORDER BY given_on, day_rank, dose_id',
        [personId],
      )
      return rows
    },
    async close() {
      await admin.end()
      await ground.close()
    },
  }
}

export type DoseGround = Awaited<ReturnType<typeof createDoseGround>>

/** A body with the id that a phone would give it. */
export const withId = (body: object, id: string = randomUUID()) => ({ ...body, id }) as unknown as Entry

async function loadVietnamRules(client: Client): Promise<void> {
  const db = drizzle(client)
  const { version, courses, intervalRules, mixRules, ageRules } = vietnamRules
  await db.insert(ruleSet).values({ version, hash: 'test', recordedAt: NOW })
  await db.insert(course).values(courses.map((row) => fromCourse(randomUUID(), row)))
  await db.insert(intervalRule).values(intervalRules.map((row) => fromIntervalRule(randomUUID(), row)))
  await db.insert(mixRule).values(mixRules.map((row) => fromMixRule(randomUUID(), row)))
  await db.insert(ageRule).values(ageRules.map((row) => fromAgeRule(randomUUID(), row)))
}
