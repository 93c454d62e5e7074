import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkRebuild } from '#features/doses/rebuild.ts'
import type { TestAccount } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from '../doses/ground.ts'
import { actDuring } from '../../support/race.ts'

let ground: DoseGround
let centre: TestAccount
beforeAll(async () => {
  ground = await createDoseGround()
  centre = ground.world.accounts.cityCentre
})
afterAll(() => ground.close())

type Home = { wardId: string; wardName: string; groupId: string | null; groupName: string }
type Preview = {
  ground: string
  people: number
  moves: { from: Home; to: Home; people: number; losesGroup: boolean }[]
  left: { from: Home; reason: string; people: number }[]
}
const path = '/v1/place-following'
const preview = async () => (await ground.as(centre, 'GET', path)).body as unknown as Preview
const follow = (named: string, account = centre) =>
  ground.as(account, 'POST', path, { ground: named, reason: 'Sắp xếp lại tổ dân phố' })
const homeOf = async (id: string) =>
  (
    await ground.rows<Home & { version: number }>(
      'SELECT ward_id AS "wardId", group_id AS "groupId", version FROM person WHERE id = $1',
      [id],
    )
  )[0]!
const act = async (groupId: string, what: 'move' | 'join' | 'end', body: Record<string, unknown>) => {
  const [place] = await ground.rows<{ version: number }>('SELECT version FROM place WHERE id = $1', [groupId])
  const answer = await ground.as(centre, 'POST', `/v1/residential-groups/${groupId}/${what}`, body, {
    'if-match': `"${place!.version}"`,
  })
  expect(answer.status).toBeLessThan(300)
  return String(answer.body['id'])
}
const addGroup = async (code: string, parentId = ground.world.places.wardA) =>
  String(
    (
      await ground.as(centre, 'POST', '/v1/residential-groups', {
        parentId,
        code,
        name: `Tổ dân phố ${code}`,
        validFrom: '2021-09-01',
      })
    ).body['id'],
  )
async function residentOf(groupId: string, name: string): Promise<string> {
  const id = await ground.world.addPerson({ name, session: null })
  await ground.rows('UPDATE person SET group_id = $2 WHERE id = $1', [id, groupId])
  return id
}

describe('people follow their places', () => {
  test('a group under another ward: previewed, followed, told on each card, audited, taken back by the next change', async () => {
    const { wardA, wardB } = ground.world.places
    const moved = await addGroup('41')
    const person = await residentOf(moved, 'Hồ Thị Theo Tổ')
    const merged = await residentOf(moved, 'Hồ Thị Theo Gộp')
    await ground.rows('UPDATE person SET canonical_id = $2 WHERE id = $1', [merged, person])
    const neighbour = await ground.world.addPerson({ name: 'Hồ Văn Ở Lại', session: null })
    expect(await preview()).toMatchObject({ people: 0, moves: [], left: [] })

    const arrived = await act(moved, 'move', { parentId: wardB, on: '2021-10-17', code: '91' })
    const seen = await preview()
    expect(seen).toMatchObject({
      people: 1,
      moves: [
        {
          from: { wardId: wardA, wardName: 'Phường Thuận Thử', groupId: moved, groupName: 'Tổ dân phố 41' },
          to: { wardId: wardB, groupId: arrived, groupName: 'Tổ dân phố 41' },
          people: 1,
          losesGroup: false,
        },
      ],
      left: [],
    })
    // Looking changes nothing.
    expect(await homeOf(person)).toMatchObject({ wardId: wardA, groupId: moved })
    expect(await follow(seen.ground)).toMatchObject({ status: 200, body: { people: 1, residences: 1 } })
    for (const id of [person, merged])
      expect(await homeOf(id)).toEqual({ wardId: wardB, groupId: arrived, version: 2 })
    expect(await homeOf(neighbour)).toMatchObject({ wardId: wardA, version: 1 })
    expect(
      await ground.rows(
        'SELECT kind, before, after, happened_on::text AS "on", reason FROM person_event WHERE person_id = $1',
        [person],
      ),
    ).toEqual([
      {
        kind: 'place-changed',
        before: { wardId: wardA, groupId: moved },
        after: { wardId: wardB, groupId: arrived },
        on: '2021-10-17',
        reason: 'Sắp xếp lại tổ dân phố',
      },
    ])
    const { wardOfficial, wardOfficialB } = ground.world.accounts
    expect((await ground.as(wardOfficialB, 'GET', `/v1/people/${person}`)).status).toBe(200)
    expect((await ground.as(wardOfficial, 'GET', `/v1/people/${person}`)).status).toBe(404)
    expect(await preview()).toMatchObject({ people: 0, moves: [] })
    await ground.deps.rejudging.runAll()
    expect(await checkRebuild(ground.database.writer)).toEqual([])
    const [audit] = await ground.rows<{ detail: string }>(
      `SELECT detail FROM audit_entry WHERE action = 'followPlaces'`,
    )
    expect(JSON.parse(audit!.detail)).toMatchObject({ people: 1, residences: 1, left: 0 })

    // Taken back by the next change of the place, under a third id.
    ground.setNow('2021-10-18T01:00:00Z')
    const back = await act(arrived, 'move', { parentId: wardA, on: '2021-10-18', code: '42' })
    expect((await follow((await preview()).ground)).status).toBe(200)
    expect(await homeOf(person)).toMatchObject({ wardId: wardA, groupId: back })
  })

  test('two groups joined, one ended: into the new one, and on in the ward without a group', async () => {
    ground.setNow('2021-10-18T01:00:00Z')
    const { wardA, wardB } = ground.world.places
    const [first, second, gone] = [await addGroup('51'), await addGroup('52', wardB), await addGroup('53')]
    const joined = await residentOf(first, 'Hồ Văn Nhập')
    const ended = await residentOf(gone, 'Hồ Văn Giải Thể')
    const heir = await act(first, 'join', { withId: second, on: '2021-10-18', name: 'Tổ dân phố Chung' })
    await act(gone, 'end', { on: '2021-10-18' })
    const seen = await preview()
    expect(
      seen.moves.map(({ from, to, losesGroup }) => [from.groupId, to.wardId, to.groupId, losesGroup]),
    ).toEqual(
      expect.arrayContaining([
        [first, wardB, heir, false],
        [gone, wardA, null, true],
      ]),
    )
    expect((await follow(seen.ground)).status).toBe(200)
    expect(await homeOf(joined)).toMatchObject({ wardId: wardB, groupId: heir })
    expect(await homeOf(ended)).toMatchObject({ wardId: wardA, groupId: null })
  })

  test('who was shown something else confirms nothing; a divided group is left, with its count', async () => {
    ground.setNow('2021-10-18T01:00:00Z')
    const { wardA, wardB } = ground.world.places
    const divided = await addGroup('61')
    const person = await residentOf(divided, 'Hồ Văn Chia')
    const parts = [await addGroup('62'), await addGroup('63', wardB)]
    await ground.rows(`UPDATE place SET valid_to = '2021-10-17' WHERE id = $1`, [divided])
    for (const part of parts)
      await ground.rows(
        `INSERT INTO place_change (from_id, to_id, part, on_day) VALUES ($1, $2, 'partial', '2021-10-18')`,
        [divided, part],
      )
    const seen = await preview()
    expect(seen.left).toMatchObject([{ from: { groupId: divided }, reason: 'partial', people: 1 }])
    await residentOf(divided, 'Hồ Văn Thêm')
    expect(await follow(seen.ground)).toMatchObject({ status: 409, body: { code: 'following.stale' } })
    expect((await follow((await preview()).ground)).status).toBe(200)
    expect(await homeOf(person)).toMatchObject({ wardId: wardA, groupId: divided, version: 1 })
  })

  test('whoever comes to live there at this very moment follows the next time, with a row of their own', async () => {
    ground.setNow('2021-10-18T01:00:00Z')
    const { wardA } = ground.world.places
    const gone = await addGroup('81')
    const first = await residentOf(gone, 'Hồ Thị Có Trước')
    const late = await ground.world.addPerson({ name: 'Hồ Văn Đến Sau', session: null })
    await act(gone, 'end', { on: '2021-10-18' })
    const seen = await preview()
    const followed = await actDuring(
      ground.database,
      [
        ['SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE', [first]],
        ['UPDATE person SET group_id = $2 WHERE id = $1', [late, gone]],
      ],
      () => follow(seen.ground),
    )
    expect(followed.status).toBe(200)
    expect(await homeOf(first)).toMatchObject({ wardId: wardA, groupId: null })
    expect(await homeOf(late)).toMatchObject({ wardId: wardA, groupId: gone })
    expect((await follow((await preview()).ground)).status).toBe(200)
    expect(await homeOf(late)).toMatchObject({ wardId: wardA, groupId: null })
    for (const id of [first, late])
      expect(await ground.rows('SELECT kind FROM person_event WHERE person_id = $1', [id])).toEqual([
        { kind: 'place-changed' },
      ])
  })

  test('a ward lets its own people follow and sees no others; who keeps the places alone sees nobody', async () => {
    ground.setNow('2021-10-18T01:00:00Z')
    const { wardA, wardB } = ground.world.places
    const { admin, wardOfficial } = ground.world.accounts
    expect((await ground.as(admin, 'GET', path)).status).toBe(403)
    expect((await follow('0'.repeat(64), admin)).status).toBe(403)

    const [own, elsewhere] = [await addGroup('71'), await addGroup('72', wardB)]
    const person = await residentOf(own, 'Hồ Thị Phường Mình')
    const stranger = await residentOf(elsewhere, 'Hồ Thị Phường Khác')
    await ground.rows('UPDATE person SET ward_id = $2 WHERE id = $1', [stranger, wardB])
    for (const id of [own, elsewhere]) await act(id, 'end', { on: '2021-10-18' })
    const seen = (await ground.as(wardOfficial, 'GET', path)).body as unknown as Preview
    expect(seen.moves.map(({ from }) => from.groupId)).toEqual([own])
    expect((await follow(seen.ground, wardOfficial)).status).toBe(200)
    expect(await homeOf(person)).toMatchObject({ wardId: wardA, groupId: null })
    expect(await homeOf(stranger)).toMatchObject({ wardId: wardB, groupId: elsewhere })
    expect((await follow((await preview()).ground)).status).toBe(200)
  })
})

describe('the groups of a ward', () => {
  test('are shown with who lives there and who looks after them, also those announced', async () => {
    ground.setNow('2021-10-18T01:00:00Z')
    const { wardOfficial } = ground.world.accounts
    const { wardA, wardB } = ground.world.places
    const group = await addGroup('9')
    await residentOf(group, 'Hồ Thị Trong Tổ')
    const dead = await residentOf(group, 'Hồ Văn Đã Mất')
    await ground.rows(`UPDATE person SET living = 'dead' WHERE id = $1`, [dead])
    const post = { fullName: 'Lê Thị Cộng Tác', validFrom: '2021-10-01' }
    expect(
      (await ground.as(wardOfficial, 'POST', `/v1/residential-groups/${group}/collaborators`, post)).status,
    ).toBe(201)
    const later = { parentId: wardA, code: '10', name: 'Tổ dân phố 10', validFrom: '2021-11-01' }
    expect((await ground.as(wardOfficial, 'POST', '/v1/residential-groups', later)).status).toBe(201)

    const answer = await ground.as(wardOfficial, 'GET', `/v1/residential-groups?wardId=${wardA}`)
    const items = answer.body['items'] as { code: string; people: number }[]
    expect(items.slice(0, 2)).toMatchObject([
      { id: group, code: '9', people: 1, collaborators: [{ fullName: 'Lê Thị Cộng Tác' }] },
      { code: '01' },
    ])
    expect(items).toContainEqual(expect.objectContaining({ code: '10', people: 0, validFrom: '2021-11-01' }))
    const before = Number(answer.body['peopleWithoutGroup'])
    const alone = await ground.world.addPerson({ name: 'Hồ Thị Không Tổ', session: null })
    await ground.rows('UPDATE person SET group_id = NULL WHERE id = $1', [alone])
    const again = await ground.as(wardOfficial, 'GET', `/v1/residential-groups?wardId=${wardA}`)
    expect(again.body['peopleWithoutGroup']).toBe(before + 1)
    const other = await ground.as(wardOfficial, 'GET', `/v1/residential-groups?wardId=${wardB}`)
    expect(other.status).toBe(404)
  })
})
