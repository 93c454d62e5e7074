import { randomUUID } from 'node:crypto'
import * as sheetJs from '@e965/xlsx'
import { parse } from 'csv-parse/sync'
import { Client } from 'pg'
import { makeList, packList, type ListRecipe } from '../../../scripts/make-list.ts'
import type { TestApp } from '../../support/app.ts'
import { TODAY, type TestAccount } from '../../support/world.ts'

/** The heading rows of the national form, and one person a line below them. */
export const HEADINGS = 8
export const columnOf = {
  name: 1,
  born: 2,
  sex: 3,
  code: 4,
  workplace: 5,
  phone: 6,
  cccd: 7,
  bhyt: 8,
  wardName: 13,
  ward: 14,
  address: 15,
  product1: 16,
  on1: 17,
  lot1: 18,
  place1: 19,
} as const

export type Cells = Partial<Record<keyof typeof columnOf, string>>

export const recipeOf = (recipe: Partial<ListRecipe> = {}): ListRecipe => ({
  rows: 40,
  wardCode: '19753',
  wardName: 'Thuận Thử',
  seed: 1,
  dirty: 0,
  repeated: 0,
  on: TODAY,
  ...recipe,
})

/** A file with these people; whatever is not said is the ordinary thing of ward A. */
export function fileOf(people: readonly Cells[], kind: 'xlsx' | 'xls' | 'csv' = 'csv'): Buffer {
  const form = makeList(recipeOf({ rows: 0 })).rows
  const rows = people.map((cells, at) => {
    const row = Array.from({ length: 26 }, () => '')
    row[0] = String(at + 1)
    const all: Cells = { sex: '0', code: '9', ward: '19753', wardName: 'Thuận Thử', ...cells }
    for (const [field, text] of Object.entries(all)) row[columnOf[field as keyof typeof columnOf]] = text
    return row
  })
  return packList([...form, ...rows], kind)
}

export type Answer = Awaited<ReturnType<TestApp['as']>>

export async function sendFile(
  ground: TestApp,
  account: TestAccount | null,
  listId: string,
  content: Buffer,
  options: { id?: string; name?: string; language?: string; wait?: number } = {},
): Promise<Answer> {
  const form = new FormData()
  form.append('id', options.id ?? randomUUID())
  form.append('file', new Blob([new Uint8Array(content)]), options.name ?? 'danh-sach.csv')
  const packed = new Response(form)
  return ground.as(account, 'POST', `/v1/lists/${listId}/uploads`, Buffer.from(await packed.arrayBuffer()), {
    'content-type': packed.headers.get('content-type')!,
    'accept-language': options.language ?? 'vi',
    prefer: `wait=${options.wait ?? 30}`,
  })
}

export async function addList(
  ground: TestApp,
  account: TestAccount,
  body: Record<string, unknown> = {},
): Promise<string> {
  const answer = await ground.as(account, 'POST', '/v1/lists', {
    campaignId: ground.world.campaignId,
    kind: 'ward',
    wardId: ground.world.places.wardA,
    name: `Danh sách ${randomUUID().slice(0, 8)}`,
    ...body,
  })
  if (answer.status !== 201) throw new Error(`No list: ${JSON.stringify(answer.body)}`)
  return answer.body['id'] as string
}

export function commit(ground: TestApp, account: TestAccount, upload: Answer): Promise<Answer> {
  return ground.as(account, 'POST', `/v1/uploads/${String(upload.body['id'])}/commit`, undefined, {
    'if-match': String(upload.headers.etag),
  })
}

export async function rowsOf(ground: TestApp, account: TestAccount, uploadId: unknown, query = '') {
  const answer = await ground.as(account, 'GET', `/v1/uploads/${String(uploadId)}/rows?limit=200${query}`)
  return answer.body['items'] as (Record<string, unknown> & {
    rowNumber: number
    outcome: string
    says: string
    where: string | null
    found: Record<string, unknown> | null
    changes: { field: string; before: string; after: string }[]
    problems: { code: string; column: string | null; value: string; says: string }[]
  })[]
}

/** As the server's own login: what no role sees at once. */
export async function look<T extends object>(
  ground: TestApp,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new Client({ connectionString: ground.database.superuserUrl })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** The query of the next page; `''` after the last one. */
export function nextPage(answer: Answer): string {
  const cursor = answer.body['nextCursor']
  return typeof cursor === 'string' ? `&cursor=${cursor}` : ''
}

/** The people of a list, wherever they live. */
export function peopleOn(ground: TestApp, listId: string) {
  return look<{ id: string; full_name: string; phone: string; version: number }>(
    ground,
    'SELECT p.* FROM person p JOIN registration r ON r.person_id = p.id WHERE r.list_id = $1 ORDER BY p.full_name',
    [listId],
  )
}

export async function sumsOf(ground: TestApp) {
  const [sums] = await look<{ people: number; rows: number; files: number }>(
    ground,
    `SELECT (SELECT count(*) FROM person)::int AS people, (SELECT count(*) FROM upload_row)::int AS rows,
            (SELECT count(*) FROM upload_file)::int AS files`,
  )
  return sums!
}

/** The column “Kết quả import” of a returned workbook, below the headings. */
export function resultsOf(file: Buffer, kind: 'xls' | 'xlsx' | 'csv'): string[] {
  const rows = kind === 'csv' ? parse(file, { bom: true, relaxColumnCount: true }) : cellsOf(file)
  const column = rows[HEADINGS - 2]!.findIndex((text) => text.startsWith('Kết quả import'))
  return rows.slice(HEADINGS).map((row) => row[column] ?? '')
}

function cellsOf(file: Buffer): string[][] {
  const book = sheetJs.read(file, { type: 'buffer' })
  const sheet = book.Sheets[book.SheetNames[0]!]!
  return sheetJs.utils.sheet_to_json<string[]>(sheet, { header: 1, blankrows: true, defval: '', raw: false })
}
