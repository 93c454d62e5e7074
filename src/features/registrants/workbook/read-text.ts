/** Text files as Excel and others save them: comma, semicolon or tab, in several encodings. */
import type { ListRow } from '#domain/person-list/headings.ts'
import type { SheetRows } from './collect-rows.ts'
import { type TextEncoding, decodeText, findEncoding } from './decode-text.ts'
import { splitText } from './split-text.ts'

const delimiters = [',', ';', '\t'] as const
const HEAD_CHARACTERS = 64_000

type TextFile = { text: string; delimiter: string; encoding: TextEncoding }

function openText(file: Buffer): TextFile {
  const encoding = findEncoding(file)
  const decoded = decodeText(file, encoding)
  const told = /^sep=(.)\r?\n/.exec(decoded)
  const text = told === null ? decoded : decoded.slice(told[0].length)
  return { text, delimiter: told?.[1] ?? findDelimiter(text), encoding }
}

export function readText(file: Buffer): SheetRows & { encoding: TextEncoding } {
  const { text, delimiter, encoding } = openText(file)
  return { sheetName: '', encoding, rows: rowsOf(text, delimiter), isUnsolved: () => false }
}

function* rowsOf(text: string, delimiter: string): Generator<ListRow> {
  let rowNumber = 0
  for (const cells of splitText(text, delimiter)) {
    rowNumber += 1
    yield { rowNumber, cells }
  }
}

/** Rows as Excel numbers them: blank lines count, the line `sep=;` does not. */
export function parseText(file: Buffer): { rows: string[][]; delimiter: string } {
  const { text, delimiter } = openText(file)
  return { rows: [...splitText(text, delimiter)], delimiter }
}

/** The one that cuts the first lines into most cells: a comma inside an address cuts fewer. */
function findDelimiter(text: string): string {
  const head = text.slice(0, HEAD_CHARACTERS).split(/\r?\n/).slice(0, 40)
  const counts = delimiters.map((mark) =>
    head.reduce((widest, line) => Math.max(widest, line.split(mark).length), 0),
  )
  return delimiters[counts.indexOf(Math.max(...counts))]!
}
