/**
 * What a phone fetches before a page is drawn, in gz bytes, against the page's budget; exits with 1 above it.
 *   npm run -s size              the table
 *   npm run -s size -- --json    and the same as JSON in the last line
 */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ensureWebBuilt } from './build-web.ts'
import { allFilesOf, filesOf, readBundle, SHELL, type Bundle } from './web/page-files.ts'

/** 1 kB = 1000 bytes. `laterToo`: what the page fetches once it is drawn counts against the budget as well. */
const budgets = [
  { page: 'scan', source: 'site/area.ts', jsMax: 90_000, totalMax: 150_000, laterToo: false },
  { page: 'sign-in', source: 'sign-in/area.ts', jsMax: 90_000, totalMax: 150_000, laterToo: false },
  { page: 'phone', source: 'phone-page/area.ts', jsMax: 90_000, totalMax: 150_000, laterToo: false },
  { page: 'board', source: 'centre/area.ts', jsMax: 250_000, totalMax: 250_000, laterToo: true },
  { page: 'ward', source: 'ward/area.ts', jsMax: 250_000, totalMax: 250_000, laterToo: false },
  { page: 'stock', source: 'stock/area.ts', jsMax: 250_000, totalMax: 250_000, laterToo: false },
  { page: 'accounts', source: 'accounts/area.ts', jsMax: 250_000, totalMax: 250_000, laterToo: false },
  { page: 'setup', source: 'setup/area.ts', jsMax: 250_000, totalMax: 250_000, laterToo: false },
] as const
type Budget = (typeof budgets)[number]

const folder = join(import.meta.dirname, '../dist/web')
const sizes = new Map<string, number>()

async function sizeOf(file: string): Promise<number> {
  const known = sizes.get(file)
  if (known !== undefined) return known
  const size = gzipSync(await readFile(join(folder, file)), { level: 9 }).length
  sizes.set(file, size)
  return size
}

async function sum(files: Iterable<string>, isCounted: (file: string) => boolean): Promise<number> {
  const counted = await Promise.all([...files].filter(isCounted).map(sizeOf))
  return counted.reduce((total, size) => total + size, 0)
}

async function measure(bundle: Bundle, { page, source, jsMax, totalMax, laterToo }: Budget) {
  const later = allFilesOf(bundle, source)
  const first = laterToo ? later : filesOf(bundle, source)
  const files = new Set([SHELL, ...filesOf(bundle, SHELL), ...first])
  const js = await sum(files, (file) => extname(file) === '.js')
  const total = await sum(files, () => true)
  const afterwards = await sum(later, (file) => !files.has(file))
  return { page, js, total, later: afterwards, jsMax, totalMax, ok: js <= jsMax && total <= totalMax }
}

await ensureWebBuilt()
const bundle = await readBundle(folder)
const pages = await Promise.all(budgets.map((budget) => measure(bundle, budget)))
const isOk = pages.every(({ ok }) => ok)

const head = ['page', 'js gz', 'of', 'all gz', 'of', 'fetched later', '']
const rows = pages.map(({ page, js, jsMax, total, totalMax, later, ok }) => [
  page,
  ...[js, jsMax, total, totalMax, later].map(String),
  ok ? 'ok' : 'TOO LARGE',
])
for (const row of [head, ...rows])
  console.log(row.map((text, at) => (at === 0 ? text.padEnd(10) : text.padStart(14))).join(''))
if (process.argv.includes('--json')) console.log(JSON.stringify({ pages, ok: isOk }))
process.exitCode = isOk ? 0 : 1
