import { z } from 'zod'
import { declarationBases, submissions } from '#domain/declaration.ts'
import { idField, instantField, instantOut, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { listKinds } from './list-contract.ts'

const PERSONS_MAX = 5_000_000
const GROUPS_MAX = 50
const listKind = z.enum(listKinds)
const submission = z.enum(submissions).describe('Totals, names, or the staff list.')
export const punctuality = z.enum(['no-deadline', 'waiting', 'missing', 'on-time', 'late'])

export const SetDeadline = z
  .strictObject({
    id: idField.optional().describe('Made by the client, so that a repeated request is one deadline.'),
    campaignId: idField,
    submission,
    listKind: listKind.nullable().default(null).describe('Null for the staff list, and only there.'),
    dueAt: instantField,
    reason: textField(500).default('').describe('Why it moves; needed when one was set before.'),
    documentNumber: textField(120).default(''),
  })
  .meta({
    id: 'SetDeadline',
    example: {
      campaignId: '01890a5d-ac96-774b-bcce-b302099a8057',
      submission: 'totals',
      listKind: 'ward',
      dueAt: '2021-10-18T09:00:00Z',
      documentNumber: '6616/UBND',
    },
  })

export const Deadline = z
  .object({
    id: z.guid(),
    campaignId: z.guid(),
    submission,
    listKind: listKind.nullable(),
    dueAt: instantOut,
    reason: z.string(),
    documentNumber: z.string(),
    receivedAt: instantOut,
    setBy: z.string().describe('Name of the official.'),
    current: z.boolean().describe('The newest of its kind: the one that holds.'),
  })
  .meta({ id: 'Deadline' })

export const Deadlines = z
  .object({ items: z.array(Deadline).describe('The newest first; older ones stay readable.') })
  .meta({ id: 'Deadlines' })

export const deadlinesQuery = z.object({ campaignId: idField })

const numbers = z
  .array(
    z.strictObject({
      key: z
        .string()
        .max(40)
        .describe('Priority code `1` to `16`, or the id of a target group of the campaign.'),
      persons: z.int().min(0).max(PERSONS_MAX),
    }),
  )
  .min(1)
  .max(GROUPS_MAX)

export const DeclareTotals = z
  .strictObject({
    id: idField.optional().describe('Made by the client, so that a repeated request is one declaration.'),
    campaignId: idField,
    wardId: idField,
    listKind: listKind.default('ward'),
    basis: z.enum(declarationBases).default('code'),
    numbers,
    note: textField(500).default(''),
  })
  .meta({
    id: 'DeclareTotals',
    example: {
      campaignId: '01890a5d-ac96-774b-bcce-b302099a8057',
      wardId: '01890a5d-ac96-774b-bcce-b302099a8058',
      listKind: 'ward',
      basis: 'code',
      numbers: [
        { key: '9', persons: 812 },
        { key: '10', persons: 4310 },
      ],
    },
  })

export const Declaration = z
  .object({
    id: z.guid(),
    campaignId: z.guid(),
    campaignName: z.string(),
    wardId: z.guid(),
    wardName: z.string(),
    listKind,
    basis: z.enum(declarationBases),
    numbers: z.array(z.object({ key: z.string(), label: z.string(), persons: z.int() })),
    total: z.int(),
    note: z.string(),
    receivedAt: instantOut,
    declaredBy: z.string().describe('Name of the official.'),
    dueAt: instantOut.nullable().describe('The deadline that holds now.'),
    inTime: punctuality,
    current: z.boolean().describe('The newest of the ward: what holds.'),
  })
  .meta({ id: 'Declaration', description: 'Totals that a ward declared; also its receipt.' })

export const DeclarationPage = pageOf(Declaration).meta({ id: 'DeclarationPage' })
export const declarationsQuery = pageQuery.extend({
  campaignId: idField.optional(),
  wardId: idField.optional(),
  listKind: listKind.optional(),
})

export const overviewQuery = z.object({ campaignId: idField, listKind: listKind.default('ward') })

const state = z.object({ dueAt: instantOut.nullable(), inTime: punctuality })

export const OverviewRow = z
  .object({
    wardId: z.guid(),
    wardName: z.string(),
    totals: state.extend({
      declarationId: z.guid().nullable(),
      total: z.int().nullable(),
      firstAt: instantOut.nullable(),
      lastAt: instantOut.nullable(),
      versions: z.int(),
    }),
    names: state.extend({
      firstAt: instantOut.nullable(),
      lists: z.int(),
      uploads: z.int().describe('Confirmed files.'),
      registered: z.int().describe('Persons on the lists of this kind.'),
    }),
    staff: state.extend({
      firstAt: instantOut.nullable(),
      people: z.int(),
      sites: z.int().describe('Sites with a staff list.'),
      sitesLacking: z
        .int()
        .describe('Sites in force without a list, or whose list lacks 1 scanner and 2 for data entry.'),
    }),
    comparison: z.enum(['not-declared', 'not-uploaded', 'equal', 'fewer', 'more']),
    difference: z.int().nullable().describe('Uploaded less declared.'),
  })
  .meta({ id: 'ListOverviewRow' })

export const Overview = z
  .object({
    campaignId: z.guid(),
    campaignName: z.string(),
    listKind,
    generatedAt: instantOut,
    items: z.array(OverviewRow).describe('A row for each ward, by code.'),
    counts: z.object({
      wards: z.int(),
      totals: z.int().describe('Wards that declared.'),
      names: z.int(),
      staff: z.int(),
      overdue: z.int().describe('Wards with something overdue.'),
      declared: z.int(),
      registered: z.int(),
    }),
  })
  .meta({ id: 'ListOverview' })

export const Owed = z
  .object({
    campaignId: z.guid(),
    campaignName: z.string(),
    wardId: z.guid(),
    wardName: z.string(),
    submission,
    listKind: listKind.nullable(),
    dueAt: instantOut,
    inTime: punctuality,
    doneAt: instantOut.nullable(),
  })
  .meta({ id: 'Owed', description: 'One thing that a ward sends, with its deadline.' })

export const OwedList = z
  .object({
    generatedAt: instantOut.describe('By the clock that counts, for a countdown.'),
    items: z.array(Owed),
  })
  .meta({ id: 'OwedList' })

export const remindersQuery = overviewQuery.extend({
  submission: submission.optional().describe('Only wards that owe this.'),
})

export const Reminder = z
  .object({
    wardId: z.guid(),
    wardName: z.string(),
    owed: z.array(submission),
    overdue: z.boolean(),
    contacts: z.array(z.object({ fullName: z.string(), unit: z.string(), phone: z.string() })),
    text: z.string().describe('The line to copy, in the language asked for.'),
  })
  .meta({ id: 'Reminder' })

export const Reminders = z
  .object({ items: z.array(Reminder) })
  .meta({ id: 'Reminders', description: 'Whom to call: officials only, never a person who is on a list.' })
