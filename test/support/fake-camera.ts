import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'qrcode'

const WIDTH = 640
const HEIGHT = 480
const MODULE = 6
const WHITE = 235
const BLACK = 16

/** One picture of uncompressed video with a QR in its middle, or with nothing; brightness only, the colours are grey. */
function frameOf(text: string | null): Buffer {
  const light = Buffer.alloc(WIDTH * HEIGHT, WHITE)
  if (text !== null) drawCode(light, text)
  return Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)])
}

function drawCode(light: Buffer, text: string): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const left = Math.floor((WIDTH - modules.size * MODULE) / 2)
  const top = Math.floor((HEIGHT - modules.size * MODULE) / 2)
  if (top < 4 * MODULE) throw new RangeError('The text does not fit the picture')
  for (let y = 0; y < modules.size * MODULE; y++) {
    for (let x = 0; x < modules.size * MODULE; x++) {
      if (modules.get(Math.floor(y / MODULE), Math.floor(x / MODULE)))
        light[(top + y) * WIDTH + left + x] = BLACK
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
  return {
    flags: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
    show: (text: string | null) => writeFile(path, Buffer.concat([header, frameOf(text), frameOf(text)])),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
