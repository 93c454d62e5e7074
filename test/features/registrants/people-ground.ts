import { randomUUID } from 'node:crypto'
import type { TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'
import { look } from './support.ts'

/** Registers one person by form on a list of the account's ward. @returns the id. */
export async function register(
  ground: TestApp,
  account: TestAccount,
  listId: string,
  person: Record<string, unknown> & { fullName: string; bornOn: string },
): Promise<string> {
  const answer = await ground.as(account, 'POST', '/v1/people', {
    id: randomUUID(),
    listId,
    wardId: ground.world.places.wardA,
    groupId: ground.world.places.groupA,
    sex: 'male',
    priorityCode: 9,
    ...person,
  })
  if (answer.status !== 201) throw new Error(`Not registered: ${JSON.stringify(answer.body)}`)
  return (answer.body['person'] as { id: string }).id
}

/** The list by its filters; with `q` the search, whose words travel in a body. */
export function askPeople(ground: TestApp, account: TestAccount, query: string) {
  const { q, ...filter } = Object.fromEntries(new URLSearchParams(query))
  return q === undefined
    ? ground.as(account, 'GET', `/v1/people?${query}`)
    : ground.as(account, 'POST', '/v1/people/search', { q, ...filter })
}

type Given = {
  givenOn?: string
  step?: string
  lotText?: string
  /** Where it was given; ward A's site when left out. */
  at?: 'A' | 'B'
  recordedAt?: string
}

/** A dose that counts, laid down as rows: how it came there has its own tests. */
export async function giveDose(ground: TestApp, personId: string, given: Given = {}): Promise<string> {
  const { world } = ground
  const { givenOn = '2021-10-17', step = 'primary-1', at = 'A', recordedAt = '2021-10-17T02:00:00Z' } = given
  const doseId = randomUUID()
  const places = [world.sessions[at], world.places[`ward${at}`], world.sites[at]]
  const author = world.accounts.dataEntry.accountId
  await look(
    ground,
    `INSERT INTO dose (id, person_id, session_id, ward_id, site_id, residence_id, campaign_id, antigen, product_id, lot_id,
       lot_text, given_at, given_on, captured_at, recorded_at, entered_on, author_id, age_cell, priority_code, origin, source)
     SELECT $1, p.id, $2, $3, $4, p.ward_id, $5, 'covid-19', $6, $7, '', $8::date, $8::date, $9, $9, $9::timestamptz::date, $10, 3,
       p.priority_code, 'site', 'administered' FROM person p WHERE p.id = $11`,
    [
      doseId,
      ...places,
      world.campaignId,
      world.productId,
      world.lotId,
      givenOn,
      recordedAt,
      author,
      personId,
    ],
  )
  await look(
    ground,
    `INSERT INTO dose_standing (dose_id, person_id, antigen, given_on, day_rank, step, rules_version)
     VALUES ($1, $2, 'covid-19', $3, 0, $4, 1)`,
    [doseId, personId, givenOn, step],
  )
  return doseId
}
