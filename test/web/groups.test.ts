import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserApp, seriousFindings, type BrowserApp } from '../support/browser.ts'
import { countAudit, look } from '../support/look.ts'

const LONG_MS = 120_000

let app: BrowserApp
beforeAll(async () => {
  app = await openBrowserApp()
})
afterAll(() => app.close())

const addGroup = async (code: string, name: string, parentId = app.world.places.wardA) => {
  const body = { parentId, code, name, validFrom: '2021-09-01' }
  const made = await app.as(app.world.accounts.cityCentre, 'POST', '/v1/residential-groups', body)
  expect(made.status).toBe(201)
  return String(made.body['id'])
}
const residentOf = async (groupId: string, name: string) => {
  const id = await app.world.addPerson({ name, session: null })
  await look(app.database, 'UPDATE person SET group_id = $2 WHERE id = $1', [id, groupId])
  return id
}
const groupOf = async (personId: string) =>
  (
    await look<{ name: string | null; wardId: string }>(
      app.database,
      `SELECT p.ward_id AS "wardId", (SELECT n.name FROM place_name n WHERE n.place_id = p.group_id ORDER BY n.valid_from DESC LIMIT 1) AS name
       FROM person p WHERE p.id = $1`,
      [personId],
    )
  )[0]

describe('the residential groups of a ward', () => {
  test(
    'added, named, given a collaborator, joined and ended by clicking; its people follow',
    { timeout: LONG_MS },
    async () => {
      const { wardOfficial } = app.world.accounts
      const north = await addGroup('21', 'Tổ dân phố 21')
      const [an, binh] = [
        await residentOf(north, 'Hồ Thị An Thử'),
        await residentOf(north, 'Hồ Văn Bình Thử'),
      ]
      const { page, faults, overflow, screenshot } = await app.open('/', 'desk', wardOfficial)
      const fits = async (name: string) => {
        await screenshot(`groups-${name}`)
        expect(await overflow()).toBe(0)
        expect(await seriousFindings(page)).toEqual([])
      }
      await page.getByRole('link', { name: 'Tổ dân phố', exact: true }).click()
      await page.getByRole('row', { name: /Tổ dân phố 21 2 Chưa có 21 Đang dùng/ }).waitFor()

      const add = page.locator('section', { hasText: 'Thêm tổ dân phố' })
      await add.getByLabel('Tên tổ').fill('Tổ dân phố 22')
      await add.getByLabel('Mã tổ').fill('21')
      await add.getByLabel('Có từ ngày').fill('01/10/2021')
      await add.getByRole('button', { name: 'Thêm tổ' }).click()
      await add.getByRole('alert').waitFor()
      await add.getByLabel('Mã tổ').fill('22')
      await add.getByRole('button', { name: 'Thêm tổ' }).click()
      await page.getByRole('row', { name: /Tổ dân phố 22 0 Chưa có 22/ }).waitFor()
      await fits('list')

      await page.getByRole('link', { name: 'Tổ dân phố 22' }).click()
      await page.getByLabel('Họ và tên cộng tác viên mới').fill('Lê Thị Cộng Tác')
      await page.getByRole('button', { name: 'Giao cho tổ' }).click()
      await page.getByText('từ 17/10/2021').waitFor()
      await fits('group')
      await page.getByRole('button', { name: 'Lê Thị Cộng Tác thôi làm cộng tác viên' }).click()
      await page.getByRole('dialog').getByLabel('Ngày làm cuối').fill('31/12/2021')
      await page.getByRole('dialog').getByRole('button', { name: 'Thôi làm' }).click()
      await page.getByText('từ 17/10/2021 đến 31/12/2021').waitFor()

      await page.getByRole('tab', { name: 'Đổi tên' }).click()
      await page.getByLabel('Tên tổ').fill('Tổ Bãi Dâu')
      await page.getByLabel('Dùng từ ngày').fill('10/10/2021')
      await page.getByRole('button', { name: 'Lưu tên mới' }).click()
      await page.getByRole('heading', { level: 1, name: 'Tổ Bãi Dâu' }).waitFor()
      await page.getByText('Tổ dân phố 22 (22), từ 01/10/2021').waitFor()

      // Joined: what becomes of whom is said first.
      await page.getByRole('tab', { name: 'Nhập vào tổ khác' }).click()
      await page.getByLabel('Nhập vào', { exact: true }).selectOption({ label: 'Tổ dân phố 21 (2 người)' })
      await page.getByLabel('Tên của tổ chung').fill('Tổ Sông Hương')
      await page.getByRole('button', { name: 'Xem trước' }).click()
      const dialog = page.getByRole('dialog', { name: 'Nhập hai tổ làm một' })
      await dialog
        .getByText(
          'Tổ Bãi Dâu (0 người) và Tổ dân phố 21 (2 người) hết hiệu lực; từ 17/10/2021 là một tổ: Tổ Sông Hương, 2 người.',
        )
        .waitFor()
      await fits('join')
      await dialog.getByRole('button', { name: 'Nhập tổ' }).click()
      await page.getByRole('row', { name: /Tổ Sông Hương 0 Lê Thị Cộng Tác 21/ }).waitFor()
      await page.getByRole('row', { name: /Tổ dân phố 21, .*Tổ Sông Hương, .* 2$/ }).waitFor()
      await fits('following')
      expect(await groupOf(an)).toMatchObject({ name: 'Tổ dân phố 21' })
      await page.getByRole('button', { name: 'Cập nhật nơi ở cho 2 người…' }).click()
      await page.getByRole('dialog').getByLabel('Lý do').fill('Nghị quyết sắp xếp tổ dân phố')
      await page.getByRole('dialog').getByRole('button', { name: 'Cập nhật', exact: true }).click()
      await page.getByRole('row', { name: /Tổ Sông Hương 2 Lê Thị Cộng Tác 21/ }).waitFor()
      await page.getByText('Mọi người đang ở đúng địa bàn hiện hành.').waitFor()
      for (const id of [an, binh]) expect(await groupOf(id)).toMatchObject({ name: 'Tổ Sông Hương' })

      // An old address still leads on.
      await page.goto(`/ward/groups/${north}`)
      await page.getByRole('link', { name: 'Nay là Tổ Sông Hương' }).click()
      await page.getByRole('heading', { level: 1, name: 'Tổ Sông Hương' }).waitFor()
      // Too early a day is refused where it was typed; then it ends.
      await page.getByRole('tab', { name: 'Giải thể' }).click()
      await page.getByRole('button', { name: 'Xem trước' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Giải thể' }).click()
      await page.getByRole('dialog').getByRole('alert').waitFor()
      await fits('refused')
      await page.getByRole('dialog').getByRole('button', { name: 'Thôi', exact: true }).click()
      await page.getByLabel('Ngày đầu tiên không còn tổ').fill('01/11/2021')
      await page.getByRole('button', { name: 'Xem trước' }).click()
      await page.getByRole('dialog').getByText('Đến ngày 01/11/2021, bấm “Cập nhật nơi ở”').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Giải thể' }).click()
      await page.getByRole('row', { name: /Tổ Sông Hương 2 .*Đến hết 31\/10\/2021/ }).waitFor()
      // Who has no group is found from here.
      const alone = await app.world.addPerson({ name: 'Hồ Thị Không Tổ', session: null })
      await look(app.database, 'UPDATE person SET group_id = NULL WHERE id = $1', [alone])
      await page.reload()
      await page.getByText('1 người trong phường chưa có tổ dân phố.').waitFor()
      await page.getByRole('link', { name: 'Xem những người này' }).click()
      await page.getByRole('link', { name: 'Hồ Thị Không Tổ' }).waitFor()
      await page.getByText('Đang xem 1 dòng').waitFor()
      for (const action of [
        'createResidentialGroup',
        'updateResidentialGroup',
        'joinResidentialGroups',
        'endResidentialGroup',
        'createCollaboratorPost',
        'endCollaboratorPost',
        'followPlaces',
      ])
        expect([action, await countAudit(app.database, action)]).not.toEqual([action, 0])
      expect(faults).toEqual([])
    },
  )

  test(
    'the centre moves one to another ward, on a phone; in Lao nothing runs over the edge',
    { timeout: LONG_MS },
    async () => {
      const { cityCentre } = app.world.accounts
      const { wardA, wardB } = app.world.places
      const moved = await addGroup('31', 'Tổ dân phố 31')
      const person = await residentOf(moved, 'Hồ Thị Chuyển Thử')
      const { page, faults, overflow } = await app.open(`/ward/groups?wardId=${wardA}`, 'phone', cityCentre)
      await page.getByRole('link', { name: 'Tổ dân phố 31' }).click()
      await page.getByRole('tab', { name: 'Chuyển phường' }).click()
      const ward = page.getByLabel('Sang phường, xã')
      const wardName = await page.locator(`option[value="${wardB}"]`).textContent()
      await ward.selectOption(wardB)
      await page.getByLabel('Mã tại nơi mới').fill('91')
      await page.getByRole('button', { name: 'Xem trước' }).click()
      await page.getByRole('dialog').getByText(`Tổ dân phố 31 (1 người) thuộc ${wardName}.`).waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Chuyển tổ' }).click()
      await page.getByRole('row', { name: /Tổ dân phố 31 .*Số người: 0 .*Chưa có .*91/ }).waitFor()
      await page.getByRole('button', { name: /^Cập nhật nơi ở cho/ }).click()
      await page.getByRole('dialog').getByLabel('Lý do').fill('Nghị quyết sắp xếp')
      await page.getByRole('dialog').getByRole('button', { name: 'Cập nhật', exact: true }).click()
      await page.getByRole('row', { name: /Tổ dân phố 31 .*Số người: 1 .*Chưa có .*91/ }).waitFor()
      expect(await groupOf(person)).toEqual({ name: 'Tổ dân phố 31', wardId: wardB })

      await page.setViewportSize({ width: 320, height: 640 })
      await page.getByRole('button', { name: 'ລາວ' }).click()
      await page.getByRole('link', { name: 'Tổ dân phố 31' }).waitFor()
      expect(await overflow()).toBe(0)
      await page.getByRole('link', { name: 'Tổ dân phố 31' }).click()
      await page.getByRole('tab', { name: 'ຍຸບ' }).click()
      expect(await overflow()).toBe(0)
      expect(await seriousFindings(page)).toEqual([])
      expect(faults).toEqual([])
    },
  )
})
