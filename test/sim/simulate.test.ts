import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFaults } from '#sim/invariants.ts'
import { simulate, type DayReport } from '#sim/run.ts'
import { startTestApp } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { look } from '../support/look.ts'
import { authorityOfTests } from '../support/world.ts'

const days = 3
let ground: Awaited<ReturnType<typeof startTestApp>>
const reports: DayReport[] = []

beforeAll(async () => {
  ground = await startTestApp(await createTestDatabase())
  await look(
    ground.database,
    `INSERT INTO authority (id, code, name, country, time_zone, timeline_id, pg_system_id, pg_timeline)
     VALUES ($1, $2, $3, $4, $5, $6, 'test', 1)`,
    [...Object.values(authorityOfTests), randomUUID()],
  )
  for await (const report of simulate(ground.deps, { seed: 3, days, wards: 3, peoplePerWard: 150 }))
    reports.push(report)
}, 60_000)
afterAll(() => ground.close())

test('late, repeated and disordered entries leave every invariant standing after every day', () => {
  expect(reports.map(({ day, faults }) => ({ day, faults }))).toEqual(
    Array.from({ length: days }, (_, at) => ({ day: at + 1, faults: [] })),
  )
  expect(reports.at(-1)!.doses).toBeGreaterThan(20)
})

test('a campaign has what it is meant to survive', async () => {
  const [found] = await look<Record<string, number>>(
    ground.database,
    `SELECT (SELECT count(*)::integer FROM dose_change WHERE kind = 'void') AS voided,
       (SELECT count(*)::integer FROM receipt r JOIN dose d ON d.id = r.id WHERE d.entered_on > d.given_on) AS late,
       (SELECT count(*)::integer FROM review_item WHERE kind = 'two-phones') AS "twoPhones",
       (SELECT count(*)::integer FROM dose_change WHERE kind = 'void' AND reason = '') AS undone,
       (SELECT count(*)::integer FROM dose WHERE origin = 'paper') AS paper,
       (SELECT count(*)::integer FROM reaction) AS reactions,
       (SELECT count(*)::integer FROM receipt WHERE kind = 'walk-in') AS "walkIns",
       (SELECT count(*)::integer FROM person_event WHERE kind = 'corrected') AS corrected,
       (SELECT count(*)::integer FROM merge) AS merged,
       (SELECT max(version) - 1 FROM rule_set) AS "laterRules"`,
  )
  for (const [what, count] of Object.entries(found!))
    expect([what, count]).toEqual([what, expect.toSatisfy((n: number) => n > 0)])
})

test('a counter that somebody changed by hand is found', async () => {
  const { entries, doses } = reports.at(-1)!
  await look(
    ground.database,
    'UPDATE coverage_ward SET doses = doses + 1 WHERE ctid = (SELECT min(ctid) FROM coverage_ward)',
  )
  const faults = await findFaults(ground.deps, { entries, doses })
  expect(faults[0]).toBe(`counters by ward = counted doses: ${doses + 1} ≠ ${doses}`)
})
