import { z } from 'zod'
import {
  correctionActs,
  correctionOutcomes,
  correctionOwners,
  correctionStates,
  correctionSubjects,
  correctionVoices,
} from '#domain/correction.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const dayOut = z.string().meta({ format: 'date' })

/** Of base64: what a page makes of any picture (1,280 pixels), well inside what JSON may weigh. */
const PHOTO_CHARACTERS_MAX = 200_000
/** How every JPEG begins. */
const JPEG_BEGINS = '/9j/'

export const Correction = z
  .object({
    id: z.guid(),
    person: z.object({
      id: z.guid(),
      fullName: z.string(),
      bornOn: dayOut,
      wardId: z.guid(),
      wardName: z.string(),
    }),
    isElsewhere: z
      .boolean()
      .describe(
        'Merged since into a record that lives in another ward, which answers; the person is as asked.',
      ),
    subject: z.enum(correctionSubjects),
    dose: z
      .object({ id: z.guid(), givenOn: dayOut, productName: z.string(), lotCode: z.string() })
      .nullable()
      .describe('Of which dose, as it stands now.'),
    voice: z.enum(correctionVoices).describe('For whom the asker spoke.'),
    askedAt: instantOut,
    askedByName: z.string(),
    owner: z.enum(correctionOwners).describe('Who has to answer: the ward of residence, or the centre.'),
    state: z.enum(correctionStates),
    takenByName: z.string().nullable().describe('Who works on it.'),
    ageDays: z.int().describe('From the asking to the answer, or to today.'),
    dueOn: dayOut.describe('Two working days after the asking.'),
    isOverdue: z.boolean().describe('Not answered, and the day is past.'),
    version: z.int().describe('Rises with each act; its ETag.'),
  })
  .meta({ id: 'Correction', description: 'A request that a record be put right.' })

const MadeChange = z
  .object({
    kind: z.enum(correctionOutcomes),
    id: z.guid(),
    what: z.string().describe('Of its kind: `corrected`, `moved-in`, `void`, `restore`, `recorded`, …'),
    at: instantOut,
    byName: z.string().nullable(),
  })
  .meta({ id: 'MadeChange', description: 'A change of the record, made where such changes are made.' })

export const CorrectionDetail = Correction.extend({
  wrong: z.string(),
  shouldBe: z.string(),
  evidence: z.string(),
  photo: z.string().nullable().describe('Of the slip: JPEG, base64.'),
  steps: z.array(
    z.object({
      act: z.enum(correctionActs),
      at: instantOut,
      byName: z.string(),
      reason: z.string(),
      outcome: MadeChange.nullable(),
    }),
  ),
  changes: z
    .array(MadeChange)
    .describe('What was changed in the record since it was asked, newest first: what `done` may name.'),
  mayAnswer: z.boolean(),
}).meta({ id: 'CorrectionDetail' })

export const CorrectionPage = pageOf(Correction).meta({ id: 'CorrectionPage' })

export const CorrectionCounts = z
  .object({
    open: z.int().describe('Not answered, that the caller may answer.'),
    overdue: z.int().describe('Of those, past their day.'),
  })
  .meta({ id: 'CorrectionCounts' })

export const correctionsQuery = pageQuery.extend({
  owner: z.enum(correctionOwners).optional(),
  state: z.enum([...correctionStates, 'waiting', 'answered', 'all']).default('waiting'),
  overdue: z.stringbool().default(false).describe('Only those past their day.'),
  wardId: idField.optional().describe('Ward of residence.'),
  personId: idField.optional(),
})

export const AskCorrection = z
  .strictObject({
    id: idField.describe('Of the request, made by the client: safe to send again.'),
    subject: z.enum(correctionSubjects),
    doseId: idField.optional().describe('For `dose-not-given`, `dose-of-another` and `dose-details`.'),
    wrong: reasonField.describe('What is wrong.'),
    shouldBe: textField(500).default('').describe('What it should be.'),
    evidence: textField(500).default('').describe('By which paper: slip, card, form of the day.'),
    photo: z
      .base64()
      .startsWith(JPEG_BEGINS)
      .max(PHOTO_CHARACTERS_MAX)
      .optional()
      .describe('Of the paper: a small JPEG, base64.'),
    voice: z.enum(correctionVoices),
  })
  .meta({
    id: 'AskCorrection',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8067',
      subject: 'birth',
      wrong: 'Ngày sinh ghi 01/01/1957',
      shouldBe: '17/05/1957',
      evidence: 'Căn cước người dân đưa xem tại bàn tiếp đón',
      voice: 'person',
    },
  })

export const AnswerCorrection = z
  .strictObject({
    id: idField.describe('Of the act, made by the client: safe to send again.'),
    act: z.enum(correctionActs),
    reason: textField(500).default('').describe('Needed for `hand-over` and `refuse`.'),
    outcome: z
      .strictObject({ kind: z.enum(correctionOutcomes), id: idField })
      .optional()
      .describe('Needed for `done`: one of the request’s `changes`.'),
  })
  .meta({
    id: 'AnswerCorrection',
    example: { id: '01890a5d-ac96-774b-bcce-b302099a8068', act: 'take' },
  })

export const AmendDose = z
  .strictObject({
    id: idField.describe('Of the change, made by the client: safe to send again.'),
    act: z.enum(['void', 'correct']),
    fields: z
      .strictObject({
        lotId: idField.optional().describe('The vaccine follows from the lot.'),
        givenOn: dayField.optional(),
        statedStep: z.enum(plannedSteps).optional(),
        personId: idField.optional().describe('Whose dose it is.'),
      })
      .default({})
      .describe('For `correct`: at least one.'),
    reason: reasonField,
  })
  .meta({
    id: 'AmendDose',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8069',
      act: 'void',
      reason: 'Đối chiếu phiếu giấy: người này không tiêm hôm đó',
    },
  })
