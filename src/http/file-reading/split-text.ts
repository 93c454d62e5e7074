/** Text cut into rows and cells (RFC 4180), as forgiving as Excel: quotes inside a cell are letters, any line end will do. */
import { Problem } from '#domain/problem.ts'

/**
 * One row after the other; blank lines are rows of one empty cell, as Excel counts them.
 * @throws Problem list.file-damaged when a quoted cell is never closed: it would swallow the rest of the list
 */
export function* splitText(text: string, delimiter: string): Generator<string[]> {
  let at = 0
  while (at < text.length) {
    const cells: string[] = []
    for (;;) {
      const cell = text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter)
      cells.push(cell.text)
      at = cell.end
      if (text[at] !== delimiter) break
      at += 1
    }
    yield cells
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
  }
}

type Cell = { text: string; end: number }

function plainCell(text: string, from: number, delimiter: string): Cell {
  let end = from
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { text: text.slice(from, end), end }
}

/** A doubled quote is one; what stands between the closing quote and the next cell belongs to the cell. */
function quotedCell(text: string, from: number, delimiter: string): Cell {
  let cell = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) throw new Problem('list.file-damaged')
    cell += text.slice(at, quote)
    at = quote + 1
    if (text[at] !== '"') break
    cell += '"'
    at += 1
  }
  const rest = plainCell(text, at, delimiter)
  return { text: cell + rest.text, end: rest.end }
}
