import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnterpriseReading } from '#domain/person-list/enterprise.ts'
import { listPlaces } from '#domain/person-list/list-places.ts'
import type { RowReading } from '#domain/person-list/rows.ts'
import { Problem, problems } from '#domain/problem.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { collectFile } from '#features/registrants/workbook/collect-file.ts'
import { listLimits } from '#features/registrants/workbook/limits.ts'
import type { ListHead, ListSummary } from '#features/registrants/workbook/list-file.ts'
import { type ListContext, openList } from '#features/registrants/workbook/read-list.ts'
import { ReadingRun } from '#features/registrants/workbook/reading-run.ts'
import { problemOfFile } from '#http/file-reading/file-error.ts'
import { hostileCases } from './hostile-cases.ts'
import type { Expected, ListCase } from './list-case.ts'
import { listCases, makeFiles, pathOf } from './make-files.ts'

const day = '2021-10-18'
/** Only these could take the reader with them, or be stopped from outside alone. */
const hostile = new Set(hostileCases.map(({ name }) => name))
/** Of every format, layout and kind of context one, to see that nothing is lost on the way between two processes. */
const samples = [
  'UTF-8',
  'Windows-1258',
  'plain headings in an .xls',
  'TCVN3 in an .xlsx',
  'a strange heading mapped by hand',
  'phones as numbers, and no repair wanted',
  'ward codes of 2021 in a list of 2025',
  'the list of people already vaccinated',
  'the household book',
  'a list of enterprises',
]
const folder = mkdtempSync(join(tmpdir(), 'lists-'))
beforeAll(() => makeFiles(folder), 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

type Reading = RowReading | EnterpriseReading
type Read = ListHead & Omit<ListSummary, 'peakMb'> & { taken: readonly Reading[] }

function contextOf({ context = {} }: ListCase): ListContext {
  const on = context.on ?? day
  return { on, wardCode: '19753', places: listPlaces(hueGeography, on), ...context }
}

const tally = (codes: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]))

/** In a process of its own, as every file of a stranger is. */
async function readApart(path: string, listCase: ListCase): Promise<Read> {
  const limits = { ...listLimits, ...listCase.limits }
  const list = await openList(path, listCase.fileName, contextOf(listCase), { limits, batchRows: 3 })
  const { kind, layout, sheetName, encoding, headings, resultColumn, conventions, rows } = list
  const taken: Reading[] = []
  for await (const batch of list.readings) taken.push(...batch)
  const { readings, stopped, ignored } = await list.finished
  const head = { kind, layout, sheetName, encoding, headings, resultColumn, conventions, rows }
  return { ...head, readings, stopped, ignored, taken }
}

/** What that process does with it, done here: a file that only wants to be understood needs none. */
async function readHere(path: string, listCase: ListCase): Promise<Read> {
  const context = contextOf(listCase)
  const { fileName } = listCase
  const limits = { ...listLimits, ...listCase.limits }
  try {
    const list = await collectFile(readFileSync(path), {
      fileName,
      limits,
      context,
      onProgress: () => undefined,
    })
    const run = new ReadingRun(list, context)
    const taken = [...run.batches(3)].flat()
    return { ...run.head, ...run.totals, taken }
  } catch (error) {
    throw problemOfFile(error) ?? error
  }
}

function tell({ readings, stopped, kind, layout, encoding, headings, ignored, taken }: Read) {
  const people = taken.flatMap((reading) =>
    'registrant' in reading && reading.registrant !== null ? [reading.registrant] : [],
  )
  return {
    readings,
    stopped,
    kind,
    layout,
    encoding,
    unknown: headings.unknown.map(({ key }) => key),
    repairs: tally(taken.flatMap((reading) => reading.repairs.map(({ kind: repair }) => repair))),
    problems: tally(taken.flatMap((reading) => reading.problems.map(({ code }) => code))),
    ignored: tally(ignored.map(({ reason }) => reason)),
    names: people.map(({ fullName }) => fullName),
    births: people.map(({ bornOn }) => bornOn),
  }
}

/** Only what the case speaks of; of problems and ignored rows only those that it names. */
function said(expected: Exclude<Expected, { refused: string }>, read: ReturnType<typeof tell>) {
  const named = (
    counts: Readonly<Record<string, number>>,
    wanted: Readonly<Record<string, number>> | undefined,
  ) =>
    wanted === undefined
      ? undefined
      : Object.fromEntries(Object.keys(wanted).map((key) => [key, counts[key] ?? 0]))
  const whole = {
    ...read,
    problems: named(read.problems, expected.problems),
    ignored: named(read.ignored, expected.ignored),
  }
  return Object.fromEntries(Object.keys(expected).map((key) => [key, whole[key as keyof typeof whole]]))
}

describe('messy and hostile files', () => {
  test('there are at least sixty, each with a name of its own', () => {
    expect(new Set(listCases.map(({ name }) => name)).size).toBe(listCases.length)
    expect(listCases.length).toBeGreaterThanOrEqual(60)
  })

  test.each(listCases.map((listCase, at) => [listCase.name, listCase, at] as const))(
    '%s',
    async (name, listCase, at) => {
      const { expected } = listCase
      const path = pathOf(folder, listCase, at)
      const read = await (hostile.has(name) ? readApart : readHere)(path, listCase).catch(
        (thrown: unknown) => thrown,
      )
      if ('refused' in expected) {
        expect(read).toBeInstanceOf(Problem)
        expect((read as Problem).code).toBe(expected.refused)
        expect(Object.keys(problems)).toContain(expected.refused)
        return
      }
      if (read instanceof Error) throw read
      expect(said(expected, tell(read as Read))).toEqual(expected)
    },
    60_000,
  )

  test.each(samples)(
    'the process apart tells of “%s” what is told here',
    async (name) => {
      const at = listCases.findIndex((listCase) => listCase.name === name)
      const path = pathOf(folder, listCases[at]!, at)
      expect(await readApart(path, listCases[at]!)).toEqual(await readHere(path, listCases[at]!))
    },
    60_000,
  )

  test('after all of them an ordinary list is read as before, and nothing was changed in the language itself', async () => {
    const at = listCases.findIndex(({ name }) => name === 'UTF-8')
    const path = pathOf(folder, listCases[at]!, at)
    expect((await readApart(path, listCases[at]!)).readings).toBe(4)
    expect((await readHere(path, listCases[at]!)).readings).toBe(4)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as Record<string, unknown>).fullName).toBeUndefined()
  })
})
