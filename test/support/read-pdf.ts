/** Reads back what our papers say: the words as they would be copied out, and the codes as a phone would scan them. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

export type PdfPage = {
  /** Words in the order in which they were laid down; what the font sets apart (Lao marks, ligatures) has a space as well. */
  text: string
  codes: () => Promise<string[]>
}

/** Pixels of a point: a module of the smallest code has about five. */
const SCALE = 4
const A4 = { width: 596, height: 842 }

type Objects = ReadonlyMap<number, { head: string; stream: Buffer | null }>

function readObjects(file: Buffer): Objects {
  const text = file.toString('latin1')
  const objects = new Map<number, { head: string; stream: Buffer | null }>()
  for (const match of text.matchAll(/(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length
    const end = text.indexOf('\nendobj', from)
    const starts = text.indexOf('stream\n', from)
    const hasStream = starts >= 0 && starts < end
    const head = text.slice(from, hasStream ? starts : end)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const bytes = hasStream ? file.subarray(starts + 7, starts + 7 + length) : null
    const isPacked = head.includes('/FlateDecode')
    objects.set(Number(match[1]), { head, stream: bytes === null || !isPacked ? bytes : inflateSync(bytes) })
  }
  return objects
}

const refOf = (head: string, name: string) => Number(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1])

/** Glyphs of a font as the letters that they stand for. */
function readLetters(objects: Objects, font: number): Map<string, string> {
  const map = objects.get(refOf(objects.get(font)!.head, 'ToUnicode'))!.stream!.toString('latin1')
  const letters = new Map<string, string>()
  for (const [, from, , list] of map.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g))
    for (const [at, [, units]] of [...list!.matchAll(/<([\w ]*)>/g)].entries()) {
      const glyph = (parseInt(from!, 16) + at).toString(16).padStart(4, '0')
      letters.set(glyph, Buffer.from(units!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  return letters
}

function readText(content: string, fonts: ReadonlyMap<string, Map<string, string>>): string {
  let letters = new Map<string, string>()
  let text = ''
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) letters = fonts.get(font)!
    else
      for (const [, glyphs] of shown!.matchAll(/<(\w+)>/g))
        text += glyphs!.replace(/\w{4}/g, (glyph) => letters.get(glyph) ?? '?')
    if (shown !== undefined) text += ' '
  }
  return text.replace(/\s+/g, ' ').trim()
}

type Matrix = readonly [number, number, number, number, number, number]

const within = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + b * i,
  a * h + b * j,
  c * g + d * i,
  c * h + d * j,
  e * g + f * i + k,
  e * h + f * j + l,
]

/** Paints what is filled: the modules of codes are rectangles along the axes, and nothing else of ours is. */
function paint(content: string): ImageData {
  const [width, height] = [A4.width * SCALE, A4.height * SCALE]
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  let matrix: Matrix = [1, 0, 0, 1, 0, 0]
  const kept: Matrix[] = []
  let operands: number[] = []
  let path: [number, number][][] = []
  const point = ([x, y]: number[]): [number, number] => {
    const [a, b, c, d, e, f] = matrix
    return [(x! * a + y! * c + e) * SCALE, (A4.height - (x! * b + y! * d + f)) * SCALE]
  }
  const fill = (corners: readonly [number, number][]) => {
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
    for (let y = Math.round(Math.min(...ys)); y < Math.round(Math.max(...ys)); y += 1)
      for (let x = Math.round(Math.min(...xs)); x < Math.round(Math.max(...xs)); x += 1)
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
  }
  const act: Record<string, () => void> = {
    q: () => kept.push(matrix),
    Q: () => void (matrix = kept.pop()!),
    cm: () => void (matrix = within(operands as unknown as Matrix, matrix)),
    m: () => path.push([point(operands)]),
    l: () => path.at(-1)!.push(point(operands)),
    f: () => path.forEach(fill),
  }
  for (const [token] of content.matchAll(/\[[^\]]*\]|\/\w+|-?\d*\.?\d+(?:e-?\d+)?|[A-Za-z]+\*?/g)) {
    if (/^[-.\d]/.test(token)) {
      operands.push(Number(token))
      continue
    }
    act[token]?.()
    if (['f', 'S', 'n', 'B'].includes(token)) path = []
    operands = []
  }
  return { data, width, height, colorSpace: 'srgb' }
}

async function readCodes(content: string): Promise<string[]> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } })
  const found = await readBarcodes(paint(content), { formats: ['QRCode'], maxNumberOfSymbols: 20 })
  return found.map(({ text }) => text)
}

export function readPdf(file: Buffer): PdfPage[] {
  const objects = readObjects(file)
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head))
  return pages.map(({ head }) => {
    const resources = objects.get(refOf(head, 'Resources'))!.head
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, at]) => [
        name!,
        readLetters(objects, Number(at)),
      ]),
    )
    const content = objects.get(refOf(head, 'Contents'))!.stream!.toString('latin1')
    return { text: readText(content, fonts), codes: () => readCodes(content) }
  })
}
