/**
 * As much of the ZIP format as an .xlsx needs: what is in it, whether it may be unpacked, one part read, and the
 * archive written again with some parts replaced and all others copied byte for byte.
 */
import { crc32, createInflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import { Problem } from '#domain/problem.ts'

export type ZipEntry = {
  name: string
  method: number
  crc: number
  time: number
  /** As stored in the archive. */
  body: Buffer
  /** As the directory claims. */
  size: number
  /** Encrypted with a password. */
  isLocked: boolean
}

const DIRECTORY_END = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const UTF8_NAMES = 0x0800

/** @throws Problem list.file-damaged when the archive does not hold together. */
export function readZip(file: Buffer): ZipEntry[] {
  try {
    const end = file.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
    if (end < 0 || file.readUInt32LE(end) !== DIRECTORY_END) throw new RangeError('No directory')
    const entries: ZipEntry[] = []
    let at = file.readUInt32LE(end + 16)
    for (let count = file.readUInt16LE(end + 10); count > 0; count -= 1) {
      const { entry, next } = readEntry(file, at)
      entries.push(entry)
      at = next
    }
    return entries
  } catch (error) {
    if (error instanceof RangeError) throw new Problem('list.file-damaged')
    throw error
  }
}

function readEntry(file: Buffer, at: number): { entry: ZipEntry; next: number } {
  if (file.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('Not a directory entry')
  const nameLength = file.readUInt16LE(at + 28)
  const tail = file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  const local = file.readUInt32LE(at + 42)
  if (file.readUInt32LE(local) !== LOCAL_HEADER) throw new RangeError('Not a local header')
  const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
  const packed = file.readUInt32LE(at + 20)
  if (start + packed > file.length) throw new RangeError('Beyond the end')
  const entry = {
    name: file.toString('utf8', at + 46, at + 46 + nameLength),
    isLocked: (file.readUInt16LE(at + 8) & 1) === 1,
    method: file.readUInt16LE(at + 10),
    time: file.readUInt32LE(at + 12),
    crc: file.readUInt32LE(at + 16),
    size: file.readUInt32LE(at + 24),
    body: file.subarray(start, start + packed),
  }
  return { entry, next: at + 46 + nameLength + tail }
}

/** Piece by piece. @throws Problem list.file-damaged, list.file-locked */
export async function* unpackEntry(entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.isLocked) throw new Problem('list.file-locked')
  if (entry.method === 0) {
    yield entry.body
    return
  }
  if (entry.method !== 8) throw new Problem('list.file-damaged')
  const inflate = createInflateRaw()
  inflate.end(entry.body)
  try {
    for await (const chunk of inflate) yield chunk as Buffer
  } catch (error) {
    // A RangeError or zlib's own: the bytes are not what they claim.
    if (error instanceof Error && 'code' in error) throw new Problem('list.file-damaged')
    throw error
  } finally {
    inflate.destroy()
  }
}

/** @throws Problem list.file-damaged when the part is missing. Only after `checkParts`. */
export function unpackPart(entries: readonly ZipEntry[], name: string): Buffer {
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry === undefined) throw new Problem('list.file-damaged')
  return entry.method === 0 ? entry.body : inflateRawSync(entry.body)
}

export function packPart(entry: ZipEntry, content: Buffer): ZipEntry {
  return { ...entry, method: 8, crc: crc32(content), size: content.length, body: deflateRawSync(content) }
}

export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const common = commonHeader(entry, name.length)
    const local = Buffer.alloc(4)
    local.writeUInt32LE(LOCAL_HEADER)
    parts.push(local, common, name, entry.body)
    directory.push(directoryEntry(common, offset), name)
    offset += local.length + common.length + name.length + entry.body.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(DIRECTORY_END)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listed, end])
}

/** The 26 bytes that the local header and the directory have in common. */
function commonHeader(entry: ZipEntry, nameLength: number): Buffer {
  const header = Buffer.alloc(26)
  header.writeUInt16LE(20, 0)
  header.writeUInt16LE(UTF8_NAMES, 2)
  header.writeUInt16LE(entry.method, 4)
  header.writeUInt32LE(entry.time, 6)
  header.writeUInt32LE(entry.crc, 10)
  header.writeUInt32LE(entry.body.length, 14)
  header.writeUInt32LE(entry.size, 18)
  header.writeUInt16LE(nameLength, 22)
  return header
}

function directoryEntry(common: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(DIRECTORY_ENTRY)
  entry.writeUInt16LE(20, 4)
  common.copy(entry, 6, 0, 26)
  entry.writeUInt32LE(offset, 42)
  return entry
}
