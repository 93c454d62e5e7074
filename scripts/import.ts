/**
 * Reads a list of registrants as an upload would, and says what it comes to:
 *   npm run -s import -- --file list.xls --ward 19753 --dry-run --json
 *     [--on 2021-10-18] [--layout national|history|enterprise|household] [--refuse legacy-font,phone-zero] [--map map.json]
 * `--dry-run` needs no database: the places are those that ship with the service. `--map` is a file with headings by
 * hand, `{"co ao": "note", "ma kh": "ignore"}`, by the keys that `unknown` shows.
 *   npm run -s import -- --file list.xls --ward 19753 --account NAME [--list ID] --json
 * uploads and confirms it in the name of that account, in the database of DATABASE_URL or DATA_DIR; the day is today, and
 * what was decided for the ward by hand holds.
 * Exit code 0 when the file was read, 2 when it was refused (`refused.code` says why), 1 for anything else.
 */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { isLocalDate, localDateAt } from '#domain/dates.ts'
import { isListField } from '#domain/person-list/fields.ts'
import type { HeadingMapping } from '#domain/person-list/headings.ts'
import { listLayouts, type ListLayout } from '#domain/person-list/layouts.ts'
import { listPlaces } from '#domain/person-list/list-places.ts'
import { repairKinds, type RepairKind } from '#domain/person-list/problems.ts'
import { fillWords, Problem, problems } from '#domain/problem.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { oudomxayGeography } from '#features/geography/seed/oudomxay.ts'
import type { ListContext } from '#features/registrants/workbook/read-list.ts'
import { dryRun, type ImportAnswer } from './import/dry-run.ts'
import { storedRun } from './import/stored-run.ts'

const REFUSED = 2
const usage =
  'npm run -s import -- --file F --ward CODE [--dry-run] [--list ID] [--account NAME] [--on YYYY-MM-DD] ' +
  `[--layout ${listLayouts.join('|')}] [--refuse KIND,…] [--map FILE] [--json]`

function readArguments() {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      ward: { type: 'string' },
      on: { type: 'string' },
      layout: { type: 'string' },
      refuse: { type: 'string' },
      map: { type: 'string' },
      list: { type: 'string' },
      account: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { file, ward, on } = values
  const reads = [on, values.layout, values.refuse, values.map].some((value) => value !== undefined)
  if (reads && !values['dry-run']) throw new Error('--on, --layout, --refuse and --map go with --dry-run.')
  if (file === undefined || ward === undefined || (on !== undefined && !isLocalDate(on)))
    throw new Error(usage)
  return { ...values, file, ward, on: on ?? localDateAt(new Date(), hueGeography.timeZone) }
}

function toContext(asked: ReturnType<typeof readArguments>): ListContext {
  const { ward, on, layout, refuse, map } = asked
  const seeds = [hueGeography, oudomxayGeography]
  const places = listPlaces(
    {
      places: seeds.flatMap((seed) => seed.places),
      names: seeds.flatMap((seed) => seed.names),
      changes: seeds.flatMap((seed) => seed.changes),
    },
    on,
  )
  const own = places.find(({ level, code, heir }) => level === 'ward' && code === ward && heir !== null)
  if (own === undefined) throw new Error(`No ward ${ward} on ${on}, nor one that came from it whole.`)
  return {
    on,
    places,
    wardCode: own.heir!.code,
    ...(layout === undefined ? {} : { layout: toLayout(layout) }),
    refusedRepairs: refuse === undefined ? [] : refuse.split(',').map(toRepair),
    mapping: map === undefined ? {} : readMapping(map),
  }
}

function toLayout(text: string): ListLayout {
  const layout = listLayouts.find((each) => each === text)
  if (layout === undefined) throw new Error(`--layout is one of ${listLayouts.join(', ')}.`)
  return layout
}

function toRepair(text: string): RepairKind {
  const kind = repairKinds.find((each) => each === text)
  if (kind === undefined) throw new Error(`--refuse takes ${repairKinds.join(', ')}.`)
  return kind
}

function readMapping(path: string): HeadingMapping {
  const entries = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)
  const wrong = entries.find(
    ([, field]) => typeof field !== 'string' || (field !== 'ignore' && !isListField(field)),
  )
  if (wrong !== undefined) throw new Error(`--map: no column is called ${String(wrong[1])}.`)
  return Object.fromEntries(entries) as HeadingMapping
}

function print(answer: ImportAnswer, isJson: boolean): void {
  if (isJson) {
    console.log(JSON.stringify(answer, null, 2))
    return
  }
  const { counts, refused } = answer
  if (refused !== null) console.log(`Không nhận (${refused.code}): ${refused.vi}`)
  for (const [name, count] of Object.entries(counts ?? {})) console.log(`${name}: ${count}`)
  for (const { row, column, says } of answer.errors ?? []) console.log(`Dòng ${row}${column ?? ''}: ${says}`)
}

function refusal(error: Problem): ImportAnswer {
  const { code, facts } = error
  const [vi, en, lo] = (['vi', 'en', 'lo'] as const).map((language) =>
    fillWords(problems[code], language, facts),
  ) as [string, string, string]
  return { refused: { code, facts, vi, en, lo } }
}

const isJson = process.argv.includes('--json')
try {
  const asked = readArguments()
  statSync(asked.file)
  const name = basename(asked.file)
  const answer = asked['dry-run']
    ? await dryRun(asked.file, name, toContext(asked))
    : await storedRun(asked.file, name, asked)
  print(answer, isJson)
} catch (error) {
  if (error instanceof Problem) {
    print(refusal(error), isJson)
    process.exitCode = REFUSED
  } else {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
