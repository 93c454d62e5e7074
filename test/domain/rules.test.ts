import { describe, expect, test } from 'vitest'
import { isLocalDate } from '#domain/dates.ts'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { isStepCode, plannedSteps, stepWords } from '#domain/vaccination/steps.ts'
import type { AgeWindow, Dated } from '#domain/vaccination/types.ts'

const { courses, intervalRules, mixRules, ageRules } = vietnamRules
const families = new Set(courses.map((row) => row.family))

/** Do two spans `[from, to)` share anything? null = open. */
function overlap<T extends string | number>(a: readonly [T, T | null], b: readonly [T, T | null]): boolean {
  return (b[1] === null || a[0] < b[1]) && (a[1] === null || b[0] < a[1])
}
const days = (row: Dated): [string, string | null] => [row.validFrom, row.validTo]
const ages = (row: AgeWindow): [number, number | null] => [row.ageFrom, row.ageTo]

function clashes<Row extends Dated>(
  rows: readonly Row[],
  keyOf: (row: Row) => unknown[],
  alsoApart?: (a: Row, b: Row) => boolean,
) {
  return rows.flatMap((a, index) =>
    rows
      .slice(index + 1)
      .filter((b) => JSON.stringify(keyOf(a)) === JSON.stringify(keyOf(b)))
      .filter((b) => overlap(days(a), days(b)) && !(alsoApart?.(a, b) ?? false))
      .map((b) => [a, b]),
  )
}

describe('the Vietnamese rules', () => {
  test('no two rows of one key hold on the same day', () => {
    const apartByAge = (a: AgeWindow, b: AgeWindow) => !overlap(ages(a), ages(b))
    expect(clashes(courses, (row) => [row.antigen, row.family])).toEqual([])
    expect(
      clashes(
        intervalRules,
        (row) => [row.antigen, row.fromStep, row.toStep, row.familyBefore, row.familyAfter, row.condition],
        apartByAge,
      ),
    ).toEqual([])
    expect(clashes(mixRules, (row) => [row.antigen, row.familyBefore, row.familyAfter, row.step])).toEqual([])
    expect(clashes(ageRules, (row) => [row.productCode, row.step], apartByAge)).toEqual([])
    const ids = [...intervalRules, ...mixRules].map((row) => row.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('every row has real days, a document, known families, products and steps', () => {
    for (const row of [...courses, ...intervalRules, ...mixRules, ...ageRules]) {
      expect(isLocalDate(row.validFrom)).toBe(true)
      if (row.validTo !== null) expect(row.validTo > row.validFrom).toBe(true)
      expect(row.documentNumber).not.toBe('')
      expect(row.antigen).toBe('covid-19')
    }
    for (const { familyBefore, familyAfter } of [...intervalRules, ...mixRules]) {
      for (const family of [familyBefore, familyAfter])
        expect(family === 'any' || families.has(family)).toBe(true)
    }
    const codes = vietnamProducts.map((product) => product.code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const row of ageRules) expect(codes).toContain(row.productCode)
    for (const product of vietnamProducts) {
      expect(families.has(product.family)).toBe(true)
      expect(product.maxDosesPerVial).toBeGreaterThanOrEqual(product.dosesPerVial)
      expect(Object.keys(product.codes)).toEqual(['mp', 'ma', 'vp', 'cvx'])
    }
  })

  test('every basic dose of every course can be given by some product, with an interval before it', () => {
    for (const { family, basicDoses } of courses) {
      const ofFamily = vietnamProducts.filter((product) => product.family === family)
      const products = new Set(ofFamily.map((product) => product.code))
      for (let number = 1; number <= basicDoses; number++) {
        const step = `primary-${number}` as const
        expect(ageRules.some((row) => row.step === step && products.has(row.productCode))).toBe(true)
        if (number === 1) continue
        expect(intervalRules.some((row) => row.toStep === step && row.familyBefore === family)).toBe(true)
      }
    }
    const doses = Object.fromEntries(courses.map((row) => [row.family, row.basicDoses]))
    expect(doses).toMatchObject({ az: 2, janssen: 1, abdala: 3, vero: 2, pfizer: 2 })
  })

  test('age cuts rise and hold the bands of the reports', () => {
    expect(vietnamAgeCuts).toEqual([...vietnamAgeCuts].sort((a, b) => a - b))
    expect(vietnamAgeCuts).toEqual(expect.arrayContaining([5, 12, 18, 50]))
  })
})

describe('names of doses', () => {
  test('mũi n comes from the kind', () => {
    expect(plannedSteps.map((step) => stepWords(step).vi)).toEqual([
      'Mũi 1',
      'Mũi 2',
      'Mũi 3',
      'Mũi bổ sung',
      'Mũi 3 (nhắc lại lần 1)',
      'Mũi 4 (nhắc lại lần 2)',
    ])
    for (const step of plannedSteps)
      expect(Object.values(stepWords(step)).every((text) => text.length > 0)).toBe(true)
  })

  test('only steps are step codes', () => {
    expect(['primary-1', 'booster-12'].every(isStepCode)).toBe(true)
    expect(['primary-0', 'primary-01', 'third', 'booster', 'primary-1 '].some(isStepCode)).toBe(false)
  })
})
