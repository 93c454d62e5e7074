import { z } from 'zod'
import { idField, instantField, instantOut, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

export const listKinds = ['ward', 'enterprise', 'school', 'history', 'household'] as const
const listStates = ['open', 'submitted', 'closed'] as const
const punctualities = ['no-deadline', 'waiting', 'missing', 'on-time', 'late'] as const
const declaredKeys = ['total', ...Array.from({ length: 16 }, (_, at) => `code-${at + 1}` as const)] as const

const declared = z
  .partialRecord(z.enum(declaredKeys), z.int().min(0).max(5_000_000))
  .transform((totals) => totals as Record<string, number>)
  .describe('Totals first, names later: persons in all, or per priority code.')

export const CreateList = z
  .strictObject({
    id: idField.optional().describe('Made by the client, so that a repeated request makes no second list.'),
    campaignId: idField,
    kind: z.enum(listKinds),
    wardId: idField.describe('The ward that sends the list.'),
    name: textField(160, 1),
    dueAt: instantField.nullable().default(null),
    declared: declared.default({}),
  })
  .meta({
    id: 'CreateList',
    example: {
      campaignId: '01890a5d-ac96-774b-bcce-b302099a8057',
      kind: 'ward',
      wardId: '01890a5d-ac96-774b-bcce-b302099a8058',
      name: 'Người dân trên 18 tuổi, phường Thuận Lộc',
      dueAt: '2021-10-18T09:00:00Z',
      declared: { total: 1250 },
    },
  })

export const UpdateList = z
  .strictObject({
    name: textField(160, 1).optional(),
    dueAt: instantField.nullable().optional(),
    declared: declared.optional(),
    state: z.enum(listStates).optional(),
  })
  .meta({ id: 'UpdateList', example: { declared: { total: 1263 } } })

export const List = z
  .object({
    id: z.guid(),
    campaignId: z.guid(),
    kind: z.enum(listKinds),
    wardId: z.guid(),
    wardName: z.string(),
    name: z.string(),
    state: z.enum(listStates),
    dueAt: instantOut
      .nullable()
      .describe('The earlier of its own and the deadline of the campaign for names of this kind.'),
    ownDueAt: instantOut.nullable().describe('What was agreed for this list alone.'),
    declared: z.record(z.string(), z.int()),
    declaredTotal: z
      .int()
      .nullable()
      .describe('`total`, else the sum of the codes; null when nothing was declared.'),
    declaredAt: instantOut.nullable(),
    registered: z.int().describe('Persons on the list by confirmed uploads and by form.'),
    uploads: z.int().describe('Confirmed uploads.'),
    firstCommittedAt: instantOut.nullable(),
    declaredInTime: z.enum(punctualities),
    uploadedInTime: z.enum(punctualities),
    version: z.int(),
  })
  .meta({
    id: 'List',
    description: 'A list that a ward, an enterprise or a school sends, against its deadline.',
  })

export const ListPage = pageOf(List).meta({ id: 'ListPage' })

export const listsQuery = pageQuery.extend({
  campaignId: idField.optional(),
  wardId: idField.optional(),
  kind: z.enum(listKinds).optional(),
})
