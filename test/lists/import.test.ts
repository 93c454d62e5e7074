import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { account } from '#db/tables/accounts.ts'
import { UploadDesk } from '#features/registrants/upload-desk.ts'
import { storeList } from '../../scripts/import/stored-run.ts'
import { makeList, packList } from '../../scripts/make-list.ts'
import { addList, recipeOf } from '../features/registrants/support.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { changed, xlsx } from './build-books.ts'

const folder = mkdtempSync(join(tmpdir(), 'import-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Printed = {
  refused: { code: string; vi: string } | null
  counts?: Record<string, number>
  repairsByKind?: { kind: string; cells: number }[]
  errors?: { row: number; column: string; says: string }[]
}

function run(...asked: readonly string[]): Promise<{ code: number; printed: Printed }> {
  const script = [
    'scripts/import.ts',
    '--dry-run',
    '--json',
    '--ward',
    '19753',
    '--on',
    '2021-10-18',
    ...asked,
  ]
  return new Promise((resolve) => {
    execFile(process.execPath, script, (error, output) => {
      resolve({ code: Number(error?.code ?? 0), printed: JSON.parse(output) as Printed })
    })
  })
}

describe('import from the command line', () => {
  test('a readable file prints its counts, repairs and errors, and ends with 0', async () => {
    const file = join(folder, 'a.xlsx')
    writeFileSync(file, await xlsx(changed('Số điện thoại', [912_345_538, 935_550_011, '', '0765550033'])))
    const { code, printed } = await run('--file', file)
    expect(code).toBe(0)
    expect(printed.refused).toBeNull()
    expect(printed.counts).toEqual({ read: 4, new: 4, duplicate: 0, suspected: 0, rejected: 0 })
    expect(printed.repairsByKind).toMatchObject([{ kind: 'phone-zero', cells: 2 }])
    const refused = await run('--file', file, '--refuse', 'phone-zero')
    expect(refused.printed.repairsByKind).toEqual([])
  }, 60_000)

  test('a refused file prints its problem and ends with 2', async () => {
    const file = join(folder, 'b.xlsx')
    writeFileSync(file, Buffer.from('MZ program'))
    const { code, printed } = await run('--file', file)
    expect([code, printed.refused?.code]).toEqual([2, 'list.file-program'])
    expect(printed.refused?.vi).not.toBe('')
  }, 60_000)
})

describe('import into the database', () => {
  let ground: TestApp
  let desk: UploadDesk
  beforeAll(async () => {
    ground = await createTestApp()
    desk = new UploadDesk(ground.deps, ground.app.log)
    desk.start()
  })
  afterAll(async () => {
    await desk.stop()
    await ground.close()
  })

  test('goes through the upload and its confirmation, in the name of the account', async () => {
    const { wardOfficial } = ground.world.accounts
    const listId = await addList(ground, wardOfficial)
    const [named] = await ground.deps.db
      .select({ name: account.signInName })
      .from(account)
      .where(eq(account.id, wardOfficial.accountId))
    const file = join(folder, 'c.csv')
    writeFileSync(file, packList(makeList(recipeOf({ rows: 12 })).rows, 'csv'))
    const options = { ward: '19753', list: listId, account: named!.name }
    const answer = await storeList(ground.deps, desk, file, 'c.csv', options)
    expect(answer.upload).toMatchObject({ state: 'committed', listId })
    expect(answer.counts).toMatchObject({ rowsRead: 12, new: 12, rejected: 0 })
  }, 60_000)
})
