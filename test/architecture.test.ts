import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const source = join(root, 'src')

type Import = { file: string; target: string; typeOnly: boolean }

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.split(sep).join('/'))
  .sort()

const textOf = (file: string) => readFileSync(join(source, file), 'utf8')

/** Import statements (static and dynamic) of one file, with targets as paths inside `src` or package names. */
function importsOf(file: string, text = textOf(file)): Import[] {
  const found: Import[] = []
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g
  for (const match of text.matchAll(pattern)) {
    const target = match[2] ?? match[3] ?? match[4]!
    found.push({ file, target: resolve(file, target), typeOnly: match[1] !== undefined })
  }
  return found
}

function resolve(file: string, target: string): string {
  if (target.startsWith('#src/')) return target.slice('#src/'.length)
  if (target.startsWith('#')) return target.slice(1)
  if (!target.startsWith('.')) return target
  return relative(source, join(source, file, '..', target))
    .split(sep)
    .join('/')
}

const order = [
  'accounts',
  'geography',
  'stock',
  'campaigns',
  'sessions',
  'registrants',
  'doses',
  'certificates',
  'reports',
  'planner',
]

const roomOf = (path: string) => path.split('/')[0]!
const featureOf = (path: string) => (roomOf(path) === 'features' ? path.split('/')[1]! : null)
const isOurs = (target: string) =>
  /^(domain|db|http|features|web|sim)\/|^(app|main|config|service|openapi-document)\.ts$/.test(target)

/** Why this import may not be, or null. */
function fault({ file, target, typeOnly }: Import): string | null {
  const room = roomOf(file)
  if (room === 'domain') {
    return isOurs(target) && roomOf(target) === 'domain' ? null : 'rules know nothing but rules'
  }
  if (!isOurs(target)) return null
  const to = roomOf(target)
  if (room === to && room !== 'features') return null
  switch (room) {
    case 'db':
      return to === 'domain' ? null : 'the database knows rules only'
    case 'http':
      return ['db', 'domain'].includes(to) || (target === 'config.ts' && typeOnly)
        ? null
        : 'http knows no feature'
    case 'web':
      if (to === 'domain') return null
      return typeOnly && /^features\/\w+\/(\w+-)*contract\.ts$/.test(target)
        ? null
        : 'pages take rules, and types of contracts'
    case 'sim':
      return ['features', 'db', 'domain'].includes(to) ? null : 'the simulator drives use cases, not HTTP'
    case 'features': {
      if (['http', 'db', 'domain'].includes(to)) return null
      const [from, other] = [featureOf(file)!, featureOf(target)]
      if (other === null) return 'a feature is put together by app.ts, not the other way round'
      if (from === other) return null
      if (target.endsWith('/routes.ts')) return 'another feature’s routes'
      return order.indexOf(other) < order.indexOf(from) ? null : `${other} comes after ${from}`
    }
    default:
      return null // main, app, service and config put things together
  }
}

const imports = files.flatMap((file) => importsOf(file))

describe('who imports whom', () => {
  test('every feature has its place in the order', () => {
    const features = [...new Set(files.map(featureOf).filter((name) => name !== null))]
    expect(features.toSorted()).toEqual(order.toSorted())
  })

  test('no room looks where it should not', () => {
    const faults = imports.flatMap((line) => {
      const why = fault(line)
      return why === null ? [] : [`${line.file} → ${line.target}: ${why}`]
    })
    expect(faults).toEqual([])
  })

  test('a planted backward import is found', () => {
    const planted = (file: string, text: string) => importsOf(file, text).map(fault)
    expect(planted('features/stock/x.ts', "import { a } from '#features/planner/queries.ts'\n")).toEqual([
      'planner comes after stock',
    ])
    expect(planted('features/stock/x.ts', "import { a } from '../planner/queries.ts'\n")).toEqual([
      'planner comes after stock',
    ])
    expect(planted('domain/x.ts', "import { z } from 'zod'\n")).toEqual(['rules know nothing but rules'])
    expect(planted('domain/x.ts', "import { readFile } from 'node:fs'\n")).toEqual([
      'rules know nothing but rules',
    ])
    expect(planted('web/x.tsx', "import { x } from '#features/doses/contract.ts'\n")).toEqual([
      'pages take rules, and types of contracts',
    ])
    expect(planted('web/x.tsx', "import type { X } from '#features/doses/contract.ts'\n")).toEqual([null])
  })
})

describe('what a room may do', () => {
  const without = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, ' ')

  test('rules have no clock, no chance and no surroundings', () => {
    const guilty = files.filter(
      (file) =>
        roomOf(file) === 'domain' &&
        /Date\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\bglobalThis\b|\bcrypto\./.test(
          without(textOf(file)),
        ),
    )
    expect(guilty).toEqual([])
  })

  test('time comes from the clock that is handed in', () => {
    const allowed = new Set(['service.ts'])
    const guilty = files.filter(
      (file) =>
        !['domain', 'web'].includes(roomOf(file)) &&
        !allowed.has(file) &&
        !file.startsWith('db/embedded') &&
        /Date\.now\(|new Date\(\)/.test(without(textOf(file))),
    )
    expect(guilty).toEqual([])
  })

  test('only config.ts reads the environment', () => {
    const guilty = files.filter(
      (file) => file !== 'config.ts' && roomOf(file) !== 'web' && /process\.env/.test(without(textOf(file))),
    )
    expect(guilty).toEqual([])
  })

  test('no SQL asks the database for the time, and none names a schema', () => {
    const guilty = files.filter(
      (file) =>
        roomOf(file) === 'features' &&
        /(?<!performance\.)\bnow\(\)|CURRENT_DATE|CURRENT_TIMESTAMP|"public"\.|\bpublic\.\w/.test(
          without(textOf(file)),
        ),
    )
    expect(guilty).toEqual([])
  })
})

describe('who writes which table', () => {
  /** A file of src/db/tables is its feature's of the same name, or a further one of: */
  const furtherTables = new Map([
    ['lists', 'registrants'],
    ['reviews', 'doses'],
    ['corrections', 'doses'],
    ['counters', 'doses'],
  ])
  const owners = new Map<string, string>()
  const tableVariables = new Map<string, string>()
  const withoutOwner: string[] = []
  for (const path of files.filter((file) => /^db\/tables\/(?!index|columns)/.test(file))) {
    const name = path.slice('db/tables/'.length, -'.ts'.length)
    const feature = furtherTables.get(name) ?? name
    if (!order.includes(feature)) withoutOwner.push(path)
    for (const match of textOf(path).matchAll(/export const (\w+) = pgTable\(\s*'(\w+)'/g)) {
      owners.set(match[2]!, feature)
      tableVariables.set(match[1]!, match[2]!)
    }
  }

  /**
   * Exceptions, each with its reason; the list should only shrink.
   * The set writer: a set of doses is one transaction over people, stock, counters and audit.
   * session_person: the writer admits walk-ins; identify admits. session_canonical: whoever of them a merge has kept.
   */
  const exceptions: { file: RegExp; tables: RegExp; why: string }[] = [
    { file: /^features\/doses\/set-writer\//, tables: /./, why: 'a set of doses is one transaction' },
    {
      file: /^features\/doses\//,
      tables: /^session_(person|canonical)$/,
      why: 'identify admits a person into the session',
    },
  ]

  test('a table is written only by the feature that owns it', () => {
    expect(withoutOwner).toEqual([])
    const faults: string[] = []
    for (const file of files) {
      const feature = featureOf(file)
      if (feature === null) continue
      const text = without(textOf(file))
      const written = new Set<string>()
      for (const match of text.matchAll(/(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:ONLY\s+)?"?([a-z_]+)"?/g))
        written.add(match[1]!)
      for (const match of text.matchAll(/\.(?:insert|update|delete)\(\s*(\w+)\s*\)/g)) {
        const table = tableVariables.get(match[1]!)
        if (table !== undefined) written.add(table)
      }
      for (const table of written) {
        const owner = owners.get(table)
        if (owner === undefined || owner === feature) continue
        if (exceptions.some((exception) => exception.file.test(file) && exception.tables.test(table)))
          continue
        faults.push(`${file} writes ${table}, which belongs to ${owner}`)
      }
    }
    expect(faults).toEqual([])
  })

  function without(text: string): string {
    return text.replaceAll(/\/\*[\s\S]*?\*\//g, ' ').replaceAll(/^\s*\/\/.*$/gm, ' ')
  }
})
