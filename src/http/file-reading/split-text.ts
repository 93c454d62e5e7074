/** Text cut into rows and cells (RFC 4180), as forgiving as Excel: quotes inside a cell are letters, any line end will do. */
import { Problem } from '#domain/problem.ts'

/**
 * One row after the other; blank lines are rows of one empty cell, as Excel counts them.
 * @throws Problem list.file-damaged when a quoted cell is never closed: it would swallow the rest of the list
 */
export function* splitText(text: string, delimiter: string): Generator<string[]> {
  const [nextCell, nextLine, nextReturn] = [nextOf(text, delimiter), nextOf(text, '\n'), nextOf(text, '\r')]
  const endOf = (from: number) => Math.min(nextCell(from), nextLine(from), nextReturn(from))
  let at = 0
  while (at < text.length) {
    const cells: string[] = []
    for (;;) {
      const cell = text[at] === '"' ? quotedCell(text, at, endOf) : plainCell(text, at, endOf)
      cells.push(cell.text)
      at = cell.end
      if (text[at] !== delimiter) break
      at += 1
    }
    yield cells
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
  }
}

/** Where a mark comes next, asked from ever later places: each is looked for once. */
function nextOf(text: string, mark: string): (from: number) => number {
  let next = -1
  return (from) => {
    if (next < from) {
      const found = text.indexOf(mark, from)
      next = found < 0 ? text.length : found
    }
    return next
  }
}

type Cell = { text: string; end: number }
type EndOf = (from: number) => number

function plainCell(text: string, from: number, endOf: EndOf): Cell {
  const end = endOf(from)
  return { text: text.slice(from, end), end }
}

/** A doubled quote is one; what stands between the closing quote and the next cell belongs to the cell. */
function quotedCell(text: string, from: number, endOf: EndOf): Cell {
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
  const rest = plainCell(text, at, endOf)
  return { text: cell + rest.text, end: rest.end }
}
