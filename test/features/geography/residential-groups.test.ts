import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { countAudit, look } from '../../support/look.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

const centre = () => ground.world.accounts.cityCentre
const newGroup = (fields: Record<string, unknown> = {}) => ({
  parentId: ground.world.places.wardA,
  code: '02',
  name: 'Tổ dân phố 2',
  validFrom: '2021-10-01',
  ...fields,
})
const create = (fields: Record<string, unknown> = {}) =>
  ground.as(centre(), 'POST', '/v1/residential-groups', newGroup(fields))
const edit = (id: string, body: unknown, etag?: string) =>
  ground.as(
    centre(),
    'PATCH',
    `/v1/residential-groups/${id}`,
    body,
    etag === undefined ? {} : { 'if-match': etag },
  )
const move = (id: string, body: unknown, etag = '"1"') =>
  ground.as(centre(), 'POST', `/v1/residential-groups/${id}/move`, body, { 'if-match': etag })

describe('a new residential group', () => {
  test('lies in its ward and in everything above, and leaves one audit row', async () => {
    const before = await countAudit(ground.database, 'createResidentialGroup')
    const made = await create({ tags: ['border'], population: 640 })
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'group', code: '02', tags: ['border'], population: 640, version: 1 },
    })
    expect(made.headers.etag).toBe('"1"')
    for (const ancestor of ['wardA', 'city', 'province'] as const) {
      const within = await ground.as(
        centre(),
        'GET',
        `/v1/places?kind=group&within=${ground.world.places[ancestor]}`,
      )
      expect((within.body['items'] as { id: string }[]).map((place) => place.id)).toContain(made.body['id'])
    }
    expect(await countAudit(ground.database, 'createResidentialGroup')).toBe(before + 1)
  })

  test('sent again is refused by its code and stored once', async () => {
    expect((await create({ code: '77' })).status).toBe(201)
    const before = await countAudit(ground.database, 'createResidentialGroup')
    expect(await create({ code: '77' })).toMatchObject({
      status: 409,
      body: { code: 'place.code-taken', facts: { code: '77' } },
    })
    expect(await countAudit(ground.database, 'createResidentialGroup')).toBe(before)
    expect((await create({ code: '77', parentId: ground.world.places.wardB })).status).toBe(201)
  })

  test('needs a ward of that day, the right, and a place within reach', async () => {
    const { city, wardC } = ground.world.places
    expect(await create({ parentId: city })).toMatchObject({
      status: 422,
      body: { code: 'place.wrong-kind' },
    })
    expect(await create({ validFrom: '2020-01-01' })).toMatchObject({
      status: 422,
      body: { code: 'place.unknown' },
    })
    const { dataEntry, wardOfficial } = ground.world.accounts
    const asked = (account: typeof dataEntry, change = {}) =>
      ground.as(account, 'POST', '/v1/residential-groups', newGroup(change))
    expect(await asked(dataEntry)).toMatchObject({ status: 403 })
    expect(await asked(wardOfficial, { code: '78' })).toMatchObject({ status: 201 })
    const { wardB } = ground.world.places
    expect(await asked(wardOfficial, { parentId: wardB })).toMatchObject({ status: 404 })
    const ofCity = await ground.world.addAccount('city-centre', { placeId: city })
    const outside = await ground.as(ofCity, 'POST', '/v1/residential-groups', newGroup({ parentId: wardC }))
    expect(outside).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })

  test('a village may lie straight in a district', async () => {
    const made = await create({
      kind: 'village',
      parentId: ground.world.places.otherCity,
      code: 'b1',
      name: 'Bản Thử',
      zone: 3,
    })
    expect(made).toMatchObject({ status: 201, body: { kind: 'village', zone: 3 } })
  })
})

describe('an edit', () => {
  test('needs the version that was read', async () => {
    const { body } = await create({ code: '30' })
    const id = String(body['id'])
    expect(await edit(id, { tags: [] })).toMatchObject({
      status: 428,
      body: { code: 'request.if-match-required' },
    })
    expect(await edit(id, { tags: ['highland'] }, '"1"')).toMatchObject({
      status: 200,
      body: { version: 2, tags: ['highland'] },
    })
    expect(await edit(id, { tags: [] }, '"1"')).toMatchObject({
      status: 412,
      body: { code: 'request.stale' },
    })
    expect(await countAudit(ground.database, 'updateResidentialGroup')).toBe(1)
  })

  test('a new name holds from its day and the old one stays readable before it', async () => {
    const { body } = await create({ code: '31', name: 'Tổ dân phố 31' })
    const id = String(body['id'])
    const renamed = await edit(id, { name: 'Tổ Bãi Dâu', code: '31a', on: '2021-10-10' }, '"1"')
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Tổ Bãi Dâu', code: '31a' } })
    const then = await ground.as(centre(), 'GET', `/v1/places/${id}?on=2021-10-09`)
    expect(then.body).toMatchObject({
      name: 'Tổ dân phố 31',
      changes: [{ part: 'rename', on: '2021-10-10', fromName: 'Tổ dân phố 31', toName: 'Tổ Bãi Dâu' }],
    })
    expect((then.body['names'] as unknown[]).length).toBe(2)
    // Again, because the answer was lost; another day or name is another edit.
    const same = { name: 'Tổ Bãi Dâu', code: '31a', on: '2021-10-10' }
    expect(await edit(id, same, '"1"')).toMatchObject({
      status: 200,
      body: { version: 2, name: 'Tổ Bãi Dâu' },
    })
    for (const other of [
      { ...same, on: '2021-10-12' },
      { ...same, name: 'Tổ khác' },
    ])
      expect(await edit(id, other, '"1"')).toMatchObject({ status: 412, body: { code: 'request.stale' } })
    expect(await edit(id, { name: 'Quá sớm', on: '2021-10-09' }, '"2"')).toMatchObject({
      status: 422,
      body: { code: 'place.change-too-early' },
    })
    expect(await edit(id, { name: 'Tổ Bãi Dâu 2', on: '2021-10-10' }, '"2"')).toMatchObject({
      status: 200,
      body: { name: 'Tổ Bãi Dâu 2' },
    })
  })

  test('a code in use and a ward are refused', async () => {
    const { body } = await create({ code: '32' })
    expect(await edit(String(body['id']), { code: '01' }, '"1"')).toMatchObject({
      status: 409,
      body: { code: 'place.code-taken' },
    })
    expect(await edit(ground.world.places.wardA, { name: 'Phường khác' }, '"1"')).toMatchObject({
      status: 422,
      body: { code: 'place.wrong-kind' },
    })
  })
})

describe('a move to another ward', () => {
  test('ends the old row the day before, links the two, and takes collaborators along', async () => {
    const { wardB } = ground.world.places
    const { body } = await create({ code: '40', name: 'Tổ dân phố 40' })
    const id = String(body['id'])
    const post = await ground.as(centre(), 'POST', `/v1/residential-groups/${id}/collaborators`, {
      fullName: 'Lê Thị Thử',
      validFrom: '2021-10-01',
    })
    expect(post.status).toBe(201)
    const moved = await move(id, { parentId: wardB, on: '2021-11-01', code: '12' })
    expect(moved).toMatchObject({
      status: 201,
      body: { parentId: wardB, code: '12', validFrom: '2021-11-01' },
    })
    const newId = String(moved.body['id'])
    const old = await ground.as(centre(), 'GET', `/v1/places/${id}?on=2021-11-01`)
    expect(old.body).toMatchObject({
      validTo: '2021-10-31',
      changes: [{ fromId: id, toId: newId, part: 'whole', on: '2021-11-01' }],
      successor: { placeId: newId, stoppedBy: null },
    })
    const inWard = async (ward: string, day: string) =>
      (
        (await ground.as(centre(), 'GET', `/v1/places?kind=group&within=${ward}&on=${day}`)).body[
          'items'
        ] as { id: string }[]
      ).map((place) => place.id)
    expect(await inWard(ground.world.places.wardA, '2021-10-31')).toContain(id)
    expect(await inWard(ground.world.places.wardA, '2021-11-01')).not.toContain(id)
    expect(await inWard(wardB, '2021-11-01')).toContain(newId)
    const collaborators = await ground.as(
      ground.world.accounts.wardOfficialB,
      'GET',
      `/v1/residential-groups/${newId}/collaborators`,
    )
    // The reach of a ward is read anew on each request, so the group is within it at once.
    expect(collaborators.body['items']).toMatchObject([
      { fullName: 'Lê Thị Thử', validFrom: '2021-11-01', validTo: null },
    ])
    expect(await countAudit(ground.database, 'moveResidentialGroup')).toBe(1)
    const again = await move(id, { parentId: wardB, on: '2021-11-01' })
    expect(again).toMatchObject({ status: 412, body: { code: 'request.stale' } })
    expect(await move(id, { parentId: wardB, on: '2021-12-01' }, '"2"')).toMatchObject({
      status: 409,
      body: { code: 'place.ended' },
    })
  })

  test('on the first day of the group, or onto a code in use, is refused and changes nothing', async () => {
    const { wardB } = ground.world.places
    const { body } = await create({ code: '41' })
    const id = String(body['id'])
    expect(await move(id, { parentId: wardB, on: '2021-10-01' })).toMatchObject({
      status: 422,
      body: { code: 'place.change-too-early' },
    })
    expect(await move(id, { parentId: wardB, on: '2021-11-01', code: '12' })).toMatchObject({
      status: 409,
      body: { code: 'place.code-taken' },
    })
    const rows = await look(ground.database, 'SELECT valid_to, version FROM place WHERE id = $1', [id])
    expect(rows).toEqual([{ valid_to: null, version: 1 }])
  })

  test('takes its health centres with it: of now, of the very day, and those to come', async () => {
    const { wardA, wardB, wardC } = ground.world.places
    const id = String((await create({ code: '42' })).body['id'])
    await look(
      ground.database,
      `INSERT INTO catchment_village (centre_id, village_id, valid_from, valid_to)
       VALUES ($1, $4, '2021-10-01', '2021-11-30'), ($2, $4, '2021-11-01', '2021-11-30'), ($3, $4, '2021-12-01', NULL)`,
      [wardA, wardB, wardC, id],
    )
    const moved = await move(id, { parentId: wardB, on: '2021-11-01' })
    const newId = String(moved.body['id'])
    const served = await look(
      ground.database,
      `SELECT centre_id AS centre, village_id AS village, valid_from::text AS "from", valid_to::text AS "to"
       FROM catchment_village WHERE village_id IN ($1, $2) ORDER BY valid_from, valid_to`,
      [id, newId],
    )
    expect(served).toHaveLength(4)
    expect(served).toEqual(
      expect.arrayContaining([
        { centre: wardA, village: id, from: '2021-10-01', to: '2021-10-31' },
        { centre: wardA, village: newId, from: '2021-11-01', to: '2021-11-30' },
        { centre: wardB, village: newId, from: '2021-11-01', to: '2021-11-30' },
        { centre: wardC, village: newId, from: '2021-12-01', to: null },
      ]),
    )
  })
})

describe('the end of a group', () => {
  test('ends the posts that hold; one announced for later is left as it was', async () => {
    const { body } = await create({ code: '45', name: 'Tổ dân phố 45' })
    const id = String(body['id'])
    const url = `/v1/residential-groups/${id}`
    for (const [fullName, validFrom] of [
      ['Lê Thị Đang Làm', '2021-10-01'],
      ['Lê Văn Sắp Làm', '2021-12-01'],
    ])
      expect(
        (await ground.as(centre(), 'POST', `${url}/collaborators`, { fullName, validFrom })).status,
      ).toBe(201)
    const ended = await ground.as(centre(), 'POST', `${url}/end`, { on: '2021-11-01' }, { 'if-match': '"1"' })
    expect(ended.status).toBe(200)
    const posts = await look(
      ground.database,
      'SELECT full_name AS name, valid_to::text AS "validTo" FROM collaborator_post WHERE group_id = $1 ORDER BY valid_from',
      [id],
    )
    expect(posts).toEqual([
      { name: 'Lê Thị Đang Làm', validTo: '2021-10-31' },
      { name: 'Lê Văn Sắp Làm', validTo: null },
    ])
  })
})

describe('collaborators', () => {
  test('are given and ended once each', async () => {
    const { groupA } = ground.world.places
    const url = `/v1/residential-groups/${groupA}/collaborators`
    const body = { fullName: 'Trần Thị Thử', validFrom: '2021-10-01' }
    const made = await ground.as(centre(), 'POST', url, body)
    expect(made).toMatchObject({ status: 201, body: { groupId: groupA, validTo: null } })
    expect(await ground.as(centre(), 'POST', url, body)).toMatchObject({
      status: 409,
      body: { code: 'collaborator.already' },
    })
    const end = (validTo: string) =>
      ground.as(centre(), 'POST', `${url}/${String(made.body['id'])}/end`, { validTo })
    expect(await end('2021-09-30')).toMatchObject({
      status: 422,
      body: { code: 'collaborator.ends-before-start' },
    })
    expect(await end('2021-12-31')).toMatchObject({ status: 200, body: { validTo: '2021-12-31' } })
    expect((await end('2021-12-31')).status).toBe(200)
    expect(await countAudit(ground.database, 'endCollaboratorPost')).toBe(1)
    const mine = await ground.as(ground.world.accounts.wardOfficial, 'GET', url)
    expect(mine.body['items']).toMatchObject([{ fullName: 'Trần Thị Thử' }])
    expect(await ground.as(ground.world.accounts.wardOfficialB, 'GET', url)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    })
    expect(await ground.as(ground.world.accounts.scanner, 'GET', url)).toMatchObject({ status: 403 })
  })
})
