import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import bwipjs from 'bwip-js'
import { create } from 'qrcode'

const WIDTH = 640
const HEIGHT = 480
const MODULE = 6
const WHITE = 235
const BLACK = 16

/** A square code: true where it is dark. */
type Code = { size: number; isDark: (row: number, column: number) => boolean }

function qrOf(text: string): Code {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  return { size: modules.size, isDark: (row, column) => Boolean(modules.get(row, column)) }
}

/** @param elements of GS1 as printed, `(01)…(17)…(10)…`; the code carries FNC1 and separators as a pack's does. */
function dataMatrixOf(elements: string): Code {
  const [drawn] = bwipjs.raw({ bcid: 'gs1datamatrix', text: elements })
  if (drawn === undefined || !('pixs' in drawn)) throw new Error('No Data Matrix was drawn')
  const { pixs, pixx } = drawn
  return { size: pixx, isDark: (row, column) => pixs[row * pixx + column] === 1 }
}

/** One picture of uncompressed video with a code in its middle, or with nothing; brightness only, the colours are grey. */
function frameOf(code: Code | null): Buffer {
  const light = Buffer.alloc(WIDTH * HEIGHT, WHITE)
  if (code !== null) drawCode(light, code)
  return Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)])
}

function drawCode(light: Buffer, { size, isDark }: Code): void {
  const left = Math.floor((WIDTH - size * MODULE) / 2)
  const top = Math.floor((HEIGHT - size * MODULE) / 2)
  if (top < 4 * MODULE) throw new RangeError('The text does not fit the picture')
  for (let y = 0; y < size * MODULE; y++) {
    for (let x = 0; x < size * MODULE; x++) {
      if (isDark(Math.floor(y / MODULE), Math.floor(x / MODULE))) light[(top + y) * WIDTH + left + x] = BLACK
    }
  }
}

/**
 * A film for Chromium's fake camera, played over and over. The browser reads it when a page opens the camera, so what
 * it shows may be decided after the browser was started.
 */
export async function createFakeCamera() {
  const folder = await mkdtemp(join(tmpdir(), 'muitiem-camera-'))
  const path = join(folder, 'camera.y4m')
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  const film = (code: Code | null) => writeFile(path, Buffer.concat([header, frameOf(code), frameOf(code)]))
  return {
    flags: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
    /** A QR with this text, or an empty wall. */
    show: (text: string | null) => film(text === null ? null : qrOf(text)),
    /** The Data Matrix of a vaccine pack. */
    showPack: (elements: string) => film(dataMatrixOf(elements)),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
