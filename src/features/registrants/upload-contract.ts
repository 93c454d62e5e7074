import { z } from 'zod'
import { identifierKinds } from '#domain/identity/identifiers.ts'
import { repairKinds } from '#domain/person-list/problems.ts'
import { listFields } from '#domain/person-list/fields.ts'
import { listLayouts } from '#domain/person-list/layouts.ts'
import { rowOutcomes } from '#domain/person-list/words.ts'
import { rowDecisions, uploadPhases, uploadStates } from '#domain/upload.ts'
import { instantOut } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const births = ['day', 'month', 'year'] as const

/** Two parts of multipart/form-data, in this order. */
export const UploadForm = z
  .object({
    id: z.guid().describe('Made by the client: the same file sent again under it is the same upload.'),
    file: z
      .unknown()
      .meta({ type: 'string', format: 'binary', description: '.xls, .xlsx or .csv, by its content.' }),
  })
  .meta({ id: 'UploadForm' })

const RowCounts = z
  .object({
    rowsRead: z.int().describe('Always the sum of the others.'),
    new: z.int(),
    changed: z.int(),
    same: z.int(),
    duplicate: z.int(),
    suspected: z.int(),
    rejected: z.int(),
  })
  .meta({ id: 'RowCounts' })

/** What a heading can mean; `ignore` leaves its column out. */
const HeadingField = z.enum(['ignore', ...listFields])

export const Upload = z
  .object({
    id: z.guid(),
    listId: z.guid(),
    fileName: z.string(),
    fileHash: z.string().describe('SHA-256 of the file, hexadecimal.'),
    fileKind: z.enum(['xls', 'xlsx', 'csv']).nullable().describe('By content; null until the file is read.'),
    bytes: z.int(),
    state: z
      .enum(uploadStates)
      .describe(
        'Queued, being read, preview; then confirmed, dropped or refused; confirmed ones may be undone.',
      ),
    progress: z
      .object({ phase: z.enum(uploadPhases), rows: z.int().describe('Rows of the file behind the reader.') })
      .nullable()
      .describe('Null once it has been read.'),
    position: z.int().nullable().describe('While queued: its place among the uploads of all wards, from 1.'),
    refusal: z
      .object({ code: z.string(), title: z.string() })
      .nullable()
      .describe('Why the whole file was refused.'),
    layout: z.enum(listLayouts).nullable().describe('What kind of list the headings tell.'),
    refusedRepairs: z
      .array(z.enum(repairKinds))
      .describe('Classes of repairs that the official does not want.'),
    counts: RowCounts,
    undecided: z.int().describe('Doubtful rows without a decision, or put off.'),
    taken: z.int().describe('Rows whose person is on the list by this upload.'),
    columns: z
      .array(z.object({ field: z.string(), column: z.string() }))
      .describe('What was found under which letter.'),
    unknownColumns: z
      .array(
        z.object({
          column: z.string(),
          text: z.string(),
          key: z.string().describe('Names the heading in `PUT /v1/uploads/{id}/mapping`.'),
          samples: z.array(z.string()).max(3).describe('What stands in the column, masked.'),
        }),
      )
      .describe('Headings that nobody knows; they may be mapped by hand.'),
    mappedColumns: z
      .array(z.object({ column: z.string(), text: z.string(), key: z.string(), field: HeadingField }))
      .describe('Headings that were read as the ward once said; it may say otherwise, or forget it.'),
    repairs: z.array(
      z.object({
        kind: z.enum(repairKinds),
        says: z.string(),
        cells: z.int(),
        examples: z
          .array(
            z.object({
              rowNumber: z.int(),
              column: z.string().nullable(),
              before: z.string(),
              after: z.string(),
            }),
          )
          .max(3)
          .describe('The first of them, masked.'),
      }),
    ),
    rowsWithWarnings: z.int().describe('Rows with something to look at, rejected ones among them.'),
    ignoredRows: z.int().describe('Blank rows, rows that number the columns, the signature block.'),
    uploadedAt: instantOut,
    uploadedBy: z.string(),
    committedAt: instantOut.nullable(),
    committedBy: z.string(),
    undoneAt: instantOut.nullable(),
    undoneBy: z.string(),
    undoneReason: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Upload', description: 'One file of a list: a preview until it is confirmed.' })

export const UploadPage = pageOf(Upload).meta({ id: 'UploadPage' })
export const uploadsQuery = pageQuery
export const wardUploadsQuery = pageQuery.extend({ wardId: z.guid() })

export const UploadEvent = Upload.pick({
  id: true,
  state: true,
  progress: true,
  position: true,
  refusal: true,
  version: true,
}).meta({
  id: 'UploadEvent',
  description:
    'The `data` of each server-sent event `upload`: all of it each time, so none is needed to read another.',
})

export const MapUploadHeadings = z
  .strictObject({
    headings: z
      .array(z.strictObject({ key: z.string().min(1).max(300), field: HeadingField.nullable() }))
      .max(60)
      .describe('What headings mean that nobody knew, by their `key`; null forgets what was said before.'),
    layout: z
      .enum(listLayouts)
      .optional()
      .describe('What kind of list it is, when the headings tell it wrongly.'),
  })
  .meta({ id: 'MapUploadHeadings', example: { headings: [{ key: 'so nguoi', field: 'phone' }] } })

export const RefuseUploadRepairs = z
  .strictObject({
    refused: z.array(z.enum(repairKinds)).max(repairKinds.length).describe('Empty takes all of them again.'),
  })
  .meta({ id: 'RefuseUploadRepairs', example: { refused: ['date-month-first'] } })

export const UndoUpload = z
  .strictObject({ reason: z.string().trim().min(3).max(300) })
  .meta({ id: 'UndoUpload', example: { reason: 'Nhầm danh sách của phường khác' } })

const Stated = z.object({
  fullName: z.string(),
  bornOn: z.string(),
  bornPrecision: z.enum(births),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  priorityCode: z.int(),
  phone: z.string().describe('Masked.'),
  numbers: z.array(z.object({ kind: z.enum(identifierKinds), masked: z.string() })),
})

export const UploadRow = z
  .object({
    rowNumber: z.int().describe('As Excel shows it.'),
    outcome: z.enum(rowOutcomes),
    says: z.string().describe('What the returned workbook says of the row.'),
    decision: z.enum(rowDecisions).nullable(),
    taken: z.boolean(),
    repeatsRow: z.int().nullable(),
    stated: Stated.nullable().describe('The row as sent; null when it could not be read.'),
    written: z
      .object({
        fullName: z.string(),
        bornOn: z.string(),
        sex: z.string(),
        priorityCode: z.string(),
        phone: z.string(),
        idNumber: z.string(),
        bhyt: z.string(),
      })
      .nullable()
      .describe('What a row says that could not be read: texts as written, numbers masked.'),
    repeats: Stated.extend({ rowNumber: z.int() })
      .nullable()
      .describe('The earlier row of the file that it repeats or may repeat.'),
    where: z.enum(['file', 'here', 'elsewhere']).nullable().describe('Where the same person was found.'),
    reason: z.string().nullable(),
    differs: z.array(z.string()),
    changes: z
      .array(z.object({ field: z.string(), before: z.string(), after: z.string() }))
      .describe('What it changes of the person, old and new: groups by name; numbers and phones masked.'),
    found: Stated.extend({ personId: z.guid() })
      .nullable()
      .describe('The person found in the own ward. Of people elsewhere nothing is told but that they exist.'),
    problems: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['error', 'warning']),
        column: z.string().nullable(),
        value: z.string().describe('Masked.'),
        says: z.string(),
      }),
    ),
    repairs: z.array(
      z.object({
        kind: z.enum(repairKinds),
        column: z.string().nullable(),
        before: z.string(),
        after: z.string(),
        says: z.string(),
      }),
    ),
  })
  .meta({ id: 'UploadRow' })

export const UploadRowPage = pageOf(UploadRow).meta({ id: 'UploadRowPage' })

export const uploadRowsQuery = pageQuery.extend({
  outcome: z.enum(rowOutcomes).optional(),
  undecided: z.stringbool().optional().describe('Only doubtful rows that nobody has decided.'),
  warned: z.stringbool().optional().describe('Only rows with a warning, whatever becomes of them.'),
})

export const DecideUploadRow = z
  .strictObject({ decision: z.enum(rowDecisions) })
  .meta({ id: 'DecideUploadRow', example: { decision: 'other-person' } })

export const DecideUploadRows = z
  .strictObject({
    decision: z.enum(rowDecisions),
    rowNumbers: z
      .union([z.array(z.int().min(1)).min(1).max(1000), z.literal('undecided')])
      .describe('These rows, or every doubtful row that nobody has decided.'),
  })
  .meta({ id: 'DecideUploadRows', example: { decision: 'same-person', rowNumbers: 'undecided' } })

export const UploadReceipt = z
  .object({
    uploadId: z.guid(),
    listName: z.string(),
    wardName: z.string(),
    fileName: z.string(),
    fileHash: z.string(),
    bytes: z.int(),
    counts: RowCounts,
    decided: z
      .object({ samePerson: z.int(), otherPerson: z.int(), open: z.int() })
      .describe('The doubtful rows.'),
    uploadedAt: instantOut,
    uploadedBy: z.string(),
    committedAt: instantOut.nullable(),
    committedBy: z.string(),
    undoneAt: instantOut.nullable(),
    undoneBy: z.string(),
    undoneReason: z.string(),
    dueAt: instantOut.nullable(),
    inTime: z.enum(['no-deadline', 'waiting', 'missing', 'on-time', 'late']),
  })
  .meta({ id: 'UploadReceipt' })

export const HistoryEntry = z
  .object({
    kind: z.literal('dose'),
    id: z.guid().describe('Follows from person and day: asking again gives the same.'),
    deviceId: z.null(),
    deviceSeq: z.null(),
    capturedAt: instantOut,
    clockOffsetMs: z.literal(0),
    personId: z.guid(),
    sessionId: z.null(),
    productId: z.guid(),
    lot: z.object({ code: z.string(), expiresOn: z.null() }).nullable(),
    statedStep: z.string().nullable(),
    givenAt: instantOut,
    givenOn: z.string(),
    origin: z.literal('history'),
    source: z.literal('reported'),
    place: z.string(),
    vaccinatorName: z.literal(''),
    volumeMl: z.null(),
    arm: z.literal(''),
    reason: z.string(),
  })
  .meta({
    id: 'HistoryEntry',
    description: 'An earlier dose that the list states, ready for `POST /v1/sync`.',
  })

export const HistoryEntryPage = z
  .object({
    items: z.array(HistoryEntry),
    unknownProducts: z.array(z.object({ rowNumber: z.int(), number: z.int(), product: z.string() })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'HistoryEntryPage' })
