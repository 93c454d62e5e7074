import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { decideNextDose, refusalOf } from '#domain/vaccination/eligibility.ts'
import { applyPages } from '#domain/site-pack/apply-pages.ts'
import { groundOf, toCard } from '#domain/site-pack/card.ts'
import type { PackPage } from '#domain/site-pack/pack.ts'
import { judge } from '#domain/vaccination/judge.ts'
import type { DoseFact, PersonFacts, Product } from '#domain/vaccination/types.ts'
import { NOW, TODAY } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

/** One table of cases, put to the phone's rules, to its pack, to the question at the door and to the set writer. */
type Case = {
  name: string
  bornOn: string
  before: { code: string; on: string }[]
  /** What the session has. */
  today: string
  /** The answer before the needle, as the step due or the refusal's code. */
  asked: string
  /** The flags of a dose that was given all the same. */
  flags: string[]
}

const cases: Case[] = [
  {
    name: 'nobody before',
    bornOn: '1985-03-05',
    before: [],
    today: 'comirnaty-30',
    asked: 'primary-1',
    flags: [],
  },
  {
    name: 'first dose 21 days ago',
    bornOn: '1985-03-05',
    before: [{ code: 'comirnaty-30', on: '2021-09-26' }],
    today: 'comirnaty-30',
    asked: 'primary-2',
    flags: [],
  },
  {
    name: 'first dose 20 days ago',
    bornOn: '1985-03-05',
    before: [{ code: 'comirnaty-30', on: '2021-09-27' }],
    today: 'comirnaty-30',
    asked: 'visit.too-early',
    flags: ['interval'],
  },
  {
    name: 'another vaccine, allowed as the second',
    bornOn: '1985-03-05',
    before: [{ code: 'vaxzevria', on: '2021-08-01' }],
    today: 'comirnaty-30',
    asked: 'primary-2',
    flags: [],
  },
  {
    name: 'another vaccine, not allowed',
    bornOn: '1985-03-05',
    before: [{ code: 'comirnaty-30', on: '2021-08-01' }],
    today: 'abdala',
    asked: 'visit.wrong-product',
    flags: ['mix'],
  },
  {
    name: 'both doses had, no booster yet',
    bornOn: '1985-03-05',
    before: [
      { code: 'comirnaty-30', on: '2021-07-01' },
      { code: 'comirnaty-30', on: '2021-08-01' },
    ],
    today: 'comirnaty-30',
    asked: 'visit.series-complete',
    flags: ['not-offered'],
  },
  {
    name: 'a dose today already',
    bornOn: '1985-03-05',
    before: [{ code: 'comirnaty-30', on: TODAY }],
    today: 'comirnaty-30',
    asked: 'visit.given-today',
    flags: ['same-day'],
  },
  {
    name: 'eleven years old',
    bornOn: '2010-03-05',
    before: [],
    today: 'comirnaty-30',
    asked: 'visit.age',
    flags: ['age'],
  },
  {
    name: 'seventeen, and a vaccine for adults',
    bornOn: '2004-03-05',
    before: [],
    today: 'vaxzevria',
    asked: 'visit.age',
    flags: ['age'],
  },
  {
    name: 'one dose is the whole course',
    bornOn: '1985-03-05',
    before: [{ code: 'janssen', on: '2021-08-01' }],
    today: 'comirnaty-30',
    asked: 'visit.series-complete',
    flags: ['not-offered', 'mix'],
  },
  {
    name: 'twelve on the first day allowed',
    bornOn: '2009-10-17',
    before: [],
    today: 'comirnaty-30',
    asked: 'primary-1',
    flags: [],
  },
]

const about = new Set(['interval', 'mix', 'age', 'not-offered', 'product', 'same-day'])

let ground: DoseGround
const products = new Map<string, Product>()
beforeAll(async () => {
  ground = await createDoseGround()
  for (const row of vietnamProducts) {
    const id = row.code === 'comirnaty-30' ? ground.world.productId : randomUUID()
    products.set(row.code, { ...row, id })
    if (row.code === 'comirnaty-30') continue
    await ground.rows(
      `INSERT INTO product (id, antigen, family, code, name, doses_per_vial, max_doses_per_vial, store_class, open_hours) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        row.antigen,
        row.family,
        row.code,
        row.name,
        row.dosesPerVial,
        row.maxDosesPerVial,
        row.storeClass,
        row.openHours,
      ],
    )
  }
})
afterAll(() => ground.close())

const product = (code: string) => products.get(code)!

function askPhone({ bornOn, before, today }: Case): string {
  const person: PersonFacts = { id: 'p', bornOn, bornPrecision: 'day', conditions: [], recoveredOn: null }
  const facts = before.map(({ code, on }, index): DoseFact => ({
    id: `dose-${index}`,
    personId: 'p',
    antigen: 'covid-19',
    family: product(code).family,
    productId: product(code).id,
    productCode: code,
    givenOn: on,
    givenAt: `${on}T05:00:00.000Z`,
    enteredOn: TODAY,
    statedStep: null,
    origin: 'history',
    source: 'reported',
    lotExpiresOn: null,
    lotBlocked: false,
    voided: false,
  }))
  const { standings } = judge(facts, [], person, vietnamRules)
  const answer = decideNextDose(person, standings, [product(today)], vietnamRules, TODAY)
  return answer.kind === 'due' ? answer.step : refusalOf(answer).code
}

/** The card that a phone without a network makes of what it carries. */
async function askPack(personId: string) {
  const { body } = await ground.as(
    ground.world.accounts.scanner,
    'GET',
    `/v1/sessions/${ground.world.sessions.A}/pack`,
  )
  const { pack } = applyPages(null, [body as unknown as PackPage<Parameters<typeof groundOf>[0]>])
  const { timeZone } = ground.deps.authority
  return toCard(pack.people.get(personId)!, groundOf(pack.parts, timeZone), NOW)
}

test.each(cases)('$name: the phone, its pack, the door and the set writer say the same', async (one) => {
  const { world } = ground
  const productId = product(one.today).id
  await ground.rows('DELETE FROM session_vaccine')
  await ground.rows('UPDATE balance SET doses = 0 WHERE holder_id = $1', [world.sessionHolders.A])
  await ground.rows(
    'INSERT INTO session_vaccine (session_id, product_id, planned_doses) VALUES ($1, $2, 10)',
    [world.sessions.A, productId],
  )
  const personId = await world.addPerson({ bornOn: one.bornOn })
  for (const { code, on } of one.before)
    await ground.put(
      ground.historyBody(personId, on, { productId: product(code).id }),
      world.accounts.wardOfficial,
    )

  expect(askPhone(one)).toBe(one.asked)

  const door = await ground.as(world.accounts.scanner, 'POST', `/v1/sessions/${world.sessions.A}/check-ins`, {
    people: [{ entryId: randomUUID(), personId, how: 'search' }],
    capturedAt: NOW.toISOString(),
  })
  const card = await ground.as(
    world.accounts.scanner,
    'GET',
    `/v1/sessions/${world.sessions.A}/people/${personId}/card`,
  )
  const next = card.body['next'] as { step: string | null; code: string | null }
  expect(next.code ?? next.step).toBe(one.asked)
  expect(door.status === 200 ? next.step : door.body.code).toBe(one.asked)

  const { next: answered, needsGuardian, gate, slip, visit, doses } = await askPack(personId)
  expect(answered).toEqual(card.body['next'])
  expect({ needsGuardian, gate, slip, visit }).toEqual({
    needsGuardian: card.body['needsGuardian'],
    gate: card.body['gate'],
    slip: card.body['slip'],
    visit: card.body['visit'],
  })
  const shown = (list: readonly Record<string, unknown>[]) =>
    list.map(({ doseId, givenOn, productName, step, source }) => [doseId, givenOn, productName, step, source])
  expect(shown(doses)).toEqual(shown(card.body['doses'] as Record<string, unknown>[]))

  const given = await ground.put(
    ground.doseBody(personId, {
      productId,
      lot: { code: `L-${one.today}`, expiresOn: null },
      capturedAt: '2021-10-17T06:00:00.000Z',
    }),
  )
  const flags = (given.body['flags'] as string[]).filter((flag) => about.has(flag))
  expect(flags).toEqual(one.flags)
  const standing = (await ground.standings(personId)).at(-1)!
  if (one.flags.length === 0) expect(standing.step).toBe(one.asked)
})
