import { z } from 'zod'
import { checkInWays } from '#domain/entry.ts'
import { notGivenReasons, screeningOutcomes } from '#domain/visit.ts'
import { isStepCode, type StepCode } from '#domain/vaccination/steps.ts'
import { doseOrigins } from '#domain/vaccination/types.ts'
import { dayField, idField, instantField, instantOut, textField } from '#http/fields.ts'

const stepField = z
  .custom<StepCode>((value) => typeof value === 'string' && isStepCode(value), 'A step such as primary-1')
  .meta({ type: 'string', example: 'primary-1', description: 'Kind and number of the dose.' })

const envelope = {
  deviceId: idField.nullable().default(null),
  deviceSeq: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .describe('Counts the entries of the device; gaps are seen.'),
  capturedAt: instantField.describe('By the clock of the phone.'),
  clockOffsetMs: z
    .int()
    .min(-1_000_000_000_000)
    .max(1_000_000_000_000)
    .default(0)
    .describe('Server minus phone, as last measured. May differ when the entry is sent again.'),
}
const atVisit = { personId: idField, sessionId: idField }
const note = textField(500).default('')
const name = textField(100).default('')

const walkIn = z.strictObject({
  kind: z.literal('walk-in'),
  ...envelope,
  ...atVisit,
  fullName: textField(100, 2),
  bornOn: dayField,
  bornPrecision: z.enum(['day', 'month', 'year']).default('day'),
  sex: z.enum(['male', 'female', 'unknown']).default('unknown'),
  wardId: idField.describe('Where the person lives.'),
  groupId: idField.nullable().default(null),
  phone: textField(30).default(''),
  address: textField(300).default(''),
  priorityCode: z.int().min(1).max(16).default(16),
  identifiers: z
    .array(
      z.strictObject({
        kind: z.enum(['cccd', 'cmnd', 'passport', 'bhyt', 'other']),
        value: textField(40, 4),
      }),
    )
    .max(4)
    .default([]),
})
const checkIn = z.strictObject({
  kind: z.literal('check-in'),
  ...envelope,
  ...atVisit,
  how: z.enum(checkInWays),
  reason: note.describe('Why, although a rule said no.'),
})
const consent = z.strictObject({
  kind: z.literal('consent'),
  ...envelope,
  ...atVisit,
  agreed: z.enum(['agreed', 'refused']),
  by: z.enum(['self', 'guardian']).default('self'),
  guardianName: name,
  guardianRelation: textField(50).default(''),
})
const screening = z.strictObject({
  kind: z.literal('screening'),
  ...envelope,
  ...atVisit,
  outcome: z.enum(screeningOutcomes),
  findings: z.array(textField(10, 1)).max(20).default([]).describe('Items of the form answered yes.'),
  vitals: z
    .record(z.string().regex(/^[a-zA-Z]{2,30}$/), z.number().min(-1000).max(1000))
    .refine((vitals) => Object.keys(vitals).length <= 12, 'At most 12')
    .default({}),
  examinerName: name,
  note,
})
const notGiven = z.strictObject({
  kind: z.literal('not-given'),
  ...envelope,
  ...atVisit,
  reason: z.enum(notGivenReasons),
})
const dose = z.strictObject({
  kind: z.literal('dose'),
  ...envelope,
  personId: idField,
  sessionId: idField.nullable().default(null).describe('Null for a dose that no session of ours gave.'),
  productId: idField,
  lot: z
    .union([
      z.strictObject({ lotId: idField }),
      z.strictObject({ code: textField(40, 1), expiresOn: dayField.nullable().default(null) }),
    ])
    .nullable()
    .default(null)
    .describe('A known lot, or what stands on the vial or slip.'),
  statedStep: stepField.nullable().default(null),
  givenAt: instantField,
  givenOn: dayField.nullable().default(null).describe('For paper and history, where only the day is known.'),
  origin: z.enum(doseOrigins).default('site'),
  source: z.enum(['administered', 'reported']).default('administered'),
  place: textField(200).default(''),
  vaccinatorName: name,
  volumeMl: z.number().min(0.01).max(9.99).nullable().default(null),
  arm: z.enum(['left', 'right', '']).default(''),
  reason: note.describe('Why late, elsewhere, or although a rule said no.'),
})
const observation = z.strictObject({
  kind: z.literal('observation'),
  ...envelope,
  ...atVisit,
  startedAt: instantField,
  endedAt: instantField,
  note,
})
const reaction = z.strictObject({
  kind: z.literal('reaction'),
  ...envelope,
  ...atVisit,
  doseId: idField,
  onsetAt: instantField,
  where: z.enum(['site', 'home', 'facility']),
  severity: z.enum(['common', 'severe']),
  grade: z.int().min(1).max(4).nullable().default(null),
  symptoms: z.array(textField(60, 1)).max(20).default([]),
  treatment: note,
  outcome: note,
})
const ofDose = { personId: idField, sessionId: idField.nullable().default(null), doseId: idField }
const voidEntry = z.strictObject({ kind: z.literal('void'), ...envelope, ...ofDose, reason: note })
const correction = z.strictObject({
  kind: z.literal('correction'),
  ...envelope,
  ...ofDose,
  fields: z
    .strictObject({
      personId: idField.optional(),
      sessionId: idField.optional(),
      productId: idField.optional(),
      lotId: idField.optional(),
      statedStep: stepField.nullable().optional(),
      givenAt: instantField.optional(),
      givenOn: dayField.optional(),
    })
    .refine((fields) => Object.keys(fields).length > 0, 'At least one field'),
  reason: textField(500, 3),
})

const kinds = [
  walkIn,
  checkIn,
  consent,
  screening,
  notGiven,
  dose,
  observation,
  reaction,
  voidEntry,
  correction,
] as const

/** Given by us means: at a session, from a lot. History and other places need to say where the knowledge comes from. */
function isWholeDose(entry: { kind: string }): boolean {
  const body = entry as z.infer<typeof dose>
  if (body.kind !== 'dose') return true
  if (body.source === 'administered') return body.sessionId !== null && body.lot !== null
  return body.origin !== 'site' && body.reason !== ''
}
const wholeDose =
  'An administered dose names its session and lot; a reported one is paper, history or other-place, with a reason'

const doseExample = {
  kind: 'dose' as const,
  personId: '01890a5d-ac96-774b-bcce-b302099a8057',
  sessionId: '01890a5d-ac96-774b-bcce-b302099a8058',
  capturedAt: '2021-10-18T02:03:04.000Z',
  productId: '01890a5d-ac96-774b-bcce-b302099a8059',
  lot: { lotId: '01890a5d-ac96-774b-bcce-b302099a8060' },
  givenAt: '2021-10-18T02:02:00.000Z',
  statedStep: 'primary-1' as const,
}

/** `PUT /v1/entries/{id}`: the id is in the path. */
export const EntryBody = z.discriminatedUnion('kind', kinds).refine(isWholeDose, wholeDose).meta({
  id: 'EntryBody',
  description: 'One fact of a site, as its phone captured it.',
  example: doseExample,
})

const withId = <T extends z.ZodRawShape>(shape: z.ZodObject<T>) => shape.extend({ id: idField })
export const Entry = z
  .discriminatedUnion('kind', [
    withId(walkIn),
    withId(checkIn),
    withId(consent),
    withId(screening),
    withId(notGiven),
    withId(dose),
    withId(observation),
    withId(reaction),
    withId(voidEntry),
    withId(correction),
  ])
  .refine(isWholeDose, wholeDose)
  .meta({ id: 'Entry', example: { id: '01890a5d-ac96-774b-bcce-b302099a8061', ...doseExample } })

const stored = z.enum(['accepted', 'needs_review', 'quarantined'])

export const EntryReceipt = z
  .object({
    id: z.guid(),
    outcome: z
      .enum(['accepted', 'needs_review', 'duplicate', 'conflict', 'quarantined'])
      .describe('`duplicate`: it was here before, and the rest is the first answer again.'),
    stored: stored.nullable().describe('What is kept; null for a conflict.'),
    reason: z.string().nullable().describe('Why it waits in quarantine or was refused.'),
    flags: z.array(z.string()),
    receivedAt: instantOut,
  })
  .meta({ id: 'EntryReceipt' })

export const SyncBody = z.strictObject({ entries: z.array(Entry).min(1).max(500) }).meta({
  id: 'SyncBody',
  example: { entries: [{ id: '01890a5d-ac96-774b-bcce-b302099a8061', ...doseExample }] },
})

export const SyncAnswer = z
  .object({
    receipts: z.array(EntryReceipt).describe('In the order of the entries.'),
    serverTime: instantOut,
    timelineId: z.guid().describe('Another one than before: offer again everything of the last 14 days.'),
  })
  .meta({ id: 'SyncAnswer' })

export const StoredEntry = z
  .object({
    id: z.guid(),
    kind: z.string(),
    stored,
    reason: z.string().nullable(),
    flags: z.array(z.string()),
    authorId: z.guid(),
    deviceId: z.guid().nullable(),
    capturedAt: instantOut,
    receivedAt: instantOut,
    sessionId: z.guid().nullable(),
    personId: z.guid().nullable(),
  })
  .meta({ id: 'StoredEntry' })
