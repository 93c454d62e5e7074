/** Builders of files: sound people, and every kind of file to put them into. All people are invented. */
import * as sheetJs from '@e965/xlsx'
import { crc32, deflateRawSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import { type ZipEntry, writeZip } from '#http/file-reading/zip.ts'
import type { Row } from './list-case.ts'

export const headings = [
  'STT',
  'Họ và tên',
  'Ngày sinh (dd/mm/yyyy)',
  'Giới tính',
  'Mã nhóm',
  'Số điện thoại',
  'CCCD',
  'Số thẻ BHYT',
  'Xã/Phường',
  'Mã xã/phường',
  'Địa chỉ',
]
export const people: readonly (readonly string[])[] = [
  [
    '1',
    'Nguyễn Văn Thử',
    '25/03/1991',
    '0',
    '9',
    '0912345538',
    '046091000123',
    '4612345678',
    'Thuận Lộc',
    '19753',
    'Kiệt 5 Lê Lợi',
  ],
  [
    '2',
    'Trần Thị Mẫu',
    '05/11/1988',
    '1',
    '10',
    '0935550011',
    '046188000456',
    '4612345679',
    'Thuận Lộc',
    '19753',
    'Kiệt 7 Lê Lợi',
  ],
  [
    '3',
    'Đặng Hữu Giả',
    '31/12/1950',
    '0',
    '9',
    '0905550022',
    '046050000789',
    '4612345680',
    'Thuận Lộc',
    '19753',
    'Kiệt 9 Lê Lợi',
  ],
  [
    '4',
    'Phạm Thị Nháp',
    '17/08/2002',
    '1',
    '8',
    '0765550033',
    '046302000321',
    '4612345681',
    'Thuận Lộc',
    '19753',
    'Kiệt 11 Lê Lợi',
  ],
]
export const sound = [headings, ...people]
export const names = people.map((cells) => cells[1]!)
export const births = ['1991-03-25', '1988-11-05', '1950-12-31', '2002-08-17']

/** The same list with one column written otherwise. */
export function changed(column: string, texts: readonly (string | number | Date)[]): Row[] {
  const at = headings.indexOf(column)
  return [headings, ...people.map((cells, row): Row => cells.with(at, texts[row] as string))]
}

/** With one heading written otherwise, and its cells. */
export function renamed(column: string, heading: string, texts?: readonly string[]): Row[] {
  const at = headings.indexOf(column)
  const body = people.map((cells, row) => (texts === undefined ? cells : cells.with(at, texts[row]!)))
  return [headings.with(at, heading), ...body]
}

export async function xlsx(rows: readonly Row[], more: Record<string, readonly Row[]> = {}): Promise<Buffer> {
  const sheets = Object.entries({ 'Danh sách': rows, ...more }).map(([name, each]) => ({
    name,
    rows: each.map((cells) => [...cells]),
  }))
  return Buffer.from(await writeXlsx({ sheets }))
}

export function xls(rows: readonly Row[]): Buffer {
  const workbook = sheetJs.utils.book_new()
  const sheet = sheetJs.utils.aoa_to_sheet(rows.map((cells) => [...cells]))
  sheetJs.utils.book_append_sheet(workbook, sheet, 'Danh sach')
  return sheetJs.write(workbook, { type: 'buffer', bookType: 'biff8' }) as Buffer
}

export function csvText(rows: readonly Row[], delimiter = ',', lineEnd = '\r\n'): string {
  const quoted = (cell: Row[number]) => {
    const text = String(cell ?? '')
    return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return rows.map((cells) => cells.map(quoted).join(delimiter) + lineEnd).join('')
}

export function csv(rows: readonly Row[], delimiter = ','): Buffer {
  return Buffer.from(csvText(rows, delimiter))
}

export function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

/** What TextDecoder reads, written: by trying all the letters that this encoding has. */
export function windows1258(text: string): Buffer {
  const codes = new Map<string, number>()
  for (let code = 255; code >= 0; code -= 1)
    codes.set(new TextDecoder('windows-1258').decode(Uint8Array.of(code)), code)
  // â, ê, ô, ă, ơ and ư are letters of their own there; tones follow them.
  const spelt = text
    .normalize('NFC')
    .replaceAll('\u00d0', 'Đ')
    .replace(/[\u00c0-\u1ef9]/g, (letter) => {
      if (codes.has(letter)) return letter
      const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(letter.normalize('NFD'))?.[0] ?? ''
      return letter.normalize('NFD').replace(tone, '').normalize('NFC') + tone
    })
  return Buffer.from(Array.from(spelt, (letter) => codes.get(letter) ?? 63))
}

/** An entry that claims what it likes. */
export function entry(name: string, content: Buffer, claims: Partial<ZipEntry> = {}): ZipEntry {
  return {
    name,
    method: 8,
    crc: crc32(content),
    time: 0,
    size: content.length,
    isLocked: false,
    body: deflateRawSync(content),
    ...claims,
  }
}

const types =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
const relations = (target: string, kind: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/></Relationships>`
const workbook =
  '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>'

/** A workbook written by hand, part by part. */
export function rawXlsx(sheet: string | Buffer, more: readonly ZipEntry[] = []): Buffer {
  return writeZip([
    entry('[Content_Types].xml', Buffer.from(types)),
    entry('_rels/.rels', Buffer.from(relations('xl/workbook.xml', 'officeDocument'))),
    entry('xl/workbook.xml', Buffer.from(workbook)),
    entry('xl/_rels/workbook.xml.rels', Buffer.from(relations('worksheets/sheet1.xml', 'worksheet'))),
    entry('xl/worksheets/sheet1.xml', Buffer.from(sheet)),
    ...more,
  ])
}

const inline = (text: string) => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`

/** @param cells XML of whole cells in place of a text, by `row,column` from 0. */
export function sheetXml(
  rows: readonly Row[],
  cells: Readonly<Record<string, string>> = {},
  head = '',
): string {
  const body = rows.map((row, at) => {
    const filled = row.map((cell, column) => cells[`${at},${column}`] ?? inline(String(cell ?? '')))
    return `<row r="${at + 1}">${filled.join('')}</row>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>${head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body.join('')}</sheetData></worksheet>`
}
