import { z } from 'zod'
import { lossRemedies } from '#domain/sync/queue.ts'
import { idField, instantField, instantOut, reasonField } from '#http/fields.ts'

/** What a phone signs for the purpose `lost-entry`. */
export const LostEntry = z
  .strictObject({
    id: idField.describe('Of the entry that the phone can read no more.'),
    seq: z.int().min(1).max(1_000_000).describe('Its number on the phone.'),
    remedy: z
      .enum(lossRemedies)
      .describe('`entered-again`: under a new id, from the paper. `not-on-paper`: it could not be.'),
    reason: reasonField,
    saidBy: idField.describe('The account that said so on that phone.'),
    saidAt: instantField.describe('By the clock of the phone.'),
    clockOffsetMs: z
      .int()
      .min(-1_000_000_000_000)
      .max(1_000_000_000_000)
      .describe('Server minus phone, as last measured.'),
  })
  .meta({
    id: 'LostEntry',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8061',
      seq: 12,
      remedy: 'entered-again',
      reason: 'Nhập lại từ sổ giấy trang 3',
      saidBy: '01890a5d-ac96-774b-bcce-b302099a8062',
      saidAt: '2021-10-18T02:30:00.000Z',
      clockOffsetMs: 0,
    },
  })

const LostReceipt = z
  .object({
    id: z.guid(),
    outcome: z.enum(['lost', 'duplicate']).describe('`duplicate`: the entry itself is here after all.'),
    stored: z.enum(['lost', 'accepted', 'needs_review', 'quarantined']),
    reason: z.string().nullable(),
    flags: z.array(z.string()),
    receivedAt: instantOut,
  })
  .meta({ id: 'LostReceipt' })

/** As a phone reads the answer to its entries. */
export const LostAnswer = z
  .object({
    receipts: z.array(LostReceipt).length(1),
    serverTime: instantOut,
    timelineId: z.guid(),
  })
  .meta({ id: 'LostAnswer' })
