/** The sheets of an .xlsx and the parts they are kept in. Workbooks of several makers: prefixes and order vary. */
import { Problem } from '#domain/problem.ts'
import { type ZipEntry, unpackPart } from './zip.ts'

/** Of any sheet in Excel. */
export const SHEET_COLUMNS = 16_384

export type SheetPart = { name: string; part: string }

export function listSheets(entries: readonly ZipEntry[]): SheetPart[] {
  const workbook = unpackPart(entries, 'xl/workbook.xml').toString('utf8')
  const relations = unpackPart(entries, 'xl/_rels/workbook.xml.rels').toString('utf8')
  const targets = new Map(
    tags(relations, 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')] as const),
  )
  return tags(workbook, 'sheet').map((tag) => {
    const target = targets.get(attribute(tag, 'r:id') || attribute(tag, '\\w+:id'))
    if (target === undefined) throw new Problem('list.file-damaged')
    return {
      name: decodeXml(attribute(tag, 'name')),
      part: target.startsWith('/') ? target.slice(1) : `xl/${target}`,
    }
  })
}

/** `AB` → 27; null when it is no column. */
export function columnOfReference(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (letters === undefined) return null
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

export function tags(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:\\w+:)?${name}\\b[^<>]*>`, 'g')) ?? []
}

/** `''` when the tag has no such attribute. */
export function attribute(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return match?.[1] ?? match?.[2] ?? ''
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

export function decodeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(lt|gt|amp|quot|apos));/gi, (_, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()]!
    return String.fromCodePoint(
      Math.min(0x10ffff, decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)),
    )
  })
}

/** Without the control characters that XML cannot hold. */
export function encodeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
