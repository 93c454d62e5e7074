import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSealer } from '#db/seal.ts'
import { splitInvitation } from '#domain/invitation.ts'
import {
  invitationTokenId,
  readInvitationToken,
  signInvitation,
  tokenHashOf,
} from '#features/registrants/invitation-token.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { addList, commit, fileOf, look, nextPage, sendFile } from './support.ts'

let ground: TestApp
let ward: TestAccount
let wardB: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
  wardB = ground.world.accounts.wardOfficialB
})
afterAll(() => ground.close())

type Item = { id: string; personId: string; fullName: string; issueNumber: number; revokedAt: string | null }
const itemsOf = async (query: string) =>
  (await ground.as(ward, 'GET', `/v1/invitations?limit=200&${query}`)).body['items'] as Item[]

const issue = (account: TestAccount, to: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  ground.as(account, 'POST', '/v1/invitations', { campaignId: ground.world.campaignId, to, ...more })

describe('the token', () => {
  const sample = () => ({
    personId: '01890a5d-ac96-774b-bcce-b302099a0001',
    campaignId: ground.world.campaignId,
    wardId: ground.world.places.wardA,
    issueNumber: 1,
    validFrom: '2021-10-17',
    validTo: '2021-12-31',
  })

  test('is read by its own authority, and holds nothing of the person', () => {
    const text = signInvitation(ground.deps, sample())
    expect(readInvitationToken(ground.deps, text)).toEqual({
      tokenHash: tokenHashOf(invitationTokenId(ground.deps, sample())),
      campaignId: sample().campaignId,
      wardId: sample().wardId,
      validFrom: '2021-10-17',
      validTo: '2021-12-31',
    })
    const { payload, signed } = splitInvitation(text)!
    expect(Object.keys(payload).toSorted()).toEqual([
      'authorityTag',
      'campaignId',
      'tokenId',
      'validFrom',
      'validTo',
      'wardId',
    ])
    const raw = Buffer.from(signed.slice(4), 'base64url')
    expect(raw.includes(Buffer.from(sample().personId.replaceAll('-', ''), 'hex'))).toBe(false)
    const other = { ...sample(), personId: '01890a5d-ac96-774b-bcce-b302099a0002' }
    expect(invitationTokenId(ground.deps, other)).not.toEqual(invitationTokenId(ground.deps, sample()))
  })

  test('of another city, forged, spent, early or no token at all is refused by name', () => {
    const text = signInvitation(ground.deps, sample())
    const refusal = (read: string, deps = ground.deps) => {
      const answer = readInvitationToken(deps, read)
      return 'refusal' in answer ? answer.refusal : 'read'
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const otherKeys = {
      ...ground.deps,
      sealer: createSealer('x'.repeat(40)),
      config: { ...ground.deps.config, invitationPrivateKey: privateKey },
    }
    const otherCity = {
      ...otherKeys,
      authority: { ...ground.deps.authority, id: '0f000000-0000-4000-8000-000000000009' },
    }
    expect(refusal(signInvitation(otherCity, sample()))).toBe('invitation.foreign')
    expect(refusal(signInvitation(otherKeys, sample()))).toBe('invitation.forged')
    const [head, payload, signature] = text.split('.')
    expect(
      refusal(
        `${head}.${payload!.slice(0, 30)}${payload![30] === 'A' ? 'B' : 'A'}${payload!.slice(31)}.${signature}`,
      ),
    ).toBe('invitation.forged')
    expect(refusal(signInvitation(ground.deps, { ...sample(), validTo: '2021-10-16' }))).toBe(
      'invitation.expired',
    )
    expect(refusal(signInvitation(ground.deps, { ...sample(), validFrom: '2021-10-18' }))).toBe(
      'invitation.not-yet-valid',
    )
    expect(refusal('046091000123|191000000|Ai Đó')).toBe('invitation.unreadable')
  })

  test('is checked with the public key alone, as a phone does it', async () => {
    const answer = await ground.as(ground.world.accounts.scanner, 'GET', '/v1/invitation-key')
    expect(answer.body).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256' })
    expect(answer.body).not.toHaveProperty('d')
    const key = createPublicKey({ key: answer.body, format: 'jwk' })
    const { signed, signature } = splitInvitation(signInvitation(ground.deps, sample()))!
    expect(verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })
})

describe('papers', () => {
  test('are made once for a list; only for people of one’s own ward', async () => {
    const listId = await addList(ground, ward)
    const upload = await sendFile(
      ground,
      ward,
      listId,
      fileOf([
        { name: 'Đinh Văn Mời', born: '1950' },
        { name: 'Đinh Thị Mời', born: '02/03/1960' },
        { name: 'Đinh Văn Xa', born: '02/03/1961', ward: '19750', wardName: 'Tây Thử' },
      ]),
    )
    await commit(ground, ward, upload)
    expect((await issue(ward, { listId })).body).toEqual({ issued: 2, existing: 0, notHere: 1 })
    const [one, two] = await Promise.all([issue(ward, { listId }), issue(ward, { listId })])
    expect([one.body, two.body]).toEqual([
      { issued: 0, existing: 2, notHere: 1 },
      { issued: 0, existing: 2, notHere: 1 },
    ])
    const items = await itemsOf(`listId=${listId}`)
    expect(items.map(({ fullName, issueNumber }) => [fullName, issueNumber])).toEqual([
      ['Đinh Thị Mời', 1],
      ['Đinh Văn Mời', 1],
    ])
    const stored = await look<{ token_hash: Buffer; person_id: string }>(
      ground,
      'SELECT token_hash, person_id FROM invitation WHERE id = $1',
      [items[0]!.id],
    )
    const issued = { personId: items[0]!.personId, campaignId: ground.world.campaignId, issueNumber: 1 }
    expect(stored[0]!.token_hash).toEqual(tokenHashOf(invitationTokenId(ground.deps, issued)))
    expect(await issue(wardB, { listId })).toMatchObject({ status: 404 })
    expect(await issue(ground.world.accounts.scanner, { listId })).toMatchObject({ status: 403 })
  })

  test('are drawn as SVG and PNG; lost ones are replaced and open nothing', async () => {
    const personId = await ground.world.addPerson({ name: 'Quách Văn Mất' })
    await issue(ward, { personIds: [personId] })
    const [paper] = await itemsOf(`personId=${personId}`)
    const url = `/v1/invitations/${paper!.id}`
    const svg = await ground.as(ward, 'GET', `${url}/qr.svg`)
    expect(svg.headers['content-type']).toBe('image/svg+xml')
    expect(svg.raw.body).toMatch(/^<svg [^>]*viewBox="0 0 61 61"/)
    const png = await ground.as(ward, 'GET', `${url}/qr.png`)
    expect(png.raw.rawPayload.subarray(1, 4).toString()).toBe('PNG')
    for (const path of ['qr.svg', 'qr.png'])
      expect((await ground.as(wardB, 'GET', `${url}/${path}`)).status).toBe(404)

    const next = await ground.as(ward, 'POST', `${url}/reissue`, { reason: 'Mất giấy mời' })
    expect(next).toMatchObject({ status: 201, body: { issueNumber: 2, personId, revokedAt: null } })
    expect(await ground.as(ward, 'GET', `${url}/qr.svg`)).toMatchObject({
      status: 409,
      body: { code: 'invitation.revoked' },
    })
    expect(await ground.as(ward, 'POST', `${url}/reissue`, { reason: 'Mất giấy mời' })).toMatchObject({
      status: 409,
    })
    const nextUrl = `/v1/invitations/${String(next.body['id'])}`
    const revoked = await ground.as(ward, 'POST', `${nextUrl}/revoke`, { reason: 'Rút tên' })
    expect(revoked.body).toMatchObject({ revokedAt: NOW.toISOString(), revokedReason: 'Rút tên' })
    expect((await ground.as(ward, 'POST', `${nextUrl}/revoke`, { reason: 'Lần nữa' })).body).toEqual(
      revoked.body,
    )
    expect(await ground.as(wardB, 'POST', `${nextUrl}/revoke`, { reason: 'Rút tên' })).toMatchObject({
      status: 404,
    })
    expect((await issue(ward, { personIds: [personId] })).body).toEqual({
      issued: 1,
      existing: 0,
      notHere: 0,
    })
    expect(new Set((await itemsOf(`personId=${personId}`)).map((item) => item.issueNumber))).toEqual(
      new Set([1, 2, 3]),
    )
  })

  test('of a group make a sheet: name, birth year, time if called, code', async () => {
    const called = await ground.world.addPerson({ name: 'Ưng Thị Gọi', bornOn: '1949-05-06' })
    const waiting = await ground.world.addPerson({ name: 'Ưng Văn Chờ', session: null })
    await look(ground, `UPDATE session_person SET slot_time = '08:30' WHERE person_id = $1`, [called])
    const { groupA } = ground.world.places
    expect((await issue(ward, { groupId: groupA })).body['issued']).toBeGreaterThanOrEqual(2)
    const items: Record<string, unknown>[] = []
    let cursor = ''
    do {
      const page = await ground.as(
        ward,
        'GET',
        `/v1/invitations/sheet?campaignId=${ground.world.campaignId}&groupId=${groupA}&limit=2${cursor}`,
      )
      expect(page.status).toBe(200)
      items.push(...(page.body['items'] as Record<string, unknown>[]))
      cursor = nextPage(page)
    } while (cursor !== '')
    const names = items.map(({ fullName }) => fullName)
    expect(new Set(names).size).toBe(names.length)
    expect(items.find(({ fullName }) => fullName === 'Ưng Thị Gọi')).toMatchObject({
      birthYear: 1949,
      groupName: 'Tổ dân phố 1',
      sessionOn: '2021-10-17',
      slotTime: '08:30',
      siteName: 'Trạm Y tế A',
      qrSvg: expect.stringContaining('<svg') as unknown,
    })
    expect(items.find(({ fullName }) => fullName === 'Ưng Văn Chờ')).toMatchObject({
      sessionOn: null,
      slotTime: null,
    })
    expect(waiting).toBeTruthy()
    const other = await ground.as(
      wardB,
      'GET',
      `/v1/invitations/sheet?campaignId=${ground.world.campaignId}&groupId=${groupA}`,
    )
    expect(other.body['items']).toEqual([])
    const read = await look<{ detail: string }>(
      ground,
      `SELECT detail FROM audit_entry WHERE action = 'printInvitationSheet'`,
    )
    expect(read.length).toBeGreaterThan(1)
    expect(read.map(({ detail }) => detail).join()).not.toContain('Ưng')
  })
})
