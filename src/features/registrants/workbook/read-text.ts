/** Text files as Excel and others save them: UTF-8 or UTF-16, comma, semicolon or tab. */
import { CsvError, parse } from 'csv-parse/sync'
import { openFormula } from '#domain/person-list/cells.ts'
import { Problem } from '#domain/problem.ts'
import { RowCollector } from './collect-rows.ts'
import type { ListLimits } from './limits.ts'
import type { ListFile } from './list-file.ts'

const delimiters = [',', ';', '\t'] as const
const HEAD_CHARACTERS = 64_000

export function readText(file: Buffer, limits: ListLimits): ListFile {
  const { rows } = parseText(file)
  const collector = new RowCollector('csv', limits)
  for (const [at, cells] of rows.entries()) {
    if (!collector.add(at + 1, cells.map(openFormula))) break
  }
  const found = collector.finish()
  if (found === null) throw new Problem('list.headings-missing')
  return { kind: 'csv', sheetName: '', ...found }
}

/** Rows as Excel numbers them: blank lines count, the line `sep=;` does not. */
export function parseText(file: Buffer): { rows: string[][]; delimiter: string } {
  const decoded = decode(file)
  const told = /^sep=(.)\r?\n/.exec(decoded)
  const text = told === null ? decoded : decoded.slice(told[0].length)
  const delimiter = told?.[1] ?? findDelimiter(text)
  return { rows: split(text, delimiter), delimiter }
}

/** The one that cuts the first lines into most cells: a comma inside an address cuts fewer. */
function findDelimiter(text: string): string {
  const head = text.slice(0, HEAD_CHARACTERS).split(/\r?\n/).slice(0, 40)
  const counts = delimiters.map((mark) =>
    head.reduce((widest, line) => Math.max(widest, line.split(mark).length), 0),
  )
  return delimiters[counts.indexOf(Math.max(...counts))]!
}

function split(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false })
  } catch (error) {
    if (error instanceof CsvError) throw new Problem('list.file-damaged')
    throw error
  }
}

function decode(file: Buffer): string {
  const mark = file.subarray(0, 2).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(file)
  } catch {
    throw new Problem('list.file-encoding') // TCVN3, VNI and Windows-1258 bytes are no UTF-8
  }
}
