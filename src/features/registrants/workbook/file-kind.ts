/** What a file is, by its first bytes and its parts. Names lie: .xls files are saved as .xlsx, programs as lists. */
import { Problem } from '#domain/problem.ts'
import type { ListKind, ListLimits } from './limits.ts'
import { readZip } from './zip.ts'

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ZIP = Buffer.from('504b0304', 'hex')
const textName = /\.(csv|tsv|txt)$/i

/** @throws Problem list.file-empty, -kind, -macro, -locked, -too-large, -damaged */
export function decideKind(file: Buffer, fileName: string, limits: ListLimits): ListKind {
  if (file.length === 0) throw new Problem('list.file-empty')
  const kind = findKind(file, fileName)
  if (file.length > limits.bytes[kind]) {
    throw new Problem('list.file-too-large', { limitMb: Math.floor(limits.bytes[kind] / 1024 / 1024) })
  }
  if (kind === 'xlsx') refuseOtherPackages(file)
  if (kind === 'xls') refuseOtherContainers(file)
  return kind
}

function findKind(file: Buffer, fileName: string): ListKind {
  if (file.subarray(0, 4).equals(ZIP)) return 'xlsx'
  if (file.subarray(0, 8).equals(OLE)) return 'xls'
  if (textName.test(fileName) && isText(file)) return 'csv'
  throw new Problem('list.file-kind')
}

/** NUL bytes belong to programs and to UTF-16, which says so with its first two bytes. */
function isText(file: Buffer): boolean {
  const mark = file.subarray(0, 2).toString('hex')
  return mark === 'fffe' || mark === 'feff' || !file.subarray(0, 65_536).includes(0)
}

function refuseOtherPackages(file: Buffer): void {
  const names = new Set(readZip(file).map((entry) => entry.name))
  if (names.has('xl/vbaProject.bin')) throw new Problem('list.file-macro')
  if (!names.has('xl/workbook.xml') || !names.has('[Content_Types].xml')) throw new Problem('list.file-kind')
}

function refuseOtherContainers(file: Buffer): void {
  const holds = (stream: string) => file.includes(Buffer.from(stream, 'utf16le'))
  if (holds('EncryptedPackage')) throw new Problem('list.file-locked')
  // `Book` is the Excel of 1995: its texts are in code pages.
  if (!holds('Workbook')) throw new Problem('list.file-kind')
}
