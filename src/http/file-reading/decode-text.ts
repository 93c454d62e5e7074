/** In which letters a text file was saved: it does not say so, except by its first bytes. */
import { isUtf8 } from 'node:buffer'
import { fontEvidence, rescueFont } from '#domain/person-list/fonts.ts'
import { isVietnameseSyllable } from '#domain/person-list/syllables.ts'
import { Problem } from '#domain/problem.ts'

export const textEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1258', 'windows-1252'] as const
export type TextEncoding = (typeof textEncodings)[number]

const HEAD_BYTES = 256 * 1024
/** Share of signed words that must make sense before a guess is believed. */
const SENSE_MIN = 0.6

/** @throws Problem list.file-encoding when no reading makes sense. */
export function findEncoding(file: Buffer): TextEncoding {
  const mark = file.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return 'utf-16le'
  if (mark === 'feff') return 'utf-16be'
  const wide = wideWithoutMark(file)
  if (wide !== null) return wide
  if (isUtf8(file)) return 'utf-8'
  const head = file.subarray(0, HEAD_BYTES)
  const vietnamese = sense(decodeText(head, 'windows-1258'))
  // The bytes of TCVN3 and VNI are Western letters until their font is known (`fonts.ts`).
  const western = senseInOldFonts(decodeText(head, 'windows-1252'))
  if (Math.max(vietnamese, western) < SENSE_MIN) throw new Problem('list.file-encoding')
  return vietnamese >= western ? 'windows-1258' : 'windows-1252'
}

/** Every second byte of plain letters in UTF-16 is zero, and none in any other text. */
function wideWithoutMark(file: Buffer): TextEncoding | null {
  const head = file.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2]! += 1
  const half = head.length / 2
  if (zeros[1]! > half * 0.3 && zeros[0]! < half * 0.02) return 'utf-16le'
  return zeros[0]! > half * 0.3 && zeros[1]! < half * 0.02 ? 'utf-16be' : null
}

/** @throws Problem list.file-encoding when bytes are none of this encoding. */
export function decodeText(file: Buffer, encoding: TextEncoding): string {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(file)
    // It has no letters with two signs, only signs that follow them: that is the encoding's way, not a fault of a cell.
    return encoding === 'windows-1258' ? text.normalize('NFC') : text
  } catch {
    throw new Problem('list.file-encoding')
  }
}

const wordGap = /[\s\d!-/:-@[-`{-~]+/

function signedWords(text: string): string[] {
  return text.split(wordGap).filter((word) => /[^\0-\u007f]/.test(word))
}

function sense(text: string): number {
  const words = signedWords(text)
  return words.length === 0 ? 1 : words.filter(isVietnameseSyllable).length / words.length
}

function senseInOldFonts(text: string): number {
  const cells = text.split(/[\r\n;,\t"]+/).filter((cell) => /[^\0-\u007f]/.test(cell))
  if (cells.length === 0) return 1
  return (
    cells.filter((cell) => fontEvidence(cell) !== 'none' && rescueFont(cell, null) !== null).length /
    cells.length
  )
}
