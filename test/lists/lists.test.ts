import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IgnoredRow } from '#domain/person-list/body.ts'
import { listPlaces } from '#domain/person-list/list-places.ts'
import type { RowProblem, RowRepair } from '#domain/person-list/problems.ts'
import { Problem, problems } from '#domain/problem.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { listLimits } from '#features/registrants/workbook/limits.ts'
import { type ListContext, openList } from '#features/registrants/workbook/read-list.ts'
import type { Expected, ListCase } from './list-case.ts'
import { listCases, makeFiles, pathOf } from './make-files.ts'

const day = '2021-10-18'
const folder = mkdtempSync(join(tmpdir(), 'lists-'))
beforeAll(() => makeFiles(folder), 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

function contextOf({ context = {} }: ListCase): ListContext {
  const on = context.on ?? day
  return { on, wardCode: '19753', places: listPlaces(hueGeography, on), ...context }
}

const tally = (codes: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]))

async function readAll(path: string, listCase: ListCase) {
  const limits = { ...listLimits, ...listCase.limits }
  const list = await openList(path, listCase.fileName, contextOf(listCase), { limits, batchRows: 3 })
  const found: { problems: readonly RowProblem[]; repairs: readonly RowRepair[] }[] = []
  const people: { name: string; bornOn: string }[] = []
  if (list.layout === 'enterprise') for await (const batch of list.readings) found.push(...batch)
  else {
    for await (const batch of list.readings) {
      found.push(...batch)
      for (const { registrant } of batch)
        if (registrant !== null) people.push({ name: registrant.fullName, bornOn: registrant.bornOn })
    }
  }
  const { readings, stopped, ignored } = await list.finished
  return {
    readings,
    stopped,
    kind: list.kind,
    layout: list.layout,
    encoding: list.encoding,
    unknown: list.headings.unknown.map(({ key }) => key),
    repairs: tally(found.flatMap((reading) => reading.repairs.map(({ kind }) => kind))),
    problems: tally(found.flatMap((reading) => reading.problems.map(({ code }) => code))),
    ignored: tally(ignored.map(({ reason }: IgnoredRow) => reason)),
    names: people.map(({ name }) => name),
    births: people.map(({ bornOn }) => bornOn),
  }
}

/** Only what the case speaks of; of problems and ignored rows only those that it names. */
function said(expected: Exclude<Expected, { refused: string }>, read: Awaited<ReturnType<typeof readAll>>) {
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
    async (_, listCase, at) => {
      const { expected } = listCase
      const path = pathOf(folder, listCase, at)
      if ('refused' in expected) {
        const error = await readAll(path, listCase).catch((thrown: unknown) => thrown)
        expect(error).toBeInstanceOf(Problem)
        expect((error as Problem).code).toBe(expected.refused)
        expect(Object.keys(problems)).toContain(expected.refused)
      } else expect(said(expected, await readAll(path, listCase))).toEqual(expected)
    },
    60_000,
  )

  test('after all of them an ordinary list is read as before, and nothing was changed in the language itself', async () => {
    const at = listCases.findIndex(({ name }) => name === 'UTF-8')
    expect((await readAll(pathOf(folder, listCases[at]!, at), listCases[at]!)).readings).toBe(4)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as Record<string, unknown>).fullName).toBeUndefined()
  })
})
