import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'

let ground: TestApp
let superuser: Client
beforeAll(async () => {
  ground = await createTestApp()
  superuser = new Client({ connectionString: ground.database.superuserUrl })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await ground.close()
})

/** Everything that is a fact: written once, followed by other facts, never changed. */
const facts = [
  'audit_entry',
  'audit_anchor',
  'document',
  'place_change',
  'outline_set',
  'place_outline',
  'lot_event',
  'movement',
  'stock_count',
  'target',
  'person_event',
  'merge',
  'pair_decision',
  'receipt',
  'quarantine',
  'quarantine_release',
  'lost_entry',
  'check_in',
  'consent',
  'screening',
  'not_given',
  'dose',
  'dose_change',
  'observation',
  'reaction',
  'review_decision',
  'correction_request',
  'correction_step',
  'confirmation_slip',
  'plan',
  'plan_line',
  'plan_decision',
  'ward_supply',
  'expected_arrival',
  'submission_deadline',
  'declaration',
  'roster',
  'roster_member',
]

test.each(facts)(
  '%s refuses change, deletion and truncation, even by the server’s own login',
  async (table) => {
    const triggers = await superuser.query(
      `SELECT tgname FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname LIKE 'append_only%' ORDER BY tgname`,
      [table],
    )
    expect(triggers.rows).toEqual([{ tgname: 'append_only' }, { tgname: 'append_only_truncate' }])
    await expect(superuser.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/append-only/)
  },
)

test('a movement that is stored can be neither changed nor deleted', async () => {
  await expect(superuser.query('UPDATE movement SET doses = doses + 1')).rejects.toThrow(
    'movement is append-only',
  )
  await expect(superuser.query('DELETE FROM movement')).rejects.toThrow('movement is append-only')
  await expect(ground.database.app.query('UPDATE movement SET doses = 1')).rejects.toThrow(
    /permission denied/,
  )
})
