/** What a file is, by its first bytes and its parts. Names lie: .xls files are saved as .xlsx, programs as lists. */
import { Problem } from '#domain/problem.ts'
import type { ListKind, FileLimits } from './limits.ts'
import { readZip } from './zip.ts'

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ZIP = Buffer.from('504b0304', 'hex')
const EMPTY_ZIP = Buffer.from('504b0506', 'hex')
const textName = /\.(csv|tsv|txt)$/i
/** Programs of Windows and Linux, scripts, shortcuts. */
const programs = ['4d5a', '7f454c46', '2321', '4c000000'].map((mark) => Buffer.from(mark, 'hex'))
/** Other archives: RAR, 7z, gzip. */
const archives = ['526172211a', '377abcaf', '1f8b08'].map((mark) => Buffer.from(mark, 'hex'))

const startsWith = (file: Buffer, marks: readonly Buffer[]) =>
  marks.some((mark) => file.subarray(0, mark.length).equals(mark))

/**
 * @throws Problem list.file-empty, -program, -archive, -kind, -web-page, -macro, -locked, -too-large, -damaged
 */
export function decideKind(file: Buffer, fileName: string, limits: FileLimits): ListKind {
  if (file.length === 0) throw new Problem('list.file-empty')
  const kind = findKind(file, fileName)
  if (file.length > limits.bytes[kind]) {
    throw new Problem('list.file-too-large', { limitMb: Math.floor(limits.bytes[kind] / 1024 / 1024) })
  }
  if (kind === 'xlsx') refuseOtherPackages(file)
  if (kind === 'xls') refuseOtherContainers(file)
  return kind
}

/** By the first bytes alone: what the process that opens it may be given. */
export function guessKind(head: Buffer): ListKind {
  if (startsWith(head, [OLE])) return 'xls'
  return startsWith(head, [ZIP]) ? 'xlsx' : 'csv'
}

function findKind(file: Buffer, fileName: string): ListKind {
  if (startsWith(file, [ZIP])) return 'xlsx'
  if (startsWith(file, [OLE])) return 'xls'
  if (startsWith(file, programs)) throw new Problem('list.file-program')
  if (startsWith(file, [...archives, EMPTY_ZIP])) throw new Problem('list.file-archive')
  // Programs on the web give tables of a page the name of a workbook.
  if (
    /^\s*<(?:!doctype|html|table|\?xml|head|meta)/i.test(
      file.toString('latin1', 0, 512).replace(/^\u00ef\u00bb\u00bf/, ''),
    )
  )
    throw new Problem('list.file-web-page')
  if (textName.test(fileName) && isText(file)) return 'csv'
  throw new Problem('list.file-kind')
}

/** Zero bytes belong to programs and to UTF-16, whose every second byte is a letter's. */
function isText(file: Buffer): boolean {
  const mark = file.subarray(0, 2).toString('hex')
  const head = file.subarray(0, 65_536)
  if (mark === 'fffe' || mark === 'feff' || !head.includes(0)) return true
  const halves = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) halves[at % 2]! += 1
  return Math.min(...halves) < head.length * 0.01 && Math.max(...halves) > head.length * 0.15
}

function refuseOtherPackages(file: Buffer): void {
  const entries = readZip(file)
  const names = new Set(entries.map((entry) => entry.name))
  const isMacro = (name: string) => /^xl\/(vbaProject\.bin|macrosheets\/)/i.test(name)
  if (entries.some((entry) => isMacro(entry.name))) throw new Problem('list.file-macro')
  if (names.has('xl/workbook.xml') && names.has('[Content_Types].xml')) return
  // A list put into an archive, or a workbook of another program.
  const isBag = !names.has('[Content_Types].xml') && !names.has('mimetype')
  throw new Problem(isBag ? 'list.file-archive' : 'list.file-kind')
}

function refuseOtherContainers(file: Buffer): void {
  const holds = (stream: string) => file.includes(Buffer.from(stream, 'utf16le'))
  if (holds('EncryptedPackage')) throw new Problem('list.file-locked')
  // `Book` is the Excel of 1995: its texts are in code pages.
  if (!holds('Workbook')) throw new Problem('list.file-kind')
  if (holds('_VBA_PROJECT')) throw new Problem('list.file-macro')
}
