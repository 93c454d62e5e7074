import { afterAll, describe, expect, test } from 'vitest'
import { foldPersonName } from '#domain/identity/names.ts'
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import {
  judgeRows,
  noHousehold,
  type KnownPerson,
  type ListedPerson,
  type StagedRow,
} from '#domain/upload-match.ts'
import { defects, inventWard, type Written } from '../support/near-twins.ts'

/** The bar: 2,000 invented people, 200 of them written twice. */
const SIZE = { people: 2000, twins: 200 }
const RECALL_MIN = 0.98
const PRECISION_MIN = 0.9
const CLEAN_SUSPECTED_MAX = 0.03
const seeds = [1, 7, 46, 105, 2021, 9_110_018]

type Verdict = { row: Written; kind: 'duplicate' | 'suspected'; meant: Written }

function measure(rows: readonly Written[], verdicts: readonly Verdict[]) {
  const right = verdicts.filter(({ row, meant }) => row.truth === meant.truth)
  const repeated = new Set(rows.flatMap(({ truth, defect }) => (defect === null ? [] : [truth])))
  const clean = rows.filter(({ truth }) => !repeated.has(truth))
  const wrong = verdicts.filter(({ row, meant }) => row.truth !== meant.truth)
  return {
    recall: new Set(right.map(({ row }) => row.truth)).size / repeated.size,
    precision: right.length / verdicts.length,
    falseMerges: wrong.filter(({ kind }) => kind === 'duplicate'),
    cleanSuspected: wrong.filter(({ row }) => !repeated.has(row.truth)).length / clean.length,
    missed: rows.filter(
      (row) => row.defect !== null && !right.some(({ row: { truth } }) => truth === row.truth),
    ),
    sure: right.filter(({ kind }) => kind === 'duplicate').length,
  }
}

const printed: string[] = []
function report(where: string, seed: number, figures: ReturnType<typeof measure>): void {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  printed.push(
    `${where}, seed ${seed}: recall ${percent(figures.recall)}, precision ${percent(figures.precision)}, ` +
      `false merges ${figures.falseMerges.length}, clean rows suspected ${percent(figures.cleanSuspected)}, ` +
      `surely the same ${figures.sure}`,
  )
  for (const defect of defects) {
    const count = figures.missed.filter((row) => row.defect === defect).length
    if (count > 0) printed.push(`  missed: ${defect} ${count}`)
  }
}
afterAll(() => console.info(printed.join('\n')))

function hold(figures: ReturnType<typeof measure>): void {
  expect(figures.falseMerges).toEqual([])
  expect(figures.recall).toBeGreaterThanOrEqual(RECALL_MIN)
  expect(figures.precision).toBeGreaterThanOrEqual(PRECISION_MIN)
  expect(figures.cleanSuspected).toBeLessThanOrEqual(CLEAN_SUSPECTED_MAX)
}

describe('2,000 invented people, 200 of them written twice', () => {
  test.each(seeds)('inside one file, seed %i', (seed) => {
    const rows = inventWard(seed, SIZE)
    const found = findFileDuplicates(
      rows.map((row, rowNumber) => ({
        rowNumber,
        registrant: {
          ...row,
          fullNameFolded: foldPersonName(row.fullName),
          identifiers: row.numbers,
          wardCode: '19753',
          groupName: row.group ?? '',
        },
      })),
    )
    const verdicts = [...found.values()].map(({ rowNumber, earlierRow, kind }) => ({
      row: rows[rowNumber]!,
      meant: rows[earlierRow]!,
      kind,
    }))
    const figures = measure(rows, verdicts)
    report('in one file', seed, figures)
    hold(figures)
  })

  test.each(seeds)('a new list against the ward, seed %i', (seed) => {
    const all = inventWard(seed, SIZE)
    // The ward holds everybody but a tenth; the list brings that tenth, and the twins.
    const twins = all.filter(({ defect }) => defect !== null)
    const repeated = new Set(twins.map(({ truth }) => truth))
    const singles = all.filter(({ defect }) => defect === null)
    const fresh = singles.filter(({ truth }, at) => at % 10 === 0 && !repeated.has(truth))
    const kept = singles.filter((row) => !fresh.includes(row))
    const people = kept.map((row, at): KnownPerson => ({
      personId: String(at),
      now: toListed(row),
      sent: null,
      contentKey: null,
    }))
    const list = [...twins, ...fresh]
    const staged = list.map((row, rowNumber): StagedRow => ({
      rowNumber,
      person: toListed(row),
      contentKey: `row ${rowNumber}`,
      repeat: null,
      elsewhere: null,
    }))
    const verdicts = judgeRows(staged, people).flatMap(({ rowNumber, outcome, personId }): Verdict[] => {
      if (personId === null) return []
      const kind = outcome === 'suspected' ? 'suspected' : 'duplicate'
      return [{ row: list[rowNumber]!, meant: kept[Number(personId)]!, kind }]
    })
    const figures = measure(list, verdicts)
    report('against the ward', seed, figures)
    hold(figures)
  })
})

function toListed({ numbers, group, ...row }: Written): ListedPerson {
  return {
    fullName: row.fullName,
    bornOn: row.bornOn,
    bornPrecision: row.bornPrecision,
    sex: row.sex,
    priorityCode: 9,
    phone: row.phone,
    address: '',
    workplace: '',
    ...noHousehold,
    wardId: 'ward',
    groupId: group,
    // As the database keeps them: a hash, and the last four.
    identifiers: numbers.map(({ kind, value }) => ({
      kind,
      key: `hash of ${value}`,
      last4: value.slice(-4),
    })),
  }
}
