import * as fc from 'fast-check'
import { addDays } from '#domain/dates.ts'
import { vietnamProducts } from '#domain/rules-vn.ts'
import type { StepCode } from '#domain/vaccination/steps.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import type { DoseFact, PersonFacts, Product, ReviewDecision } from '#domain/vaccination/types.ts'

/** An invented adult about whom nothing is known but a birth date. */
export const adult: PersonFacts = {
  id: 'person-1',
  bornOn: '1980-05-01',
  bornPrecision: 'day',
  conditions: [],
  recoveredOn: null,
}

export function product(code: string): Product {
  const data = vietnamProducts.find((each) => each.code === code)
  if (data === undefined) throw new Error(`No product ${code}`)
  return { ...data, id: code }
}

export function dose(id: string, code: string, givenOn: string, more: Partial<DoseFact> = {}): DoseFact {
  return {
    id,
    personId: adult.id,
    antigen: 'covid-19',
    family: product(code).family,
    productId: code,
    productCode: code,
    givenOn,
    givenAt: `${givenOn}T02:00:00.000Z`,
    enteredOn: givenOn,
    statedStep: null,
    origin: 'site',
    source: 'administered',
    lotExpiresOn: null,
    lotBlocked: false,
    voided: false,
    ...more,
  }
}

const firstDay = '2021-07-01'
const aDay = fc.integer({ min: 0, max: 450 }).map((days) => addDays(firstDay, days))
/** Few days, so that several doses fall on one. */
const days = fc.array(aDay, { minLength: 1, maxLength: 4 })
const aStep: fc.Arbitrary<StepCode | null> = fc.constantFrom(null, ...plannedSteps)

/** Up to nine doses of one person on up to four days, with corrections of time, voids and wrong statements. */
export const aHistory: fc.Arbitrary<DoseFact[]> = days.chain((onDays) =>
  fc
    .array(
      fc.record({
        givenOn: fc.constantFrom(...onDays),
        code: fc.constantFrom(...vietnamProducts.map((each) => each.code)),
        minute: fc.integer({ min: 0, max: 3 }),
        statedStep: aStep,
        voided: fc.constantFrom(false, false, false, true),
        antigen: fc.constantFrom('covid-19', 'covid-19', 'covid-19', 'measles'),
        lotBlocked: fc.constantFrom(false, false, true),
        expiresIn: fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }),
      }),
      { maxLength: 9 },
    )
    .map((rows) =>
      rows.map(({ givenOn, code, minute, expiresIn, ...more }, index) =>
        dose(`dose-${index}`, code, givenOn, {
          ...more,
          givenAt: `${givenOn}T02:0${minute}:00.000Z`,
          lotExpiresOn: expiresIn === null ? null : addDays(givenOn, expiresIn),
        }),
      ),
    ),
)

/** Decisions about days of a history: one counts, or several were really given, seen now or long ago. */
export function someDecisions(history: readonly DoseFact[]): fc.Arbitrary<ReviewDecision[]> {
  if (history.length === 0) return fc.constant([])
  const ids = history.map((fact) => fact.id)
  return fc.array(
    fc
      .record({
        about: fc.constantFrom(...history),
        named: fc.subarray(ids, { minLength: 1 }),
        seen: fc.subarray(ids),
        minute: fc.integer({ min: 0, max: 2 }),
        id: fc.uuid(),
      })
      .map(({ about, named, seen, minute, id }): ReviewDecision => ({
        id,
        decidedAt: `2022-12-01T02:0${minute}:00.000Z`,
        kind: 'two-phones',
        subjectKey: `${adult.id}/${about.antigen}/${about.givenOn}`,
        seen,
        countedDoseIds: named,
      })),
    { maxLength: 4 },
  )
}
