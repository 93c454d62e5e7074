import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { correctionSubjects, namesDose, standingOf, type CorrectionAct } from '#domain/correction.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import type { TestAccount } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())
afterEach(async () => {
  expect(await checkRebuild(ground.database.writer)).toEqual([])
})

type Made = { kind: string; id: string; what: string }
type View = {
  id: string
  state: string
  owner: string
  version: number
  isOverdue: boolean
  dueOn: string
  ageDays: number
  changes: Made[]
  steps: { act: string; outcome: Made | null }[]
  person: { id: string }
}
const staff = () => ground.world.accounts
const ask = (who: TestAccount, personId: string, body: object = {}) =>
  ground.as(who, 'POST', `/v1/people/${personId}/corrections`, {
    id: randomUUID(),
    subject: 'name',
    wrong: 'Tên ghi sai',
    shouldBe: 'Bửu Lộc',
    voice: 'person',
    ...body,
  })
const asked = async (who: TestAccount, personId: string, body: object = {}) => {
  const answer = await ask(who, personId, body)
  expect(answer.status).toBe(201)
  return answer.body as unknown as View
}
const act = (who: TestAccount, of: Pick<View, 'id' | 'version'>, body: object) =>
  ground.as(
    who,
    'POST',
    `/v1/corrections/${of.id}/steps`,
    { id: randomUUID(), ...body },
    {
      'if-match': `"${of.version}"`,
    },
  )
const read = async (who: TestAccount, id: string) =>
  (await ground.as(who, 'GET', `/v1/corrections/${id}`)).body as unknown as View
const list = async (who: TestAccount, query: Record<string, string>) => {
  const { body } = await ground.as(who, 'GET', `/v1/corrections?${new URLSearchParams(query).toString()}`)
  return body['items'] as View[]
}

describe('asking', () => {
  test('a site asks about a person of its session; the ward sees it, another ward and a stranger do not', async () => {
    const personId = await ground.world.addPerson()
    const id = randomUUID()
    const first = await ask(staff().vaccinator, personId, { id })
    expect(first).toMatchObject({ status: 201, body: { state: 'open', owner: 'ward', version: 1 } })
    expect((await ask(staff().vaccinator, personId, { id })).status).toBe(200)
    expect(await ask(staff().vaccinator, personId, { id, wrong: 'Khác hẳn' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    const split = { wrong: 'Tên ghi sai\nBửu', shouldBe: 'Lộc' }
    const other = { id: randomUUID(), subject: 'birth' }
    expect((await ask(staff().vaccinator, personId, { ...other, ...split })).status).toBe(201)
    const joined = { wrong: 'Tên ghi sai', shouldBe: 'Bửu\nLộc' }
    expect(await ask(staff().vaccinator, personId, { ...other, ...joined })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect(await ask(staff().scanner, personId)).toMatchObject({
      status: 409,
      body: { code: 'correction.asked-already' },
    })
    expect(await read(staff().wardOfficial, id)).toMatchObject({ id, mayAnswer: true, wrong: 'Tên ghi sai' })
    expect(await read(staff().scanner, id)).toMatchObject({ id, mayAnswer: false })
    expect((await ground.as(staff().wardOfficialB, 'GET', `/v1/corrections/${id}`)).status).toBe(404)
    const outside = await ground.world.addPerson({ ward: 'B', session: 'B' })
    expect((await ask(staff().vaccinator, outside)).status).toBe(404)
  })

  test('a photo of the slip is kept sealed, and read as it was sent; sent again with another it is refused', async () => {
    const personId = await ground.world.addPerson()
    const id = randomUUID()
    const jpeg = (last: number) => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, last]).toString('base64')
    const photo = jpeg(3)
    expect((await ask(staff().vaccinator, personId, { id, photo })).status).toBe(201)
    expect(await read(staff().wardOfficial, id)).toMatchObject({ photo })
    const [row] = await ground.rows<{ photo: Buffer }>('SELECT photo FROM correction_request WHERE id = $1', [
      id,
    ])
    expect(row!.photo.includes(Buffer.from(photo, 'base64'))).toBe(false)
    expect((await ask(staff().vaccinator, personId, { id, photo })).status).toBe(200)
    const again = await ask(staff().vaccinator, personId, { id, photo: jpeg(4) })
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const script = Buffer.from('<svg onload="alert(1)"/>').toString('base64')
    expect((await ask(staff().vaccinator, personId, { photo: script })).status).toBe(400)
  })

  test('nobody is asked who may do it: a ward of names, the centre of doses', async () => {
    const personId = await ground.world.addPerson()
    const refused = { status: 409, body: { code: 'correction.own-to-do' } }
    expect(await ask(staff().wardOfficial, personId)).toMatchObject(refused)
    const doseId = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, doseId)
    const aboutDose = { subject: 'dose-not-given', doseId }
    expect(await ask(staff().cityCentre, personId, aboutDose)).toMatchObject(refused)
    expect(await asked(staff().wardOfficial, personId, aboutDose)).toMatchObject({ owner: 'centre' })
    expect(await asked(staff().cityCentre, personId)).toMatchObject({ owner: 'ward' })
  })

  test('a dose is named, and is the person’s own', async () => {
    const [personId, other] = [await ground.world.addPerson(), await ground.world.addPerson()]
    const doseId = randomUUID()
    await ground.put(ground.doseBody(other), undefined, doseId)
    const refused = { status: 422, body: { code: 'correction.dose-unknown' } }
    expect(await ask(staff().wardOfficial, personId, { subject: 'dose-details' })).toMatchObject(refused)
    expect(await ask(staff().wardOfficial, personId, { subject: 'dose-details', doseId })).toMatchObject(
      refused,
    )
    expect(await ask(staff().vaccinator, personId, { subject: 'dose-missing', doseId })).toMatchObject(
      refused,
    )
  })

  test('what was said lies sealed in the database', async () => {
    const personId = await ground.world.addPerson()
    const { id } = await asked(staff().vaccinator, personId)
    const [row] = await ground.rows<{ said: Buffer }>('SELECT said FROM correction_request WHERE id = $1', [
      id,
    ])
    expect(row!.said.includes('Bửu')).toBe(false)
    const reason = 'Bửu Lộc đã có căn cước'
    const request = await read(staff().wardOfficial, id)
    const stepId = randomUUID()
    const refusal = { id: stepId, act: 'refuse', reason }
    expect((await act(staff().wardOfficial, request, refusal)).body).toMatchObject({ steps: [{ reason }] })
    expect((await act(staff().wardOfficial, request, refusal)).status).toBe(200)
    expect(await act(staff().wardOfficial, request, { ...refusal, reason: 'Lý do khác' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    const [step] = await ground.rows<{ reason: Buffer }>('SELECT reason FROM correction_step WHERE id = $1', [
      stepId,
    ])
    expect(step!.reason.includes('Bửu')).toBe(false)
  })
})

describe('answering', () => {
  test('taken, edited by its own use case, done with that edit; only then', async () => {
    const personId = await ground.world.addPerson()
    const request = await asked(staff().dataEntry, personId)
    const ward = staff().wardOfficial
    expect(await act(staff().dataEntry, request, { act: 'take' })).toMatchObject({ status: 403 })
    const taken = (await act(ward, request, { act: 'take' })).body as unknown as View
    expect(taken).toMatchObject({ state: 'taken', version: 2, takenByName: expect.any(String) })
    expect(await act(ward, request, { act: 'take' })).toMatchObject({ body: { code: 'request.stale' } })
    const unknown = { status: 422, body: { code: 'correction.outcome-unknown' } }
    expect(await act(ward, taken, { act: 'done' })).toMatchObject(unknown)
    const invented = { kind: 'person-event', id: randomUUID() }
    expect(await act(ward, taken, { act: 'done', outcome: invented })).toMatchObject(unknown)

    const edit = { fullName: 'Bửu Lộc Thử', reason: 'Theo căn cước' }
    const version = (await ground.as(ward, 'GET', `/v1/people/${personId}`)).body['version'] as number
    const edited = await ground.as(ward, 'PATCH', `/v1/people/${personId}`, edit, {
      'if-match': `"${version}"`,
    })
    expect(edited.status).toBe(200)
    const { changes } = await read(ward, request.id)
    expect(changes).toMatchObject([{ kind: 'person-event', what: 'corrected' }])
    const outcome = { kind: changes[0]!.kind, id: changes[0]!.id }
    const body = { id: randomUUID(), act: 'done', outcome }
    expect(await act(ward, taken, body)).toMatchObject({ status: 200, body: { state: 'done' } })
    expect(await act(ward, taken, body)).toMatchObject({ status: 200, body: { state: 'done' } })
    const done = await read(staff().dataEntry, request.id)
    expect(done.steps).toMatchObject([{ act: 'take' }, { act: 'done', outcome: { what: 'corrected' } }])
    expect(await act(ward, done, { act: 'refuse', reason: 'Thôi' })).toMatchObject({
      status: 409,
      body: { code: 'correction.act-closed' },
    })
  })

  test('two who go on from one state at once: one of them does', async () => {
    const personId = await ground.world.addPerson()
    const request = await asked(staff().vaccinator, personId)
    const answers = await Promise.all(
      [staff().wardOfficial, staff().cityCentre].map((who) => act(who, request, { act: 'take' })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
  })

  test('handed over it is the other office’s; refused it needs a reason', async () => {
    const personId = await ground.world.addPerson()
    const request = await asked(staff().vaccinator, personId, { subject: 'dose-missing' })
    const ward = staff().wardOfficial
    expect(await act(ward, request, { act: 'hand-over' })).toMatchObject({
      status: 422,
      body: { code: 'correction.reason-needed' },
    })
    const handed = (await act(ward, request, { act: 'hand-over', reason: 'Tiêm ở tỉnh khác' }))
      .body as unknown as View
    expect(handed).toMatchObject({ owner: 'centre', state: 'open', mayAnswer: false })
    expect(await act(ward, handed, { act: 'take' })).toMatchObject({
      status: 403,
      body: { code: 'correction.other-office' },
    })
    const refused = await act(staff().cityCentre, handed, { act: 'refuse', reason: 'Không có giấy' })
    expect(refused.body).toMatchObject({ state: 'refused', owner: 'centre' })
  })

  test('a dose that was not given is taken back by the centre, and the void is the outcome', async () => {
    const personId = await ground.world.addPerson()
    const doseId = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, doseId)
    const request = await asked(staff().wardOfficial, personId, { subject: 'dose-not-given', doseId })
    const amend = (who: TestAccount, body: object) =>
      ground.as(who, 'POST', `/v1/doses/${doseId}/changes`, { reason: 'Đối chiếu phiếu', ...body })
    const id = randomUUID()
    expect((await amend(staff().wardOfficial, { id, act: 'void' })).status).toBe(403)
    expect(await amend(staff().cityCentre, { id, act: 'void' })).toMatchObject({ body: { step: null } })
    expect((await amend(staff().cityCentre, { id, act: 'void' })).status).toBe(200)
    expect((await ground.standings(personId))[0]).toMatchObject({ rank: null })
    const { changes } = await read(staff().cityCentre, request.id)
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'dose-change', id, what: 'void' }))
    const outcome = { kind: 'dose-change', id }
    const done = await act(staff().cityCentre, request, { act: 'done', outcome })
    expect(done.body).toMatchObject({ state: 'done', steps: [{ outcome: { id } }] })
  })

  test('a dose of somebody else goes to them, with another day and step', async () => {
    const [personId, other] = [await ground.world.addPerson(), await ground.world.addPerson()]
    const doseId = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, doseId)
    const fields = { personId: other, givenOn: '2021-10-16' }
    const url = `/v1/doses/${doseId}/changes`
    const body = { id: randomUUID(), act: 'correct', reason: 'Nhầm hai người trùng tên' }
    const empty = await ground.as(staff().cityCentre, 'POST', url, body)
    expect(empty).toMatchObject({ status: 422, body: { code: 'dose.nothing-to-correct' } })
    const ahead = await ground.as(staff().cityCentre, 'POST', url, {
      ...body,
      fields: { givenOn: '2021-10-18' },
    })
    expect(ahead).toMatchObject({ status: 422 })
    const moved = await ground.as(staff().cityCentre, 'POST', url, { ...body, fields })
    expect(moved).toMatchObject({ status: 200, body: { step: 'primary-1' } })
    expect(await ground.standings(personId)).toEqual([])
    expect(await ground.standings(other)).toMatchObject([{ id: doseId, rank: 0 }])
  })
})

describe('the list', () => {
  test('chooses by state and owner exactly as the rule says', async () => {
    const stories: CorrectionAct[][] = [
      [],
      ['take'],
      ['take', 'give-back'],
      ['hand-over'],
      ['take', 'hand-over', 'take'],
      ['hand-over', 'hand-over'],
      ['hand-over', 'refuse'],
    ]
    const wanted: { id: string; state: string; owner: string }[] = []
    for (const subject of correctionSubjects.filter((one) => !namesDose(one)).slice(0, 3))
      for (const acts of stories) {
        const personId = await ground.world.addPerson()
        let request = await asked(staff().vaccinator, personId, { subject })
        for (const each of acts)
          request = (await act(staff().cityCentre, request, { act: each, reason: 'Vì thử' }))
            .body as unknown as View
        wanted.push({ id: request.id, ...standingOf(subject, acts) })
      }
    for (const state of ['open', 'taken', 'done', 'refused'])
      for (const owner of ['ward', 'centre']) {
        const found = await list(staff().cityCentre, { state, owner, limit: '200' })
        expect(found.every((row) => row.state === state && row.owner === owner)).toBe(true)
        for (const row of wanted)
          expect(found.some(({ id }) => id === row.id)).toBe(row.state === state && row.owner === owner)
      }
  })

  test('overdue are those whose two working days are past, and they are counted', async () => {
    const personId = await ground.world.addPerson()
    const { id, dueOn } = await asked(staff().vaccinator, personId)
    // Asked on a Sunday: Monday and Tuesday are its days.
    expect(dueOn).toBe('2021-10-19')
    const other = await ground.world.addPerson()
    const old = randomUUID()
    await ground.admin.query(
      `INSERT INTO correction_request (id, person_id, subject, said, voice, asked_at, asked_by)
       SELECT $1, $2, subject, said, voice, '2021-10-12T03:00:00Z', asked_by FROM correction_request WHERE id = $3`,
      [old, other, id],
    )
    const before = await ground.as(staff().wardOfficial, 'GET', '/v1/corrections/counts')
    const overdue = await list(staff().wardOfficial, { overdue: 'true' })
    expect(overdue).toMatchObject([{ id: old, isOverdue: true, ageDays: 5, dueOn: '2021-10-14' }])
    expect(before.body['overdue']).toBe(1)
    const own = await list(staff().cityCentre, { personId: other })
    expect(own.map((row) => row.id)).toEqual([old])
    await act(staff().wardOfficial, overdue[0]!, { act: 'refuse', reason: 'Không đúng' })
    expect(await list(staff().wardOfficial, { overdue: 'true' })).toEqual([])
    const after = await ground.as(staff().wardOfficial, 'GET', '/v1/corrections/counts')
    expect(after.body['overdue']).toBe(0)
    expect(after.body['open']).toBe((before.body['open'] as number) - 1)
  })

  test('follows the person: moved to another ward, the other ward answers', async () => {
    const personId = await ground.world.addPerson()
    const { id } = await asked(staff().vaccinator, personId)
    await ground.admin.query('UPDATE person SET ward_id = $2 WHERE id = $1', [
      personId,
      ground.world.places.wardB,
    ])
    expect((await list(staff().wardOfficialB, { personId })).map((row) => row.id)).toEqual([id])
    expect(await list(staff().wardOfficial, { personId })).toEqual([])
  })

  test('merged into a record of another ward it is that ward’s; the old one reads on; the merge undone, it is back', async () => {
    const [absorbedId, keptId] = [
      await ground.world.addPerson(),
      await ground.world.addPerson({ ward: 'B', session: null }),
    ]
    const { id } = await asked(staff().vaccinator, absorbedId)
    const merge = { id: randomUUID(), absorbedId, keptId, reason: 'Cùng một người' }
    expect((await ground.as(staff().cityCentre, 'POST', '/v1/merges', merge)).status).toBeLessThan(300)
    const { wardOfficial, wardOfficialB, cityCentre } = staff()
    const open = async (who: TestAccount) =>
      (await ground.as(who, 'GET', '/v1/corrections/counts')).body['open'] as number
    const [openHere, openThere] = [await open(wardOfficial), await open(wardOfficialB)]
    for (const owner of [wardOfficialB, cityCentre]) {
      const [request] = await list(owner, { personId: keptId })
      expect(request).toMatchObject({ id, owner: 'ward', isElsewhere: false, person: { id: keptId } })
      expect(await read(owner, id)).toMatchObject({ mayAnswer: true, wrong: 'Tên ghi sai' })
    }
    const [left] = await list(wardOfficial, { personId: absorbedId })
    expect(left).toMatchObject({ id, isElsewhere: true, person: { id: absorbedId } })
    expect(await act(wardOfficial, left!, { act: 'take' })).toMatchObject({
      body: { code: 'correction.other-office' },
    })
    expect((await list(wardOfficialB, { personId: absorbedId })).map((row) => row.id)).toEqual([id])
    const taken = (await act(wardOfficialB, left!, { act: 'take' })).body as unknown as View
    expect(taken).toMatchObject({ state: 'taken' })
    expect(await read(wardOfficial, id)).toMatchObject({ state: 'taken', mayAnswer: false })

    const undo = { id: randomUUID(), reason: 'Không phải một người' }
    expect((await ground.as(cityCentre, 'POST', `/v1/merges/${merge.id}/undo`, undo)).status).toBeLessThan(
      300,
    )
    expect(await list(wardOfficialB, { personId: keptId })).toEqual([])
    expect([await open(wardOfficial), await open(wardOfficialB)]).toEqual([openHere + 1, openThere - 1])
    const [back] = await list(wardOfficial, { personId: absorbedId })
    expect(back).toMatchObject({ id, isElsewhere: false })
    expect((await act(wardOfficial, back!, { act: 'refuse', reason: 'Tên đúng' })).status).toBe(200)
  })

  test('asked while the record is being merged, it stands with whoever is kept', async () => {
    const [absorbedId, keptId] = [
      await ground.world.addPerson(),
      await ground.world.addPerson({ ward: 'B', session: null }),
    ]
    const merge = { id: randomUUID(), absorbedId, keptId, reason: 'Cùng một người' }
    const [answer, merged] = await Promise.all([
      ask(staff().vaccinator, absorbedId),
      ground.as(staff().cityCentre, 'POST', '/v1/merges', merge),
    ])
    expect([answer.status, merged.status]).toEqual([201, 200])
    expect(await list(staff().wardOfficialB, { personId: keptId })).toMatchObject([{ id: answer.body['id'] }])
  })
})
