import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { importRules } from '#features/campaigns/import-rules.ts'
import { createRejudging } from '#features/doses/rejudge-people.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import type { EndsAfterChange } from './ends-after-change.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())
afterEach(async () => {
  expect(await checkRebuild(ground.database.writer)).toEqual([])
  expect(await ground.rows('SELECT 1 FROM rejudge_pending')).toEqual([])
})

const correct = (personId: string, version: number, edit: object) =>
  ground.as(
    ground.world.accounts.wardOfficial,
    'PATCH',
    `/v1/people/${personId}`,
    { reason: 'Theo giấy tờ', ...edit },
    { 'if-match': `"${version}"` },
  )

/** Counted doses of the small city by age cell, without the cells that are empty. */
async function ageCells(): Promise<Record<number, number>> {
  const rows = await ground.rows<{ cell: number; doses: number }>(
    'SELECT age_cell AS cell, sum(doses)::integer AS doses FROM coverage_ward GROUP BY 1 HAVING sum(doses) <> 0 ORDER BY 1',
  )
  return Object.fromEntries(rows.map(({ cell, doses }) => [cell, doses]))
}

/** Invented people of ward A, all alike. */
async function manyPeople(count: number): Promise<string[]> {
  const like = await ground.world.addPerson()
  const rows = await ground.rows<{ id: string }>(
    `INSERT INTO person (id, canonical_id, ward_id, group_id, full_name, full_name_folded, name_key, born_on, born_precision, sex, priority_code, phone, created_at)
     SELECT n.id, n.id, ward_id, group_id, full_name, full_name_folded, name_key, born_on, born_precision, sex, priority_code, phone, created_at
     FROM person CROSS JOIN (SELECT gen_random_uuid() AS id FROM generate_series(1, $2)) n WHERE person.id = $1 RETURNING id`,
    [like, count],
  )
  return rows.map(({ id }) => id)
}

/** From now on the database takes nothing about this person's doses. */
async function refuse(personId: string): Promise<void> {
  await ground.rows(
    `CREATE OR REPLACE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'away' USING ERRCODE = 'object_not_in_prerequisite_state'; END $$`,
  )
  await ground.rows(
    `CREATE TRIGGER away BEFORE UPDATE ON dose_standing FOR EACH ROW WHEN (old.person_id = '${personId}') EXECUTE FUNCTION refuse_update()`,
  )
}

describe('a person is corrected after doses were given', () => {
  test('a birth date: the flags and the age under which the dose is counted follow at once', async () => {
    const personId = await ground.world.addPerson({ bornOn: '1985-03-05' })
    await ground.put(ground.checkInBody(personId))
    await ground.put(ground.doseBody(personId))
    expect((await ground.standings(personId))[0]!.flags).toEqual([])
    const before = await ageCells()

    // Six years old on that day: no product of ours was for him then.
    expect((await correct(personId, 1, { birth: { on: '2015-03-05', precision: 'day' } })).status).toBe(200)
    expect((await ground.standings(personId))[0]!.flags).toEqual(['age'])
    expect(await ageCells()).toEqual({ ...before, 4: (before[4] ?? 0) - 1 || undefined, 2: 1 })
    const asked = await ground.rows("SELECT state FROM review_item WHERE kind = 'age' AND person_id = $1", [
      personId,
    ])
    expect(asked).toEqual([{ state: 'open' }])

    expect((await correct(personId, 2, { birth: { on: '1985-03-05', precision: 'day' } })).status).toBe(200)
    expect((await ground.standings(personId))[0]!.flags).toEqual([])
    expect(await ageCells()).toEqual(before)
  })

  test('a birth date, when the day of the dose was corrected before', async () => {
    const personId = await ground.world.addPerson({ bornOn: '1985-03-05' })
    const doseId = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, doseId)
    await ground.put({
      ...ground.envelope(),
      kind: 'correction',
      personId,
      sessionId: ground.world.sessions.A,
      doseId,
      fields: { givenAt: '2021-10-10T03:00:00.000Z' },
      reason: 'Ghi nhầm ngày',
    })
    const before = await ageCells()
    expect((await correct(personId, 1, { birth: { on: '1950-01-01', precision: 'day' } })).status).toBe(200)
    expect(await ageCells()).not.toEqual(before)
  })

  test('sex and priority code, with and without doses', async () => {
    const [dosed, fresh] = [await ground.world.addPerson(), await ground.world.addPerson()]
    await ground.put(ground.doseBody(dosed))
    for (const personId of [dosed, fresh])
      expect((await correct(personId, 1, { sex: 'female', priorityCode: 9 })).status).toBe(200)
    expect(await ground.standings(fresh)).toEqual([])
  })

  test('the service is killed between the change and its judging: the next start does it', async () => {
    const personId = await ground.world.addPerson({ bornOn: '1985-03-05' })
    await ground.put(ground.doseBody(personId))
    const told: EndsAfterChange = {
      settings: ground.database.settings,
      account: ground.world.accounts.wardOfficial,
      personId,
      bornOn: '2015-03-05',
    }
    const script = join(import.meta.dirname, 'ends-after-change.ts')
    const ended = promisify(execFile)(process.execPath, [script, JSON.stringify(told)])
    await expect(ended).rejects.toMatchObject({ signal: 'SIGKILL' })
    expect(await ground.rows('SELECT person_ids AS people FROM rejudge_pending')).toEqual([
      { people: [personId] },
    ])
    expect(await checkRebuild(ground.database.writer)).not.toEqual([])

    await ground.app.listen({ port: 0, host: '127.0.0.1' })
    await ground.deps.rejudging.runAll()
    expect((await ground.standings(personId))[0]!.flags).toContain('age')
  })

  test('somebody who cannot be judged waits, and holds up nobody else', async () => {
    const [stuck, other] = [
      await ground.world.addPerson({ bornOn: '1985-03-05' }),
      await ground.world.addPerson({ bornOn: '1985-03-05' }),
    ]
    await ground.sync([stuck, other].map((id) => ({ ...ground.doseBody(id), id: randomUUID() })))
    await refuse(stuck)
    for (const personId of [stuck, other])
      expect((await correct(personId, 1, { birth: { on: '2015-03-05', precision: 'day' } })).status).toBe(200)
    expect((await ground.standings(other))[0]!.flags).toContain('age')
    expect((await ground.standings(stuck))[0]!.flags).not.toContain('age')
    expect(await ground.rows('SELECT person_ids AS people FROM rejudge_pending')).toEqual([
      { people: [stuck] },
    ])
    await ground.rows('DROP TRIGGER away ON dose_standing')
    await ground.deps.rejudging.runAll()
    expect((await ground.standings(stuck))[0]!.flags).toContain('age')
  })
})

describe('new rules are loaded', () => {
  /** Ages from which the product is given, one year later. */
  const later = (version: number) => ({
    rules: {
      ...vietnamRules,
      version,
      ageRules: vietnamRules.ageRules.map((row) =>
        row.productCode === 'comirnaty-30' ? { ...row, ageFrom: 60 } : row,
      ),
    },
    products: vietnamProducts,
    ageCuts: vietnamAgeCuts,
  })

  test('everybody is judged again in the background, a set at a time; what was left follows at the next start', async () => {
    const people = await manyPeople(300)
    for (let from = 0; from < people.length; from += 100)
      await ground.sync(
        people.slice(from, from + 100).map((id) => ({ ...ground.doseBody(id), id: randomUUID() })),
      )
    const flagged = async () =>
      (
        await ground.rows<{ doses: number }>(
          "SELECT count(*)::integer AS doses FROM dose_standing WHERE 'age' = ANY (flags) AND person_id = ANY ($1::uuid[])",
          [people],
        )
      )[0]!.doses
    expect(await flagged()).toBe(0)

    const stuck = people[280]!
    await refuse(stuck)
    await importRules(ground.deps, null, later(2))
    await ground.deps.rejudging.runAll()
    expect(await flagged()).toBe(299)
    const progress = async () =>
      (await ground.as(ground.world.accounts.cityCentre, 'GET', '/v1/rejudging')).body
    expect(await progress()).toMatchObject({ rulesVersion: 2, peopleByOlderRules: 1, peopleCorrected: 0 })

    await ground.rows('DROP TRIGGER away ON dose_standing')
    await createRejudging(ground.deps).runAll()
    expect(await flagged()).toBe(300)
    expect(await progress()).toMatchObject({ peopleByOlderRules: 0 })
  })

  test('the same again changes nothing, an older version is refused, what was replaced stays readable', async () => {
    expect(await importRules(ground.deps, null, later(2))).toMatchObject({ added: false, version: 2 })
    const older = { ...later(1), ageCuts: [0] }
    await expect(importRules(ground.deps, null, older)).rejects.toMatchObject({ code: 'rules.differ' })
    const kept = await ground.rows<{ version: number }>(
      "SELECT version FROM rule_set WHERE content -> 'rules' -> 'ageRules' IS NOT NULL ORDER BY version",
    )
    expect(kept).toEqual([{ version: 2 }])
  })
})
