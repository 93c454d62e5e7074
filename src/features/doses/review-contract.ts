import { z } from 'zod'
import { reviewAnswers } from '#domain/vaccination/review.ts'
import { reviewKinds } from '#domain/vaccination/types.ts'
import { lossRemedies } from '#domain/sync/queue.ts'
import { idField, instantOut, reasonField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const states = ['open', 'taken', 'decided'] as const

export const Review = z
  .object({
    id: z.guid(),
    kind: z.enum(reviewKinds),
    state: z.enum(states),
    subjectKey: z.string(),
    personId: z.guid().nullable(),
    wardId: z.guid().nullable(),
    sessionId: z.guid().nullable(),
    doses: z.array(
      z.object({
        doseId: z.guid(),
        givenAt: instantOut,
        recordedAt: instantOut,
        productName: z.string(),
        lotCode: z.string(),
        siteName: z.string(),
        authorName: z.string(),
        step: z.string().nullable(),
        dayRank: z.int().nullable(),
        flags: z.array(z.string()),
      }),
    ),
    seen: z
      .array(z.string())
      .describe('What the question rests on; for `quarantine`, why the entry is held.'),
    siteName: z.string().nullable(),
    sessionOn: z.string().nullable().meta({ format: 'date' }),
    ownerId: z.guid().nullable(),
    ownerName: z.string().nullable(),
    openedAt: instantOut,
    ageHours: z.number(),
    version: z.int(),
  })
  .meta({ id: 'Review', description: 'A question that waits for a person.' })

const HeldEntry = z
  .object({
    kind: z.string().describe('Of the entry: check-in, dose, …'),
    why: z.string(),
    authorName: z.string(),
    deviceId: z.guid().nullable(),
    deviceEndedAt: instantOut.nullable().describe('The phone was told lost, or taken off.'),
    capturedAt: instantOut.describe('By the phone’s clock.'),
    receivedAt: instantOut,
    dose: z
      .object({
        productName: z.string(),
        lotCode: z.string(),
        givenAt: instantOut,
        statedStep: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'HeldEntry', description: 'What an entry in quarantine says.' })

const LostEntryView = z
  .object({
    remedy: z.enum(lossRemedies),
    reason: z.string(),
    saidByName: z.string().describe('As the phone has it.'),
    saidAt: instantOut.describe('By the phone’s clock, corrected.'),
    authorName: z.string().describe('Whose entry it was.'),
    deviceId: z.guid(),
    deviceSeq: z.int().describe('Number of the entry on that phone.'),
    capturedAt: instantOut.nullable().describe('As its id tells, corrected.'),
    receivedAt: instantOut,
    siteName: z.string().nullable(),
  })
  .meta({ id: 'LostEntryView', description: 'What was said of an entry that its phone can read no more.' })

export const ReviewDetail = Review.extend({
  person: z
    .object({ id: z.guid(), fullName: z.string(), bornOn: z.string(), wardName: z.string().nullable() })
    .nullable()
    .describe('Null for a person who has not arrived, or is outside the scope.'),
  held: HeldEntry.nullable().describe('For `quarantine`.'),
  lost: LostEntryView.nullable().describe('For `lost-entry`.'),
}).meta({ id: 'ReviewDetail' })

export const ReviewCounts = z
  .object({
    items: z.array(z.object({ kind: z.enum(reviewKinds), open: z.int() })),
    open: z.int().describe('All kinds together.'),
  })
  .meta({ id: 'ReviewCounts' })

export const ReviewPage = pageOf(Review).meta({ id: 'ReviewPage' })

export const reviewsQuery = pageQuery.extend({
  kind: z.enum(reviewKinds).optional(),
  state: z.enum([...states, 'undecided']).default('undecided'),
  wardId: idField.optional(),
  sessionId: idField.optional(),
})

export const OwnReview = z
  .strictObject({ take: z.boolean().describe('True: mine. False: given back.') })
  .meta({ id: 'OwnReview', example: { take: true } })

export const DecideReview = z
  .strictObject({
    id: idField.describe('Of the decision, made by the client: safe to send again.'),
    decision: z.enum(reviewAnswers),
    doseId: idField.optional().describe('For `this-one-counts` and `voided`.'),
    countedDoseIds: z
      .array(idField)
      .min(2)
      .max(10)
      .optional()
      .describe('For `really-two`: which were given.'),
    reason: reasonField,
  })
  .meta({
    id: 'DecideReview',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8062',
      decision: 'this-one-counts',
      doseId: '01890a5d-ac96-774b-bcce-b302099a8061',
      reason: 'Đối chiếu phiếu giấy',
    },
  })

export const RestoreDose = z
  .strictObject({ id: idField.describe('Of the restoring, made by the client.'), reason: reasonField })
  .meta({
    id: 'RestoreDose',
    example: { id: '01890a5d-ac96-774b-bcce-b302099a8066', reason: 'Huỷ nhầm, phiếu giấy có mũi này' },
  })

export const RestoredDose = z
  .object({
    doseId: z.guid(),
    step: z.string().nullable().describe('Null: kept, and not counted.'),
    dayRank: z.int().nullable(),
    flags: z.array(z.string()),
  })
  .meta({ id: 'RestoredDose' })

export const MergePeople = z
  .strictObject({
    id: idField.describe('Of the merge, made by the client.'),
    absorbedId: idField,
    keptId: idField,
    reason: reasonField,
  })
  .meta({
    id: 'MergePeople',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8063',
      absorbedId: '01890a5d-ac96-774b-bcce-b302099a8064',
      keptId: '01890a5d-ac96-774b-bcce-b302099a8057',
      reason: 'Cùng số định danh và ngày sinh',
    },
  })

export const UndoMerge = z
  .strictObject({ id: idField.describe('Of the undoing.'), reason: reasonField })
  .meta({
    id: 'UndoMerge',
    example: { id: '01890a5d-ac96-774b-bcce-b302099a8065', reason: 'Hai người trùng tên' },
  })

const MergedRecord = z
  .object({ id: z.guid(), fullName: z.string(), bornOn: z.string(), wardName: z.string() })
  .nullable()
  .describe('Null for a record outside the scope.')

export const Merge = z
  .object({
    id: z.guid(),
    absorbedId: z.guid(),
    keptId: z.guid(),
    absorbed: MergedRecord,
    kept: MergedRecord,
    decidedAt: instantOut,
    byId: z.guid(),
    byName: z.string(),
    reason: z.string(),
    undoneById: z.guid().nullable().describe('The merge that took it back.'),
    undone: z
      .object({ at: instantOut, byName: z.string(), reason: z.string() })
      .nullable()
      .describe('When, by whom and why it was taken back.'),
  })
  .meta({ id: 'Merge' })

export const MergeList = z.object({ items: z.array(Merge) }).meta({ id: 'MergeList' })
