import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NOW } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())

type Row = { personId: string; shortName: string; bornYear: number; visit: { state: string } }
type Answer = { items: Row[]; nextCursor: string | null }

const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString()

async function list(state: string, more = '', account = ground.world.accounts.vaccinator) {
  const url = `/v1/sessions/${ground.world.sessions.A}/visits?state=${state}${more}`
  const { status, body } = await ground.as(account, 'GET', url)
  return { status, ...(body as unknown as Answer) }
}

const idsOf = ({ items }: Answer) => items.map(({ personId }) => personId)

async function checkIn(personId: string, minutes: number) {
  await ground.sync([{ id: randomUUID(), ...ground.checkInBody(personId, { capturedAt: at(minutes) }) }])
}

describe('who waits at which table', () => {
  test('a person checked in on one phone is on the list of every other, and moves on from table to table', async () => {
    const personId = await ground.world.addPerson({ name: 'Trần Thị Bé Thử', bornOn: '1979-05-01' })
    const visit = { personId, sessionId: ground.world.sessions.A }
    expect(idsOf(await list('expected'))).toContain(personId)
    await checkIn(personId, 1)
    expect((await list('arrived')).items.find((row) => row.personId === personId)).toMatchObject({
      shortName: 'T. T. B. Thử',
      bornYear: 1979,
      since: at(1),
      visit: { state: 'arrived', checkedInAt: at(1) },
    })
    await ground.sync([
      { ...ground.envelope(at(2)), id: randomUUID(), kind: 'consent', ...visit, agreed: 'agreed' },
      { ...ground.envelope(at(3)), id: randomUUID(), kind: 'screening', ...visit, outcome: 'eligible' },
    ])
    expect(idsOf(await list('arrived'))).not.toContain(personId)
    expect(idsOf(await list('screened'))).toContain(personId)
    const doseId = randomUUID()
    await ground.sync([{ ...ground.doseBody(personId, { capturedAt: at(4) }), id: doseId }])
    expect(idsOf(await list('given'))).toContain(personId)
    const taken = { kind: 'void', personId, sessionId: ground.world.sessions.A, doseId, reason: '' }
    await ground.sync([{ ...ground.envelope(at(5)), ...taken, id: randomUUID() }])
    expect(idsOf(await list('given'))).not.toContain(personId)
    expect(idsOf(await list('screened,given'))).toContain(personId)
  })

  test('who was injected without having been checked in waits for observation too', async () => {
    const personId = await ground.world.addPerson({ session: null })
    await ground.sync([{ ...ground.doseBody(personId), id: randomUUID() }])
    expect(idsOf(await list('given', '', ground.world.accounts.cityCentre))).toContain(personId)
  })

  test('two ids of one person are one row', async () => {
    const [keptId, absorbedId] = [await ground.world.addPerson(), await ground.world.addPerson()]
    await checkIn(absorbedId, 6)
    await ground.admin.query('UPDATE person SET canonical_id = $1 WHERE id = $2', [keptId, absorbedId])
    const ids = idsOf(await list('arrived', '&limit=200'))
    expect(ids.filter((id) => id === keptId || id === absorbedId)).toEqual([keptId])
  })

  test('who has waited longest comes first, and the pages hold everybody once', async () => {
    for (const minutes of [30, 10, 20]) await checkIn(await ground.world.addPerson(), minutes)
    const whole = await list('arrived', '&limit=200')
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Answer = await list('arrived', `&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      paged.push(...idsOf(page))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(idsOf(whole))
    const since = whole.items.map((row) => (row as unknown as { since: string }).since)
    expect(since).toEqual(since.toSorted())
    expect(since.length).toBeGreaterThanOrEqual(3)
  })

  test('a state that is none is refused', async () => {
    expect((await list('tired')).status).toBe(400)
  })
})
