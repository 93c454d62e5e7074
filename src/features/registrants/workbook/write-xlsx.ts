/**
 * The same .xlsx with one column filled: only the cells of that column are rewritten in the sheet's XML, every
 * other part and byte is copied. So styles, widths, merges, lists of choices and other sheets stay as they were.
 */
import { RESULT_HEADING, columnLetter } from '#domain/person-list/headings.ts'
import { Problem } from '#domain/problem.ts'
import { attribute, columnOfReference, encodeXml, listSheets } from '#http/file-reading/xlsx-parts.ts'
import { packPart, readZip, unpackPart, writeZip } from '#http/file-reading/zip.ts'
import type { ResultTarget } from './list-file.ts'

export function writeXlsxResults(
  file: Buffer,
  target: ResultTarget,
  results: ReadonlyMap<number, string>,
): Buffer {
  const entries = readZip(file)
  const part = listSheets(entries).find((sheet) => sheet.name === target.sheetName)?.part
  if (part === undefined) throw new Problem('list.file-damaged')
  const texts = new Map(results)
  if (target.headingRow !== null) texts.set(target.headingRow, RESULT_HEADING)
  const sheet = fillColumn(unpackPart(entries, part).toString('utf8'), target.resultColumn, texts)
  return writeZip(entries.map((entry) => (entry.name === part ? packPart(entry, Buffer.from(sheet)) : entry)))
}

const rowPattern = /<((?:\w+:)?)row\b([^<>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g
const cellPattern = /<(?:\w+:)?c\b[^<>]*?(?:\/>|>[\s\S]*?<\/(?:\w+:)?c>)/g

function fillColumn(xml: string, column: number, texts: ReadonlyMap<number, string>): string {
  let rowNumber = 0
  const filled = xml.replace(
    rowPattern,
    (whole, prefix: string, attributes: string, body: string | undefined) => {
      rowNumber = Number(attribute(` ${attributes}`, 'r')) || rowNumber + 1
      const text = texts.get(rowNumber)
      if (text === undefined) return whole
      // `spans` is a hint that the new column may make wrong; without it the reader counts for itself.
      const kept = attributes.replace(/\sspans\s*=\s*"[^"]*"/, '')
      return `<${prefix}row${kept}>${fillCell(body ?? '', prefix, { rowNumber, column, text })}</${prefix}row>`
    },
  )
  return widenDimension(filled, column)
}

function fillCell(
  body: string,
  prefix: string,
  at: { rowNumber: number; column: number; text: string },
): string {
  let next = 0
  let insertAt = body.length
  for (const match of body.matchAll(cellPattern)) {
    const tag = match[0].slice(0, match[0].indexOf('>') + 1)
    const column = columnOfReference(attribute(tag, 'r')) ?? next
    next = column + 1
    if (column < at.column) continue
    const end = match.index + (column === at.column ? match[0].length : 0)
    const style = column === at.column ? attribute(tag, 's') : ''
    return body.slice(0, match.index) + textCell(prefix, at, style) + body.slice(end)
  }
  // Cells come first in a row; an extension list may follow them.
  const extension = body.search(/<(?:\w+:)?extLst\b/)
  if (extension >= 0) insertAt = extension
  return body.slice(0, insertAt) + textCell(prefix, at, '') + body.slice(insertAt)
}

function textCell(
  prefix: string,
  at: { rowNumber: number; column: number; text: string },
  style: string,
): string {
  const look = style === '' ? '' : ` s="${style}"`
  const text = `<${prefix}t xml:space="preserve">${encodeXml(at.text)}</${prefix}t>`
  const name = `${columnLetter(at.column)}${at.rowNumber}`
  return `<${prefix}c r="${name}"${look} t="inlineStr"><${prefix}is>${text}</${prefix}is></${prefix}c>`
}

function widenDimension(xml: string, column: number): string {
  return xml.replace(
    /(<(?:\w+:)?dimension\b[^<>]*\sref="[A-Z]+\d+:)([A-Z]+)(\d+")/,
    (whole, start, letters, end) =>
      (columnOfReference(String(letters)) ?? 0) >= column
        ? whole
        : `${String(start)}${columnLetter(column)}${String(end)}`,
  )
}
