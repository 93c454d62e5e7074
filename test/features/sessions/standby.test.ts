import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { look } from '../../support/look.ts'
import { NOW, TODAY } from '../../support/world.ts'

let app: TestApp
let sessionId: string
type Named = { personId: string; fullName: string; why: string; step: string; phone: string }

beforeAll(async () => {
  app = await createTestApp()
  sessionId = app.world.sessions.A
  const { cityCentre } = app.world.accounts
  const rules = { source: 'vietnam' }
  expect((await app.as(cityCentre, 'POST', '/v1/rules/import', rules)).status).toBeLessThan(300)
})
afterAll(() => app.close())

const list = (account = app.world.accounts.siteLead) =>
  app.as(account, 'GET', `/v1/sessions/${sessionId}/standby`)
const call = (personId: string, account = app.world.accounts.siteLead) =>
  app.as(account, 'POST', `/v1/sessions/${sessionId}/standby`, { personId })
const namesOf = ({ body }: { body: Record<string, unknown> }) => body['items'] as Named[]

/** On a list of the campaign, as the ward sent it. */
async function register(personId: string, wardId: string): Promise<void> {
  await look(
    app.database,
    `INSERT INTO registration (id, person_id, campaign_id, ward_id, priority_code, created_at)
     VALUES ($1, $2, $3, $4, 10, $5)`,
    [randomUUID(), personId, app.world.campaignId, wardId, NOW],
  )
}

describe('finishing a vial', () => {
  test('while none is open there is nobody to see', async () => {
    await app.world.addPerson({ name: 'Người Được Gọi' })
    expect((await list()).body).toEqual({ dosesLeft: 0, items: [] })
  })

  test('names who was called or listed in the ward and is due, puts them on the session, and nobody else', async () => {
    const called = await app.world.addPerson({
      name: 'Trần Thị Được Gọi',
      bornOn: '1980-05-05',
      phone: '0912000111',
    })
    await look(app.database, `UPDATE session_person SET how = 'called' WHERE person_id = $1`, [called])
    const listed = await app.world.addPerson({ name: 'Lê Văn Có Tên', bornOn: '1950-05-05', session: null })
    await register(listed, app.world.places.wardA)
    const unlisted = await app.world.addPerson({ name: 'Không Có Tên', session: null })
    const elsewhere = await app.world.addPerson({ name: 'Phường Khác', ward: 'B', session: null })
    await register(elsewhere, app.world.places.wardB)
    const child = await app.world.addPerson({ name: 'Bé Nhỏ', bornOn: '2019-01-01', session: null })
    await register(child, app.world.places.wardA)
    const vial = { id: randomUUID(), sessionId, lotId: app.world.lotId }
    expect((await app.as(app.world.accounts.siteLead, 'POST', '/v1/open-vials', vial)).status).toBeLessThan(
      300,
    )

    const first = await list()
    expect(first.body['dosesLeft']).toBe(6)
    const ids = namesOf(first).map(({ personId }) => personId)
    expect(ids).toContain(called)
    expect(ids).toContain(listed)
    for (const other of [unlisted, elsewhere, child]) expect(ids).not.toContain(other)
    expect(ids.indexOf(called)).toBeLessThan(ids.indexOf(listed))
    expect(namesOf(first).find(({ personId }) => personId === called)).toMatchObject({
      why: 'called-here',
      step: 'primary-1',
      phone: '0912000111',
    })

    expect((await call(listed)).status).toBe(204)
    expect((await call(listed)).status).toBe(204)
    expect((await call(unlisted)).status).toBe(404)
    const rows = await look(
      app.database,
      'SELECT how FROM session_person WHERE session_id = $1 AND person_id = $2',
      [sessionId, listed],
    )
    expect(rows).toEqual([{ how: 'called' }])
    expect(namesOf(await list()).find(({ personId }) => personId === listed)).toMatchObject({
      why: 'called-here',
    })
  })

  test('who has arrived is not rung up, and each look and each call is audited', async () => {
    const { personId } = namesOf(await list())[0]!
    const body = { kind: 'check-in', how: 'search', personId, sessionId, capturedAt: NOW.toISOString() }
    const arrived = await app.as(app.world.accounts.scanner, 'PUT', `/v1/entries/${randomUUID()}`, body)
    expect(arrived.status).toBe(201)
    expect(namesOf(await list()).map((one) => one.personId)).not.toContain(personId)
    const audited = await look<{ action: string; detail: string }>(
      app.database,
      `SELECT action, detail FROM audit_entry WHERE action IN ('listStandby', 'callStandby')`,
    )
    expect(audited.map(({ action }) => action)).toContain('callStandby')
    const looks = audited.filter(({ action }) => action === 'listStandby')
    expect(looks.some(({ detail }) => detail.includes(personId))).toBe(true)
    expect(audited.some(({ detail }) => detail.includes('0912000111'))).toBe(false)
  })

  test('another ward’s lead finds no such session, a scanner may not ask, and a planned session has no standby', async () => {
    expect((await list(app.world.accounts.wardOfficialB)).status).toBe(404)
    expect((await list(app.world.accounts.scanner)).status).toBe(403)
    await look(app.database, `UPDATE session SET state = 'planned' WHERE id = $1 AND session_on = $2`, [
      sessionId,
      TODAY,
    ])
    expect((await list()).body['code']).toBe('session.wrong-state')
    await look(app.database, `UPDATE session SET state = 'open' WHERE id = $1`, [sessionId])
  })
})
