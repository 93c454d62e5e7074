import type { AgeRule, Course } from '../vaccination/types.ts'
import type { StepCode } from '../vaccination/steps.ts'
import { documents } from './documents.ts'

const antigen = 'covid-19'
/** From the first dose given anywhere; doses of history may be older than our own campaign. */
const always = { validFrom: '2020-12-01', validTo: null, documentNumber: documents.leaflet } as const

const basicDoses: Record<string, number> = {
  az: 2,
  pfizer: 2,
  'pfizer-child': 2,
  moderna: 2,
  'moderna-child': 2,
  vero: 2,
  hayat: 2,
  sputnik: 2,
  janssen: 1,
  abdala: 3,
  covaxin: 2,
}

const course = (family: string, doses: number): Course => ({ antigen, family, basicDoses: doses, ...always })

export const covidCourses: readonly Course[] = Object.entries(basicDoses).map(([family, doses]) =>
  course(family, doses),
)

type Row = Omit<AgeRule, 'antigen' | 'productCode' | 'step'>

function rows(productCode: string, steps: readonly StepCode[], ...spans: Row[]): AgeRule[] {
  const row = (step: StepCode, span: Row): AgeRule => ({ antigen, productCode, step, ...span })
  return steps.flatMap((step) => spans.map((span) => row(step, span)))
}

const adults = (volumeMl: number): Row => ({ ageFrom: 18, ageTo: null, volumeMl, ...always })
const twoBasic = ['primary-1', 'primary-2'] as const
const additional = ['additional-1'] as const
const boosters = ['booster-1', 'booster-2'] as const

export const covidAgeRules: readonly AgeRule[] = [
  ...['vaxzevria', 'covishield'].flatMap((code) =>
    rows(code, [...twoBasic, ...additional, ...boosters], adults(0.5)),
  ),
  ...rows(
    'comirnaty-30',
    twoBasic,
    { ...adults(0.3), validTo: '2021-10-14' },
    {
      ageFrom: 12,
      ageTo: null,
      volumeMl: 0.3,
      validFrom: '2021-10-14',
      validTo: null,
      documentNumber: documents.from12Years,
    },
  ),
  ...rows('comirnaty-30', additional, adults(0.3)),
  ...rows(
    'comirnaty-30',
    ['booster-1'],
    { ...adults(0.3), validTo: '2022-07-22' },
    {
      ageFrom: 12,
      ageTo: null,
      volumeMl: 0.3,
      validFrom: '2022-07-22',
      validTo: null,
      documentNumber: documents.namesOfDoses,
    },
  ),
  ...rows('comirnaty-30', ['booster-2'], adults(0.3)),
  ...rows('comirnaty-10', twoBasic, {
    ageFrom: 5,
    ageTo: 12,
    volumeMl: 0.2,
    validFrom: '2022-03-28',
    validTo: null,
    documentNumber: documents.from5Years,
  }),
  ...rows('spikevax', [...twoBasic, ...additional], adults(0.5)),
  // Half a dose (50 µg) as booster.
  ...rows('spikevax', boosters, adults(0.25)),
  ...rows('spikevax-child', twoBasic, {
    ageFrom: 6,
    ageTo: 12,
    volumeMl: 0.25,
    validFrom: '2022-06-29',
    validTo: null,
    documentNumber: documents.childrenAmended,
  }),
  ...rows('vero-cell', [...twoBasic, ...additional, ...boosters], adults(0.5)),
  ...rows('hayat-vax', twoBasic, adults(0.5)),
  ...rows('sputnik-1', ['primary-1'], adults(0.5)),
  ...rows('sputnik-2', ['primary-2'], adults(0.5)),
  ...rows('janssen', ['primary-1'], adults(0.5)),
  ...rows('abdala', [...twoBasic, 'primary-3'], adults(0.5)),
  ...rows('covaxin', twoBasic, adults(0.5)),
]
