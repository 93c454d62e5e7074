/** What a paper of ours is made of: plain data, so that it can be drawn in another thread. */
import type { Content, ContentText } from 'pdfmake/interfaces.js'
import { create } from 'qrcode'

export type { Content } from 'pdfmake/interfaces.js'

/** A4, upright. */
export type Paper = {
  title: string
  /** Below each page, before its number; `''` leaves the foot of the page empty. */
  footer: string
  /** Left, top, right, bottom, in points. */
  margins: readonly [number, number, number, number]
  content: Content
}

type Style = Omit<ContentText, 'text'>

/** Points of a millimetre: lengths are written in the unit of whoever cuts the paper. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4

/** Text in the font that has its letters: Lao has one of its own, everything else is in Roboto. */
export function words(text: string, style: Style = {}): ContentText {
  const runs = text.split(/([\u0e80-\u0eff]+(?:[\s\d.,:/–-]*[\u0e80-\u0eff]+)*)/u).filter((run) => run !== '')
  const spans = runs.map((run) =>
    /[\u0e80-\u0eff]/u.test(run) ? { text: run, font: 'NotoSansLao' } : { text: run },
  )
  return { ...style, text: spans.length === 0 ? ' ' : spans }
}

/** Names and values under each other, for a receipt. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): Content {
  return {
    layout: 'noBorders',
    table: {
      widths: [mm(45), '*'],
      body: rows.map(([name, value]) => [words(name, { color: '#444444' }), words(value, { bold: true })]),
    },
  }
}

type Column = { head: string; width: number | '*' | 'auto'; isNumber?: boolean }

/** A table with headings that are repeated on every page, and the last row as its sum where it is one. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { hasSum = false }: { hasSum?: boolean } = {},
): Content {
  const alignment = (at: number) => (columns[at]?.isNumber === true ? 'right' : 'left')
  const line = (cells: readonly string[], bold: boolean) =>
    cells.map((cell, at) => words(cell, { bold, alignment: alignment(at) }))
  return {
    layout: 'lightHorizontalLines',
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => width),
      body: [
        line(
          columns.map(({ head }) => head),
          true,
        ),
        ...rows.map((cells, at) => line(cells, hasSum && at === rows.length - 1)),
      ],
    },
  }
}

/** Modules of white around a code, which a reader needs. */
const QUIET = 4

/** A code as one vector path: sharp at any size, on any printer. Medium correction: a folded or wet corner still reads. */
export function qrCode(text: string, size: number): Content {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * QUIET
  let path = ''
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) {
      let run = 0
      while (x + run < modules.size && modules.get(y, x + run) === 1) run += 1
      if (run > 0) path += `M${x + QUIET} ${y + QUIET}h${run}v1h-${run}z`
      x += run
    }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><path d="${path}" fill="#000000"/></svg>`
  return { svg, width: size, height: size }
}
