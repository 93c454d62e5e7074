import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inScope } from '#db/db.ts'
import { startCopy } from '#features/registrants/copy-into.ts'
import { copyBytes, copyJson, copyLine, copyTexts } from '#features/registrants/copy-text.ts'
import { wardScope } from '#features/registrants/upload-queries.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
})
afterAll(() => ground.close())

// All that stands in the way of a line: its separators, its quotes, a NUL, and letters of two bytes and of four.
const awkward = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', '\r', '\t', '\0', ',', '{', '}', 'ễ', '😀'),
})
const withoutNul = (text: string) => text.replaceAll('\0', '')

test('whatever a cell holds comes back as it was, but for a NUL', async () => {
  const row = fc.record({
    text: fc.option(awkward),
    texts: fc.array(awkward, { maxLength: 3 }),
    bytes: fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 3 }),
    json: fc.record({ text: awkward }),
  })
  const rows = fc.sample(row, { numRuns: 200, seed: 5 })
  const stored = await inScope(ground.deps.db, wardScope(randomUUID(), null), async (tx) => {
    await tx.$client.query(
      'CREATE TEMPORARY TABLE held (text text, at integer, texts text[], bytes bytea[], json jsonb) ON COMMIT DROP',
    )
    const copying = startCopy(tx, 'held', ['text', 'at', 'texts', 'bytes', 'json'])
    const lines = rows.map(({ text, texts, bytes, json }, at) =>
      copyLine([
        text,
        at,
        copyTexts(texts),
        copyBytes(bytes.map((one) => Buffer.from(one).toString('hex'))),
        copyJson(json),
      ]),
    )
    await copying.write(Buffer.from(lines.join('')))
    expect(await copying.end()).toBe(rows.length)
    return (await tx.$client.query('SELECT text, texts, bytes, json FROM held ORDER BY at')).rows
  })
  expect(stored).toEqual(
    rows.map(({ text, texts, bytes, json }) => ({
      text: text === null ? null : withoutNul(text),
      texts: texts.map(withoutNul),
      bytes: bytes.map((one) => Buffer.from(one)),
      json: { text: withoutNul(json.text) },
    })),
  )
})
