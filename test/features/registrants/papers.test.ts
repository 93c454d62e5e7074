import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInvitationToken } from '#features/registrants/invitation-token.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { readPdf } from '../../support/read-pdf.ts'
import type { TestAccount } from '../../support/world.ts'
import { addList, commit, fileOf, look, sendFile } from './support.ts'

let ground: TestApp
let ward: TestAccount
beforeAll(async () => {
  ground = await createTestApp()
  ward = ground.world.accounts.wardOfficial
})
afterAll(() => ground.close())

type Headers = Record<string, string>
async function paper(path: string, headers: Headers = {}, account = ward) {
  const answer = await ground.as(account, 'GET', path, undefined, headers)
  if (answer.status !== 200) return { ...answer, pages: [] }
  expect(answer.headers['content-type']).toBe('application/pdf')
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="[a-z0-9-]+\.pdf"$/)
  return { ...answer, pages: readPdf(answer.raw.rawPayload) }
}

describe('invitations as a PDF', () => {
  test('eight to a page, each group on pages of its own; every code is a true invitation of the one beside it', async () => {
    const { groupA, wardA } = ground.world.places
    const ids: string[] = []
    for (let at = 0; at < 11; at += 1)
      ids.push(
        await ground.world.addPerson({
          name: `Lê Thị Ngọc Ưỡng ${String.fromCodePoint(65 + at)}`,
          session: at === 0 ? 'A' : null,
        }),
      )
    const free = await ground.world.addPerson({ name: 'Phạm Văn Không Tổ', session: null })
    await look(ground, 'UPDATE person SET group_id = NULL WHERE id = $1', [free])
    const { campaignId } = ground.world
    await ground.as(ward, 'POST', '/v1/invitations', { campaignId, to: { personIds: [...ids, free] } })
    const { pages } = await paper(`/v1/invitations/sheet.pdf?campaignId=${campaignId}`)
    const counts = pages.map(({ text }) => text.split('GIẤY MỜI TIÊM VẮC XIN').length - 1)
    expect(counts).toEqual([1, 8, 3])
    expect(pages[0]!.text).toContain('Chưa rõ tổ dân phố: 1 giấy mời')
    expect(pages[1]!.text).toContain('Tổ dân phố 1: 11 giấy mời')
    for (const name of ['Lê Thị Ngọc Ưỡng A', 'Năm sinh', 'Ngày giờ tiêm sẽ báo sau', 'Trạm Y tế A'])
      expect(pages[1]!.text).toContain(name)
    const codes = await pages[1]!.codes()
    expect(codes).toHaveLength(8)
    const hashes = codes.map((code) => {
      const read = readInvitationToken(ground.deps, code)
      if ('refusal' in read) throw new Error(read.refusal)
      expect(read).toMatchObject({ campaignId, wardId: wardA })
      return read.tokenHash
    })
    const found = await look<{ id: string }>(
      ground,
      'SELECT person_id AS id FROM invitation WHERE token_hash = ANY ($1)',
      [hashes],
    )
    expect(found.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 8).toSorted())
    const only = await paper(`/v1/invitations/sheet.pdf?campaignId=${campaignId}&groupId=${groupA}`)
    expect(only.pages).toHaveLength(2)
    const audits = await look<{ rows: number }>(
      ground,
      `SELECT (detail::jsonb->>'rows')::int AS rows FROM audit_entry WHERE action = 'printInvitationSheet' ORDER BY rows DESC`,
    )
    expect(audits).toEqual([{ rows: 12 }, { rows: 11 }])
  })

  test('in Lao it is in Lao letters, names in theirs', async () => {
    const { campaignId } = ground.world
    const { pages } = await paper(`/v1/invitations/sheet.pdf?campaignId=${campaignId}`, {
      'accept-language': 'lo',
    })
    const text = pages[1]!.text.replaceAll(' ', '')
    for (const said of ['ໃບເຊີນສັກວັກຊີນ', 'ວັນເວລາຈະແຈ້ງພາຍຫຼັງ', 'LêThịNgọcƯỡngA']) expect(text).toContain(said)
    expect(text).not.toContain('?')
  })

  test('of another ward nothing is drawn', async () => {
    const { campaignId, accounts } = ground.world
    const { pages } = await paper(
      `/v1/invitations/sheet.pdf?campaignId=${campaignId}`,
      {},
      accounts.wardOfficialB,
    )
    expect(pages.some(({ text }) => text.includes('Ưỡng'))).toBe(false)
    expect(
      (await paper(`/v1/invitations/sheet.pdf?campaignId=${campaignId}`, {}, accounts.scanner)).status,
    ).toBe(403)
  })
})

describe('receipts as a PDF', () => {
  test('of an upload: every count, the hash, the time against the deadline, and who signs', async () => {
    const listId = await addList(ground, ward)
    const rows = [
      { name: 'Trần Thị Biên Nhận', born: '05/03/1991', sex: '1' },
      { name: 'Trần Văn Thiếu', born: '', sex: '0' },
    ]
    const upload = await sendFile(ground, ward, listId, fileOf(rows))
    const id = String((await commit(ground, ward, upload)).body['id'])
    const { pages } = await paper(`/v1/uploads/${id}/receipt.pdf`)
    expect(pages).toHaveLength(1)
    const { text } = pages[0]!
    const receipt = (await ground.as(ward, 'GET', `/v1/uploads/${id}/receipt`)).body
    for (const said of [
      'BIÊN NHẬN DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG',
      'Phường Thuận Thử',
      String(receipt['fileHash']),
      'Người mới 1',
      'Không nhận 1',
      'Tổng số dòng đọc được 2',
      'Cán bộ ward-official',
      '(ký, ghi rõ họ tên)',
    ])
      expect(text.replaceAll(' ', '')).toContain(said.replaceAll(' ', ''))
    expect(
      (await paper(`/v1/uploads/${id}/receipt.pdf`, {}, ground.world.accounts.wardOfficialB)).status,
    ).toBe(404)
    const english = await paper(`/v1/uploads/${id}/receipt.pdf`, { 'accept-language': 'en' })
    expect(english.pages[0]!.text).toContain('All rows read 2')
  })

  test('of declared totals: each group, the sum, and the number of the receipt', async () => {
    const { campaignId, places } = ground.world
    const id = randomUUID()
    const declared = await ground.as(ward, 'POST', '/v1/declarations', {
      id,
      campaignId,
      wardId: places.wardA,
      numbers: [
        { key: '9', persons: 812 },
        { key: '10', persons: 4310 },
      ],
      note: 'Chưa kể khu công nghiệp',
    })
    expect(declared.status).toBeLessThan(300)
    const { pages } = await paper(`/v1/declarations/${id}/receipt.pdf`)
    const text = pages[0]!.text.replaceAll(' ', '')
    for (const said of [
      'BIÊN NHẬN SỐ LIỆU TỔNG',
      '812',
      '4310',
      'Tổng cộng 5122',
      'Chưa kể khu công nghiệp',
      id,
    ])
      expect(text).toContain(said.replaceAll(' ', ''))
  })
})
