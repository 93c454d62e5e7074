import type { StepCode } from '../vaccination/steps.ts'
import type { Dated, Family, IntervalRule, MixRule, OrAny } from '../vaccination/types.ts'
import { documents } from './documents.ts'

const antigen = 'covid-19'
const adult = { ageFrom: 18, ageTo: null } as const
const anyAge = { ageFrom: 0, ageTo: null } as const

function from(validFrom: string, documentNumber: string, validTo: string | null = null): Dated {
  return { validFrom, validTo, documentNumber }
}
const leaflet = from('2020-12-01', documents.leaflet)

type IntervalRow = Partial<IntervalRule> & Dated & { toStep: StepCode; minDays: number }

/** A row with the usual values where it names none; its id is made of its key. */
function interval(row: IntervalRow): IntervalRule {
  const full: Omit<IntervalRule, 'id'> = {
    antigen,
    fromStep: 'any',
    familyBefore: 'any',
    familyAfter: 'any',
    condition: 'any',
    advisedMaxDays: null,
    verdict: 'refuse-before',
    ...anyAge,
    ...row,
  }
  const { fromStep, toStep, familyBefore, familyAfter, condition, ageFrom, validFrom } = full
  const id = ['interval', fromStep, toStep, familyBefore, familyAfter, condition, ageFrom, validFrom].join(
    '/',
  )
  return { ...full, id }
}

/** Second basic dose: the wait is that of the first dose's vaccine. */
function second(familyBefore: Family, minDays: number, advisedMaxDays: number | null, dated = leaflet) {
  return interval({
    fromStep: 'primary-1',
    toStep: 'primary-2',
    familyBefore,
    minDays,
    advisedMaxDays,
    ...dated,
  })
}

/** Months of the documents in days: 3 = 90, 4 = 120, 5 = 150, 6 = 180. */
export const covidIntervalRules: readonly IntervalRule[] = [
  second('az', 56, 84, from('2020-12-01', documents.leaflet, '2021-09-20')),
  second('az', 28, 84, from('2021-09-20', documents.azShortened)),
  second('pfizer', 21, null),
  second('pfizer-child', 21, null),
  second('moderna', 28, null),
  second('moderna-child', 28, null),
  second('vero', 21, 28),
  second('hayat', 21, 28),
  second('sputnik', 21, null),
  second('abdala', 14, null),
  second('covaxin', 28, null),
  interval({ fromStep: 'primary-2', toStep: 'primary-3', familyBefore: 'abdala', minDays: 14, ...leaflet }),

  // Additional dose: not the third dose. For weakened immunity, and after a basic course of Vero Cell or Sputnik V.
  additional('immuno', 'any', from('2021-12-01', documents.boosterFrom6Months, '2021-12-17')),
  additional('immuno', 'any', from('2021-12-17', documents.boosterFrom3Months, '2022-06-23')),
  additional('any', 'vero', from('2021-12-17', documents.boosterFrom3Months, '2022-06-23')),
  additional('any', 'sputnik', from('2021-12-17', documents.boosterFrom3Months, '2022-06-23')),
  additional('immuno', 'any', from('2022-06-23', documents.secondBooster), 90),
  additional('any', 'vero', from('2022-06-23', documents.secondBooster), 90),
  additional('any', 'sputnik', from('2022-06-23', documents.secondBooster), 90),

  // First booster ("mũi 3"), after the last basic or additional dose.
  booster(1, 180, adult, 'any', from('2021-12-01', documents.boosterFrom6Months, '2021-12-17')),
  booster(1, 90, adult, 'any', from('2021-12-17', documents.boosterFrom3Months, '2022-06-23')),
  booster(1, 90, adult, 'any', from('2022-06-23', documents.secondBooster)),
  booster(1, 150, { ageFrom: 12, ageTo: 18 }, 'any', from('2022-07-22', documents.namesOfDoses)),
  booster(1, 90, { ageFrom: 12, ageTo: 18 }, 'recovered', from('2022-07-22', documents.namesOfDoses)),

  // Second booster ("mũi 4"): from 50 years, weakened immunity, high exposure.
  booster(2, 120, { ageFrom: 50, ageTo: null }, 'any', from('2022-06-23', documents.secondBooster)),
  booster(2, 120, adult, 'immuno', from('2022-06-23', documents.secondBooster)),
  booster(2, 120, adult, 'exposed', from('2022-06-23', documents.secondBooster)),
  booster(2, 90, adult, 'recovered', from('2022-07-22', documents.namesOfDoses)),

  // Children wait three months after the disease.
  ...(['primary-1', 'primary-2'] as const).map((toStep) =>
    interval({
      toStep,
      minDays: 90,
      condition: 'recovered',
      ageFrom: 5,
      ageTo: 12,
      ...from('2022-06-29', documents.childrenAmended),
    }),
  ),
]

function additional(
  condition: 'immuno' | 'any',
  familyBefore: OrAny<Family>,
  dated: Dated,
  advisedMaxDays: number | null = null,
): IntervalRule {
  return interval({
    toStep: 'additional-1',
    minDays: 28,
    advisedMaxDays,
    condition,
    familyBefore,
    ...adult,
    ...dated,
  })
}

function booster(
  number: 1 | 2,
  minDays: number,
  ages: { ageFrom: number; ageTo: number | null },
  condition: IntervalRule['condition'],
  dated: Dated,
): IntervalRule {
  const fromStep = number === 2 ? 'booster-1' : 'any'
  return interval({ fromStep, toStep: `booster-${number}`, minDays, condition, ...ages, ...dated })
}

function mix(
  familyBefore: OrAny<Family>,
  familyAfter: Family,
  steps: readonly StepCode[],
  minDays: number,
  dated: Dated,
  needsConsent = false,
): MixRule[] {
  return steps.map((step) => ({
    id: ['mix', familyBefore, familyAfter, step, dated.validFrom].join('/'),
    antigen,
    familyBefore,
    familyAfter,
    step,
    minDays,
    needsConsent,
    verdict: 'allow',
    ...dated,
  }))
}

const secondBasic = ['primary-2'] as const
const boosters = ['booster-1', 'booster-2'] as const

/**
 * Vero Cell, Sputnik V and the children's doses have no row as a second basic dose: same kind only. Where
 * `minDays` is 0 the interval rule of the first vaccine decides alone.
 */
export const covidMixRules: readonly MixRule[] = [
  ...mix('az', 'pfizer', secondBasic, 56, from('2021-07-27', documents.azThenPfizer, '2021-09-10'), true),
  ...mix('az', 'pfizer', secondBasic, 0, from('2021-09-10', documents.mixWhenSupplyFails), true),
  ...mix('az', 'moderna', secondBasic, 0, from('2021-09-10', documents.mixWhenSupplyFails), true),
  ...mix('moderna', 'pfizer', secondBasic, 0, from('2021-09-10', documents.mixWhenSupplyFails)),
  ...mix('pfizer', 'moderna', secondBasic, 0, from('2021-09-10', documents.mixWhenSupplyFails)),
  ...mix('any', 'pfizer', ['additional-1', ...boosters], 0, from('2021-12-01', documents.boosterFrom6Months)),
  ...mix(
    'any',
    'moderna',
    ['additional-1', ...boosters],
    0,
    from('2021-12-01', documents.boosterFrom6Months),
  ),
  ...['vero', 'sputnik', 'janssen'].flatMap((family) =>
    mix(family, 'az', ['additional-1', ...boosters], 0, from('2021-12-17', documents.boosterFrom3Months)),
  ),
  ...['pfizer', 'moderna'].flatMap((family) =>
    mix(family, 'az', boosters, 0, from('2022-03-01', documents.azAsBooster)),
  ),
]
