import type { Picture } from './png.ts'

/** `src/web/icon.svg` as pixels, for the home screens that take no SVG. It knows just what that file uses. */

type Point = { x: number; y: number }
type Icon = {
  /** Of the square that it is drawn in. */
  side: number
  corner: number
  ground: readonly number[]
  ink: readonly number[]
  /** Half the width of a stroke. */
  reach: number
  lines: readonly (readonly [Point, Point])[]
}
/** `rounded` as in the SVG; `full` for systems that cut the shape themselves, with room for the cut. */
export type Shape = 'rounded' | 'full'

/** A system may cut away all but the middle 80 %. */
const SAFE_SHARE = 0.8
/** Samples a side of each pixel: smooth edges. */
const SAMPLES = 4

export function drawIcon(svg: string, size: number, shape: Shape): Picture {
  const icon = readIcon(svg)
  const pixels = new Uint8Array(size * size * 4)
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) pixels.set(pixelAt(icon, x, y, size, shape), (y * size + x) * 4)
  return { size, pixels }
}

function pixelAt(icon: Icon, x: number, y: number, size: number, shape: Shape): number[] {
  let [ground, ink] = [0, 0]
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const at = {
      x: ((x + ((i % SAMPLES) + 0.5) / SAMPLES) / size) * icon.side,
      y: ((y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size) * icon.side,
    }
    if (shape === 'rounded' && !isInside(icon, at)) continue
    const isInk = isOnLine(icon, shape === 'rounded' ? at : spread(icon, at))
    ink += isInk ? 1 : 0
    ground += isInk ? 0 : 1
  }
  const both = ink + ground
  const mix = icon.ground.map((value, at) =>
    Math.round((value * ground + icon.ink[at]! * ink) / Math.max(both, 1)),
  )
  return [...mix, Math.round((both / (SAMPLES * SAMPLES)) * 255)]
}

/** Where the point lies in a drawing that fills the safe part only. */
function spread({ side }: Icon, { x, y }: Point): Point {
  const middle = side / 2
  return { x: middle + (x - middle) / SAFE_SHARE, y: middle + (y - middle) / SAFE_SHARE }
}

function isInside({ side, corner }: Icon, { x, y }: Point): boolean {
  const beyond = (value: number) => Math.max(corner - value, value - (side - corner), 0)
  return Math.hypot(beyond(x), beyond(y)) <= corner
}

const isOnLine = ({ lines, reach }: Icon, at: Point) =>
  lines.some(([from, to]) => distance(at, from, to) <= reach)

/** To a stretch with round ends. */
function distance(at: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const along = ((at.x - from.x) * dx + (at.y - from.y) * dy) / (dx * dx + dy * dy)
  const share = Math.min(Math.max(along, 0), 1)
  return Math.hypot(at.x - from.x - share * dx, at.y - from.y - share * dy)
}

function readIcon(svg: string): Icon {
  const find = (pattern: RegExp) => {
    const found = pattern.exec(svg)?.[1]
    if (found === undefined) throw new Error(`icon.svg: nothing like ${pattern}`)
    return found
  }
  const colour = (text: string) => {
    const short = text.length === 3 ? text.replaceAll(/./g, '$&$&') : text
    return [0, 2, 4].map((at) => Number.parseInt(short.slice(at, at + 2), 16))
  }
  return {
    side: Number(find(/viewBox="0 0 (\d+)/)),
    corner: Number(find(/rx="([\d.]+)"/)),
    ground: colour(find(/<rect[^>]*fill="#([0-9a-f]+)"/)),
    ink: colour(find(/stroke="#([0-9a-f]+)"/)),
    reach: Number(find(/stroke-width="([\d.]+)"/)) / 2,
    lines: readPath(find(/ d="([^"]+)"/)),
  }
}

/** Straight lines only: M, l, L, h, v and what may follow each without its letter. */
function readPath(path: string): [Point, Point][] {
  const lines: [Point, Point][] = []
  let here: Point = { x: 0, y: 0 }
  for (const [, command = '', rest = ''] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = [...rest.matchAll(/-?\d*\.?\d+/g)].map(Number)
    const steps = command === 'h' || command === 'v' ? numbers.length : numbers.length / 2
    for (let step = 0; step < steps; step += 1) {
      const [a, b] = [numbers[step * 2] ?? 0, numbers[step * 2 + 1] ?? 0]
      const next = move(command, here, a, b)
      if (command !== 'M') lines.push([here, next])
      here = next
    }
  }
  return lines
}

function move(command: string, { x, y }: Point, a: number, b: number): Point {
  if (command === 'M' || command === 'L') return { x: a, y: b }
  if (command === 'l') return { x: x + a, y: y + b }
  if (command === 'h') return { x: x + a, y }
  if (command === 'v') return { x, y: y + a }
  throw new Error(`icon.svg: ${command} is not drawn`)
}
