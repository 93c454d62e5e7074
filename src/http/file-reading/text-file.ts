/** Text files as Excel and others save them: comma, semicolon or tab, in several encodings. */
import { type TextEncoding, decodeText, findEncoding } from './decode-text.ts'
import { splitText } from './split-text.ts'

const delimiters = [',', ';', '\t'] as const
const HEAD_CHARACTERS = 64_000

export type TextFile = {
  /** Taken once. Rows as Excel numbers them: blank lines count, the line `sep=;` does not. */
  rows: Generator<string[]>
  delimiter: string
  encoding: TextEncoding
}

/** @throws Problem list.file-encoding; list.file-damaged while its rows are taken. */
export function openTextFile(file: Buffer): TextFile {
  const encoding = findEncoding(file)
  const decoded = decodeText(file, encoding)
  const told = /^sep=(.)\r?\n/.exec(decoded)
  const text = told === null ? decoded : decoded.slice(told[0].length)
  const delimiter = told?.[1] ?? findDelimiter(text)
  return { rows: splitText(text, delimiter), delimiter, encoding }
}

/** The one that cuts the first lines into most cells: a comma inside an address cuts fewer. */
function findDelimiter(text: string): string {
  const head = text.slice(0, HEAD_CHARACTERS).split(/\r?\n/).slice(0, 40)
  const counts = delimiters.map((mark) =>
    head.reduce((widest, line) => Math.max(widest, line.split(mark).length), 0),
  )
  return delimiters[counts.indexOf(Math.max(...counts))]!
}
