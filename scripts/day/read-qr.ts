import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const PIXELS = 4

/** Reads the printed invitation as a phone does: the drawing is laid out as pixels and handed to the decoder. */
export async function readQr(svg: string): Promise<string> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const bytes = await readFile(wasm)
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(bytes).buffer } })
  const [found] = await readBarcodes(drawPixels(svg), { formats: ['QRCode'] })
  if (found === undefined) throw new Error('The printed code cannot be read')
  return found.text
}

/** The library draws each row of dark squares as one stroke: `M4 4.5h7m1 0h2`. */
function drawPixels(svg: string): ImageData {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  const path = /stroke="[^"]+" d="([^"]+)"/.exec(svg)?.[1]
  if (!Number.isInteger(size) || path === undefined) throw new Error('The code is drawn in an unknown way')
  const width = size * PIXELS
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  let [x, y] = [0, 0]
  for (const [, command, first, second] of path.matchAll(/([Mmh])\s*(-?[\d.]+)(?:[ ,]*(-?[\d.]+))?/g)) {
    const [a, b] = [Number(first), Number(second ?? 0)]
    if (command === 'M') [x, y] = [a, b]
    else if (command === 'm') [x, y] = [x + a, y + b]
    else {
      darken(data, width, { x, y: Math.floor(y), length: a })
      x += a
    }
  }
  return { data, width, height: width, colorSpace: 'srgb' }
}

function darken(
  data: Uint8ClampedArray,
  width: number,
  { x, y, length }: { x: number; y: number; length: number },
): void {
  for (let row = y * PIXELS; row < (y + 1) * PIXELS; row++) {
    for (let column = x * PIXELS; column < (x + length) * PIXELS; column++) {
      const at = (row * width + column) * 4
      data.fill(0, at, at + 3)
    }
  }
}
