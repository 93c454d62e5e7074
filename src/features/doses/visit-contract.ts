import { z } from 'zod'
import { checkInWays } from '#domain/entry.ts'
import { identifierKinds } from '#domain/identity/identifiers.ts'
import { notGivenReasons, screeningOutcomes } from '#domain/visit.ts'
import { PersonBrief } from '#features/registrants/person-contract.ts'
import { dayField, idField, instantField, instantOut, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { EntryReceipt } from './entry-contract.ts'

export const NextDose = z
  .object({
    kind: z.enum(['due', 'refused']),
    step: z.string().nullable(),
    products: z.array(
      z.object({
        productId: z.guid(),
        volumeMl: z.number(),
        needsConsent: z.boolean().describe('The person signs for another vaccine than before.'),
        advice: z.array(z.enum(['early', 'late', 'mix'])),
      }),
    ),
    code: z.string().nullable().describe('Why not, as a problem code.'),
    facts: z.record(z.string(), z.unknown()),
  })
  .meta({
    id: 'NextDose',
    description: 'What the rules of today say of the next dose, asked before the needle.',
  })

export const CardDose = z
  .object({
    doseId: z.guid(),
    givenOn: dayField,
    givenAt: instantOut,
    productId: z.guid(),
    productName: z.string(),
    lotCode: z.string(),
    step: z.string().nullable().describe('Null for a dose that does not count.'),
    isVoided: z.boolean(),
    flags: z.array(z.string()),
    origin: z.string(),
    source: z.string(),
    sessionId: z.guid().nullable(),
    place: z.string(),
  })
  .meta({ id: 'CardDose' })

export const visitStates = [
  'expected',
  'arrived',
  'screened',
  'given',
  'observed',
  'left',
  'not-given',
] as const

export const Visit = z
  .object({
    state: z.enum(visitStates),
    checkedInAt: instantOut.nullable(),
    agreed: z.boolean().nullable(),
    screening: z.enum(screeningOutcomes).nullable(),
    notGiven: z.enum([...notGivenReasons, 'screening', 'consent']).nullable(),
    doseIds: z.array(z.guid()),
    heldDoseIds: z.array(z.guid()).describe('Recorded as given, and waiting for a person to decide.'),
    lastGivenAt: instantOut.nullable(),
    observedUntil: instantOut.nullable(),
    severeReaction: z.boolean(),
  })
  .meta({ id: 'Visit' })

export const ListVisits = pageQuery.extend({
  state: z
    .string()
    .max(100)
    .default('arrived')
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(z.enum(visitStates)))
    .meta({ type: 'string', example: 'arrived,screened', description: 'One or more states, with commas.' }),
})

export const VisitRow = z
  .object({
    personId: z.guid(),
    shortName: z.string().describe('Initials and own name: a waiting room may see the screen.'),
    bornYear: z.int(),
    since: instantOut.nullable().describe('When the newest thing happened; null for who has not come.'),
    visit: Visit,
  })
  .meta({ id: 'VisitRow' })

export const VisitList = pageOf(VisitRow).meta({ id: 'VisitList' })

export const PersonCard = z
  .object({
    person: PersonBrief,
    needsGuardian: z.boolean().describe('Under 18 on the day of the session.'),
    doses: z.array(CardDose),
    next: NextDose,
    visit: Visit,
    gate: z
      .string()
      .nullable()
      .describe('What stands between the person and the needle now, as a problem code; null = nothing.'),
    slip: z.object({ state: z.enum(['ready', 'wait', 'no-dose']), readyAt: instantOut.nullable() }),
  })
  .meta({ id: 'PersonCard' })

export const CardList = z.object({ items: z.array(PersonCard) }).meta({ id: 'CardList' })

export const IdentifyPerson = z
  .strictObject({
    scan: z.string().min(1).max(4000).optional().describe('What the scanner read; never stored or logged.'),
    number: z
      .strictObject({ kind: z.enum(identifierKinds), value: textField(40, 4) })
      .optional()
      .describe('As printed on the card, when nothing can be scanned.'),
    bornOn: dayField.optional().describe('With a number, or a card whose birth date could not be read.'),
  })
  .refine((body) => (body.scan === undefined) !== (body.number === undefined), 'Either scan or number')
  .meta({
    id: 'IdentifyPerson',
    example: { number: { kind: 'cccd', value: '046085000001' }, bornOn: '1985-03-05' },
  })

export const IdentifiedPeople = z
  .object({
    how: z.enum(['invitation', 'cccd', 'bhyt', 'number']),
    items: z.array(PersonCard).describe('Usually one; several when people share a number and birth date.'),
  })
  .meta({ id: 'IdentifiedPeople' })

export const SearchPeople = z
  .strictObject({
    q: textField(80, 2).describe(
      'Part of a name, with or without diacritics; or the last 4 digits of a number.',
    ),
    year: z.int().min(1850).max(2100).optional(),
  })
  .meta({ id: 'SearchPeople', example: { q: 'nguyen van' } })

export const MatchWalkIn = z
  .strictObject({
    fullName: textField(100, 2),
    bornOn: dayField,
    bornPrecision: z.enum(['day', 'month', 'year']).default('day'),
    sex: z.enum(['male', 'female', 'other', 'unknown']).default('unknown'),
    wardId: idField,
    groupId: idField.nullable().default(null),
    numbers: z
      .array(z.strictObject({ kind: z.enum(identifierKinds), value: textField(40, 4) }))
      .max(4)
      .default([]),
  })
  .meta({
    id: 'MatchWalkIn',
    example: {
      fullName: 'Nguyễn Thị Thử',
      bornOn: '1985-03-05',
      wardId: '01890a5d-ac96-774b-bcce-b302099a8058',
    },
  })

export const WalkInMatches = z
  .object({
    items: z.array(
      z.object({
        where: z.enum(['here', 'elsewhere']),
        reason: z.string(),
        differs: z.array(z.string()),
        person: PersonBrief.nullable().describe(
          'Null for somebody outside your scope: identify by number first.',
        ),
      }),
    ),
  })
  .meta({ id: 'WalkInMatches' })

export const CheckInPeople = z
  .strictObject({
    people: z
      .array(
        z.strictObject({
          entryId: idField.describe('Id of the check-in, made by the phone.'),
          personId: idField,
          how: z.enum(checkInWays),
          override: textField(300, 3).optional().describe('Why, although a rule says no.'),
        }),
      )
      .min(1)
      .max(12)
      .describe('A family on one phone checks in together.'),
    deviceId: idField.nullable().default(null),
    capturedAt: instantField,
    clockOffsetMs: z.int().min(-1_000_000_000_000).max(1_000_000_000_000).default(0),
  })
  .meta({
    id: 'CheckInPeople',
    example: {
      people: [
        {
          entryId: '01890a5d-ac96-774b-bcce-b302099a8061',
          personId: '01890a5d-ac96-774b-bcce-b302099a8057',
          how: 'search',
        },
      ],
      capturedAt: '2021-10-18T02:03:04.000Z',
    },
  })

export const CheckedInPeople = z
  .object({
    items: z.array(
      z.object({
        personId: z.guid(),
        entryId: z.guid(),
        receipt: EntryReceipt.nullable().describe('Null when refused.'),
        refusal: z
          .object({ code: z.string(), title: z.string(), facts: z.record(z.string(), z.unknown()) })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'CheckedInPeople' })

const words = z.object({ vi: z.string(), en: z.string(), lo: z.string() })
const formHead = {
  documentNumber: z.string(),
  items: z.array(z.object({ code: z.string(), words })),
  outcomes: z.array(z.object({ code: z.enum(screeningOutcomes), words })),
  siteName: z.string(),
  sessionOn: dayField,
}

export const ScreeningForm = z
  .object({
    ...formHead,
    card: PersonCard,
    address: z.string(),
    phone: z.string().describe('Masked.'),
    consent: z
      .object({
        agreed: z.enum(['agreed', 'refused']),
        by: z.string(),
        guardianName: z.string(),
        guardianRelation: z.string(),
        at: instantOut,
      })
      .nullable(),
    screening: z
      .object({
        outcome: z.enum(screeningOutcomes),
        findings: z.array(z.string()),
        vitals: z.record(z.string(), z.number()),
        examinerName: z.string(),
        note: z.string(),
        at: instantOut,
      })
      .nullable(),
  })
  .meta({ id: 'ScreeningForm', description: 'What the printed screening and consent forms need.' })

export const SessionPapers = z
  .object({
    ...formHead,
    people: z.array(
      z.object({
        card: PersonCard,
        address: z.string(),
        slotTime: z.string().nullable().describe('HH:MM at which they are called; null = no hour.'),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({
    id: 'SessionPapers',
    description: 'The list and the forms of the evening before: of who is called, not of who came by.',
  })

const whole = z.int()
export const SessionStatus = z
  .object({
    sessionId: z.guid(),
    state: z.string(),
    overrideReason: z.string().nullable().describe('Opened without its crew: show it in red.'),
    crew: z.array(z.object({ duty: z.string(), posted: whole, present: whole })),
    counts: z.object({
      arrived: whole,
      eligible: whole,
      caution: whole,
      deferred: whole,
      contraindicated: whole,
      referred: whole,
      refused: whole,
      absent: whole,
      given: whole,
      counted: whole,
      reactionsCommon: whole,
      reactionsSevere: whole,
      observed: whole,
    }),
    stock: z.object({
      issued: whole,
      returned: whole,
      wasted: whole,
      used: whole,
      openedNominal: whole.describe('Doses in the vials opened so far, by their labels.'),
      held: whole,
    }),
    notEntered: whole.describe(
      'Doses of opened vials that are neither entered nor wasted; never below zero.',
    ),
    entryLagMedianS: z.number().nullable().describe('Given to recorded, seconds.'),
    quarantined: whole.describe('Entries of this session that wait in quarantine.'),
    phones: z
      .array(
        z.object({
          deviceId: z.guid().nullable().describe('Null: entered at the server itself.'),
          fullName: z.string().describe('Of who enters with it.'),
          given: whole.describe(
            'Doses of the session that stand and came from it; their sum is `counts.given`.',
          ),
          unsent: whole.describe('Entries that it said it still held, when last heard.'),
          heardAt: instantOut.nullable(),
        }),
      )
      .describe('What the server has from each phone, for the count at closing.'),
  })
  .meta({ id: 'SessionStatus' })
