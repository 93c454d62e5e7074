import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareText } from '#domain/ids.ts'
import type { TestAccount } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
let lotId: string
/** Of ward A, ward B, and one whose dose was taken back. */
let people: string[]
beforeAll(async () => {
  ground = await createDoseGround()
  const { accounts, places, productId, sessions } = ground.world
  const receipt = {
    id: randomUUID(),
    to: { wardId: places.wardA },
    productId,
    lotCode: 'RC-1',
    expiresOn: '2021-12-31',
    vials: 10,
    documentNumber: 'PXK 1',
  }
  const { body } = await ground.as(accounts.cityCentre, 'POST', '/v1/lots/receipts', receipt)
  lotId = (body['lot'] as { id: string }).id
  people = [
    await ground.world.addPerson(),
    await ground.world.addPerson({ ward: 'B', session: 'A' }),
    await ground.world.addPerson(),
  ]
  const doses = people.map(() => randomUUID())
  for (const [index, personId] of people.entries()) {
    // The second was first written under another lot, and corrected.
    const lot = index === 1 ? { lotId: ground.world.lotId } : { lotId }
    const put = await ground.put(ground.doseBody(personId, { lot }), accounts.dataEntry, doses[index])
    expect([200, 201]).toContain(put.status)
  }
  const change = (index: number, more: object) =>
    ground.put({
      ...ground.envelope(),
      doseId: doses[index],
      personId: people[index],
      sessionId: sessions.A,
      reason: 'Ghi nhầm',
      ...more,
    })
  expect((await change(1, { kind: 'correction', fields: { lotId } })).status).toBe(201)
  expect((await change(2, { kind: 'void' })).status).toBe(201)
  const recall = { id: randomUUID(), kind: 'recall', documentNumber: 'CV 77/QLD' }
  expect((await ground.as(accounts.cityCentre, 'POST', `/v1/lots/${lotId}/events`, recall)).status).toBe(201)
})
afterAll(() => ground.close())

const read = (account: TestAccount, path: string) => ground.as(account, 'GET', `/v1/lots/${lotId}/${path}`)
const namesOf = (body: Record<string, unknown>) =>
  (body['items'] as { personId: string }[]).map(({ personId }) => personId).sort(compareText)

test('a corrected lot is found, a dose taken back is not; numbers without names for whoever only watches', async () => {
  const { accounts } = ground.world
  const reach = await read(accounts.supervisor, 'reach')
  expect(reach.body).toMatchObject({
    recalledOn: '2021-10-17',
    documentNumber: 'CV 77/QLD',
    people: 2,
    doses: 2,
    afterRecall: 0,
    firstOn: '2021-10-17',
    sites: [{ siteName: 'Trạm Y tế A', doses: 2 }],
  })
  expect(reach.body['wards']).toHaveLength(2)
  expect(JSON.stringify(reach.body)).not.toContain(people[0])
  expect((await read(accounts.supervisor, 'recipients')).status).toBe(403)
})

test('the centre sees everyone, a ward its residents and how many more, page after page; each reading is written down', async () => {
  const { accounts } = ground.world
  const audits = async () =>
    (
      await ground.rows<{ count: number }>(
        "SELECT count(*)::integer AS count FROM audit_entry WHERE action IN ('listLotRecipients', 'exportLotRecipients')",
      )
    )[0]!.count
  const before = await audits()
  const all = await read(accounts.cityCentre, 'recipients')
  expect(namesOf(all.body)).toEqual(people.slice(0, 2).toSorted(compareText))
  expect(all.body['hidden']).toBe(0)
  const first = await read(accounts.cityCentre, 'recipients?limit=1')
  const second = await read(
    accounts.cityCentre,
    `recipients?limit=1&cursor=${String(first.body['nextCursor'])}`,
  )
  expect([...namesOf(first.body), ...namesOf(second.body)].sort(compareText)).toEqual(namesOf(all.body))
  expect(second.body['nextCursor']).toBeNull()
  const ofA = await read(accounts.wardOfficial, 'recipients')
  expect(namesOf(ofA.body)).toEqual([people[0]])
  expect(ofA.body['hidden']).toBe(1)
  const ofB = await read(accounts.wardOfficialB, 'recipients')
  expect([namesOf(ofB.body), ofB.body['hidden']]).toEqual([[people[1]], 0])
  expect(await audits()).toBe(before + 5)
  const file = await read(accounts.cityCentre, 'recipients/file?format=csv')
  expect(file.status).toBe(200)
  expect(
    file.raw.payload.split('\r\n').filter((line) => line.startsWith('1,') || line.startsWith('2,')),
  ).toHaveLength(2)
  expect(await audits()).toBe(before + 6)
  expect(await read(accounts.cityCentre, 'recipients?cursor=bnVsbA')).toMatchObject({ status: 400 })
})

test('a recalled lot is neither issued nor sent, and no vial of it is opened', async () => {
  const { accounts, holders, places, sessions } = ground.world
  const ask = (url: string, body: object, account = accounts.wardOfficial) =>
    ground.as(account, 'POST', url, { id: randomUUID(), ...body })
  const refused = { status: 409, body: { code: 'stock.lot-recalled' } }
  expect(
    await ask('/v1/stock/issues', { fromHolderId: holders.wardA, sessionId: sessions.A, lotId, vials: 1 }),
  ).toMatchObject(refused)
  const order = {
    from: { wardId: places.wardA },
    to: { wardId: places.wardB },
    lines: [{ lotId, doses: 6 }],
    reason: 'Điều chuyển thử',
  }
  expect(await ask('/v1/transfers', order, accounts.cityCentre)).toMatchObject(refused)
  expect(await ask('/v1/open-vials', { sessionId: sessions.A, lotId }, accounts.vaccinator)).toMatchObject(
    refused,
  )
})

test('a dose of a recalled lot that was given all the same is kept, counted, flagged, and asked about', async () => {
  const personId = await ground.world.addPerson()
  const id = randomUUID()
  const put = await ground.put(ground.doseBody(personId, { lot: { lotId } }), undefined, id)
  expect(put).toMatchObject({ status: 201, body: { outcome: 'needs_review', stored: 'needs_review' } })
  expect(put.body['flags']).toContain('recalled')
  expect(await ground.standings(personId)).toMatchObject([
    { id, rank: 0, step: 'primary-1', flags: ['recalled'] },
  ])
  const asked = await ground.rows(
    `SELECT kind, state FROM review_item WHERE dose_id = $1 AND kind = 'recall'`,
    [id],
  )
  expect(asked).toEqual([{ kind: 'recall', state: 'open' }])
})
