import { z } from 'zod'
import { duties } from '#domain/roster.ts'
import { rosterFields, rosterProblems, type RosterProblemCode } from '#domain/roster-words.ts'
import { sessionSlots } from '#domain/calling.ts'
import { dayField, idField, instantOut, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { MissingDuty } from './contract.ts'

/** A site has a crew of ten or so; a list for a whole ward is sent site by site. */
const PEOPLE_MAX = 200
const duty = z.enum(duties)
const problemCodes = Object.keys(rosterProblems) as RosterProblemCode[]

const LENGTHS = { fullName: 120, unit: 120, idNumber: 40, phone: 40, task: 120 } as const

/** As typed: an empty or wrong cell is not refused but judged. */
export const RosterEntry = z
  .strictObject({
    rowNumber: z.int().min(1).max(1_048_576).describe('As Excel shows it, or the line of the form.'),
    fullName: textField(LENGTHS.fullName).default(''),
    unit: textField(LENGTHS.unit).default(''),
    idNumber: textField(LENGTHS.idNumber).default(''),
    phone: textField(LENGTHS.phone).default(''),
    task: textField(LENGTHS.task).default('').describe('In the words of the list; it names the duty.'),
    duty: duty.nullable().default(null).describe('Chosen by a person, where the task does not say it.'),
  })
  .meta({ id: 'RosterEntry' })

/** A cell of a file may be longer than a field: the end of it names nobody. */
export function trimEntry(entry: z.output<typeof RosterEntry>): z.output<typeof RosterEntry> {
  const trimmed = { ...entry }
  for (const field of rosterFields) trimmed[field] = entry[field].slice(0, LENGTHS[field])
  return trimmed
}

export const RosterFileForm = z
  .object({ file: z.unknown().meta({ type: 'string', format: 'binary' }) })
  .meta({ id: 'RosterFileForm' })

export const RosterFile = z
  .object({ rows: z.array(RosterEntry).describe('As the file has them; to be previewed and sent.') })
  .meta({ id: 'RosterFile' })

export const SendRoster = z
  .strictObject({
    id: idField.optional().describe('Made by the client, so that a repeated request makes no second list.'),
    campaignId: idField,
    siteId: idField,
    fromOn: dayField,
    toOn: dayField,
    fileName: textField(200).default(''),
    rows: z.array(RosterEntry).min(1).max(PEOPLE_MAX),
  })
  .meta({
    id: 'SendRoster',
    example: {
      campaignId: '01890a5d-ac96-774b-bcce-b302099a8057',
      siteId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a02',
      fromOn: '2021-10-18',
      toOn: '2021-10-18',
      rows: [
        {
          rowNumber: 1,
          fullName: 'Nguyễn Văn Thử',
          unit: 'Đoàn thanh niên phường',
          idNumber: '046091000123',
          phone: '0912345678',
          task: 'Quét mã QR',
        },
      ],
    },
  })

const rowProblem = z.object({
  code: z.enum(problemCodes),
  field: z.enum(rosterFields),
  severity: z.enum(['error', 'warning']),
  says: z.string().describe('What is wrong and how to mend it, in the language asked for.'),
})

export const RosterPreview = z
  .object({
    rows: z.array(
      z.object({
        rowNumber: z.int(),
        fullName: z.string(),
        unit: z.string(),
        phone: z.string(),
        task: z.string(),
        idNumberLast4: z.string(),
        duty: duty.nullable(),
        known: z.boolean().describe('Has an account already, by number and name.'),
        problems: z.array(rowProblem),
      }),
    ),
    counts: z.object({ rows: z.int(), stopped: z.int(), people: z.int(), known: z.int(), new: z.int() }),
    missing: z.array(MissingDuty).describe('Of 1 scanner and 2 for data entry, by this list alone.'),
    sessions: z
      .array(z.object({ id: z.guid(), sessionOn: dayField, slot: z.enum(sessionSlots) }))
      .describe('Planned at the site on these days: the people get their posts there.'),
  })
  .meta({ id: 'RosterPreview', description: 'What sending the list would do; nothing is stored by asking.' })

export const Roster = z
  .object({
    id: z.guid(),
    campaignId: z.guid(),
    siteId: z.guid(),
    siteName: z.string(),
    wardId: z.guid(),
    fromOn: dayField,
    toOn: dayField,
    fileName: z.string(),
    receivedAt: instantOut,
    sentBy: z.string(),
    people: z.int(),
    accountsMade: z.int(),
    missing: z.array(MissingDuty),
  })
  .meta({ id: 'Roster' })

export const RosterPage = pageOf(Roster).meta({ id: 'RosterPage' })
export const rostersQuery = pageQuery.extend({
  campaignId: idField.optional(),
  wardId: idField.optional(),
  siteId: idField.optional(),
})

const member = z.object({
  accountId: z.guid(),
  fullName: z.string(),
  unit: z.string(),
  phone: z.string(),
  idNumberLast4: z.string(),
  task: z.string(),
  duty,
  signInName: z.string(),
  isNew: z.boolean().describe('The account was made for this list.'),
  signedIn: z.boolean().describe('False: the one-time PIN has not been used yet.'),
})

export const RosterDetail = Roster.extend({ members: z.array(member) }).meta({ id: 'RosterDetail' })

export const Slip = z
  .object({
    accountId: z.guid(),
    fullName: z.string(),
    signInName: z.string(),
    pin: z.string().nullable().describe('For the first sign-in; shown here once. Null: signs in as before.'),
    waiting: z.boolean().describe('A first PIN was shown before and has not been used: it can be made anew.'),
    duties: z.array(duty),
  })
  .meta({ id: 'RosterSlip' })

export const SentRoster = z
  .object({ roster: RosterDetail, slips: z.array(Slip) })
  .meta({ id: 'SentRoster', description: 'The receipt of a staff list, and a slip for each person.' })

export const Slips = z.object({ items: z.array(Slip) }).meta({ id: 'RosterSlips' })

export const DrawSlips = z
  .strictObject({
    pins: z
      .array(z.strictObject({ accountId: idField, pin: z.string().regex(/^\d{6}$/) }))
      .max(200)
      .describe('As the answer to the list, or to new slips, gave them.'),
  })
  .meta({
    id: 'DrawSlips',
    example: { pins: [{ accountId: '01890a5d-ac96-774b-bcce-b302099a8057', pin: '719264' }] },
  })
