import { z } from 'zod'
import { movementKinds } from '#domain/stock.ts'
import { differenceCodes, fates, transferStates } from '#domain/transfer.ts'
import { idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { clientId, documentField, HolderLabel, storeField } from './contract.ts'

const outId = z.guid()
const outDay = z.string().meta({ format: 'date' })
const personName = textField(100, 2)
const tenths = z.int().min(-2000).max(600).describe('Tenths of a degree Celsius: 45 = 4.5 °C.')
const vialCount = z.int().min(0).max(1_000_000)
const LINES_MAX = 50

export const TransferBody = z
  .strictObject({
    id: clientId,
    from: storeField,
    to: storeField,
    lines: z
      .array(z.strictObject({ lotId: idField, doses: z.int().min(1).max(10_000_000) }))
      .min(1)
      .max(LINES_MAX),
    reason: reasonField,
    documentNumber: documentField.default(''),
  })
  .meta({
    id: 'TransferBody',
    example: {
      id: '018f0000-0000-7000-8000-000000000008',
      from: { wardId: '018f0000-0000-7000-8000-0000000000a1' },
      to: { wardId: '018f0000-0000-7000-8000-0000000000a2' },
      lines: [{ lotId: '018f0000-0000-7000-8000-000000000010', doses: 120 }],
      reason: 'Phường nhận tiêm nhanh hơn, còn 2 ngày tồn',
      documentNumber: '6616/KH-TTYT',
    },
  })

export const DispatchBody = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          lotId: idField,
          shelfVials: vialCount.describe('Counted on the shelf before packing.'),
          vials: vialCount.describe('Packed.'),
          lotSeen: z
            .string()
            .max(200)
            .default('')
            .describe('The pack’s barcode as scanned, or the code printed on the vial: it must be this lot.'),
        }),
      )
      .min(1)
      .max(LINES_MAX),
    temperatureTenths: tenths,
    handedOverBy: personName,
    carriedBy: personName,
    note: textField(500).default('').describe('Required when the shelf differs from the books.'),
  })
  .meta({
    id: 'DispatchBody',
    example: {
      lines: [{ lotId: '018f0000-0000-7000-8000-000000000010', shelfVials: 80, vials: 20 }],
      temperatureTenths: 45,
      handedOverBy: 'Trần Thị Thử',
      carriedBy: 'Lê Văn Thử',
    },
  })

export const ReceptionBody = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          lotId: idField,
          vials: vialCount.describe('Counted, sound and damaged.'),
          damagedVials: vialCount.default(0).describe('Of those: broken, frozen, without a label.'),
        }),
      )
      .min(1)
      .max(LINES_MAX),
    signedBy: personName.describe('Who signs for the doses.'),
    temperatureTenths: tenths,
    loggerMinTenths: tenths.nullable().default(null),
    loggerMaxTenths: tenths.nullable().default(null),
    note: textField(500).default('').describe('Required when anything differs from what was sent.'),
  })
  .meta({
    id: 'ReceptionBody',
    example: {
      lines: [{ lotId: '018f0000-0000-7000-8000-000000000010', vials: 20 }],
      signedBy: 'Phạm Thị Thử',
      temperatureTenths: 52,
      loggerMinTenths: 38,
      loggerMaxTenths: 61,
    },
  })

export const ClosureBody = z
  .strictObject({
    decision: reasonField,
    fates: z
      .array(z.strictObject({ lotId: idField, fate: z.enum(fates), vials: z.int().min(1).max(1_000_000) }))
      .max(LINES_MAX * 4)
      .default([])
      .describe('What becomes of each vial in dispute; none for a transfer that was received as sent.'),
  })
  .meta({
    id: 'ClosureBody',
    example: {
      decision: 'Hai bên lập biên bản: 1 lọ vỡ trên đường',
      fates: [{ lotId: '018f0000-0000-7000-8000-000000000010', fate: 'wasted', vials: 1 }],
    },
  })

export const CancellationBody = z
  .strictObject({ reason: reasonField })
  .meta({ id: 'CancellationBody', example: { reason: 'Phường gửi cần giữ cho mũi 2 tuần này' } })

export const TransferLine = z
  .object({
    lotId: outId,
    lotCode: z.string(),
    productCode: z.string(),
    productName: z.string(),
    presentation: z.string(),
    dosesPerVial: z.int(),
    expiresOn: outDay.nullable(),
    useByOn: outDay.nullable(),
    approvedVials: z.int(),
    approvedDoses: z.int(),
    shelfVials: z.int().nullable(),
    dispatchedVials: z.int().nullable(),
    dispatchedDoses: z.int().nullable(),
    receivedVials: z.int().nullable(),
    receivedDoses: z.int().nullable(),
    damagedVials: z.int().nullable(),
    lotCheck: z.enum(['scanned', 'typed', '']).describe('How the sender made sure of the lot.'),
    differences: z.array(z.enum(differenceCodes)),
    heldVials: z.int().describe('Not yet in anybody’s store: sent, and not taken in.'),
    overVials: z.int().describe('Came without having been sent; in nobody’s books until decided.'),
  })
  .meta({ id: 'TransferLine' })

const act = z.object({ at: instantOut, by: z.string().describe('Name of the account.') })

export const Transfer = z
  .object({
    id: outId,
    state: z.enum(transferStates),
    version: z.int(),
    overdue: z.boolean().describe('Under way or in dispute for more than 24 hours.'),
    from: HolderLabel,
    to: HolderLabel,
    planLineId: outId.nullable(),
    reason: z.string(),
    documentNumber: z.string(),
    approved: act,
    dispatched: act
      .extend({
        handedOverBy: z.string(),
        carriedBy: z.string(),
        temperatureTenths: z.int(),
        note: z.string(),
      })
      .nullable(),
    received: act
      .extend({
        signedBy: z.string(),
        temperatureTenths: z.int(),
        loggerMinTenths: z.int().nullable(),
        loggerMaxTenths: z.int().nullable(),
        note: z.string(),
      })
      .nullable(),
    ended: act.extend({ decision: z.string() }).nullable().describe('Closed or cancelled.'),
    lines: z.array(TransferLine),
    movements: z
      .array(z.object({ kind: z.enum(movementKinds), lotId: outId, doses: z.int(), occurredOn: outDay }))
      .describe('What it did to the ledger, in order.'),
  })
  .meta({ id: 'Transfer', description: 'Everything that the handover paper (biên bản giao nhận) needs.' })

export const TransferPage = pageOf(Transfer.omit({ movements: true }).meta({ id: 'TransferRow' }))
export const transferQuery = pageQuery.extend({
  state: z.enum(transferStates).optional(),
  holderId: idField.optional(),
  overdue: z.literal('true').optional().describe('Only those that wait for more than 24 hours.'),
})
