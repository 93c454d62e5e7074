import { z } from 'zod'
import { lotEventKinds } from '#domain/stock.ts'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { clientId, documentField, HolderLabel, Movement } from './contract.ts'

const outId = z.guid()
const outDay = z.string().meta({ format: 'date' })

export const Lot = z
  .object({
    id: outId,
    code: z.string(),
    source: z.enum(['received', 'typed']).describe('`typed`: known only from a dose that was recorded.'),
    productId: outId,
    productCode: z.string(),
    productName: z.string(),
    dosesPerVial: z.int(),
    status: z.enum(['ok', 'quarantine', 'recalled']),
    expiresOn: outDay.nullable(),
    useByOn: outDay
      .nullable()
      .describe(
        'Expiry, or the end of the thawed time where that comes first; the first of its vials to be thawed decides.',
      ),
    thawDays: z.int().nullable().describe('Days that it keeps once thawed; null = never frozen.'),
  })
  .meta({ id: 'Lot' })
export const LotPage = pageOf(Lot)
export const lotQuery = pageQuery.extend({
  productId: idField.optional(),
  code: textField(40, 1).optional().describe('Compared without spaces, dashes and case.'),
})

export const LotEvent = z
  .object({
    id: outId,
    kind: z.enum(lotEventKinds),
    valueOn: outDay.nullable().describe('The expiry, or the last day of the thawed time.'),
    thawedOn: outDay.nullable(),
    minutes: z.int().nullable().describe('On the road outside its store.'),
    withdrawsId: outId.nullable().describe('The event that was recorded by mistake, for `withdrawal`.'),
    reason: z.string().describe('Why it was withdrawn; empty for every other kind.'),
    decidedOn: outDay,
    documentNumber: z.string(),
    at: instantOut,
    by: z.string().describe('Name of the account; empty for what came with the lot.'),
  })
  .meta({ id: 'LotEvent' })

export const LotDetail = z
  .object({
    lot: Lot,
    transportMinutes: z.int().describe('All minutes on the road together.'),
    events: z.array(LotEvent).describe('Newest first.'),
    where: z
      .array(z.object({ holder: HolderLabel, doses: z.int() }))
      .describe('Where the lot lies now, within your scope; also on its way.'),
  })
  .meta({ id: 'LotDetail' })

export const ReceiptAnswer = z.object({ lot: Lot, movement: Movement }).meta({ id: 'ReceiptResult' })

const common = {
  id: clientId,
  decidedOn: dayField.optional().describe('Today when left out; never later.'),
  documentNumber: documentField,
}
const withPaper = { ...common, documentNumber: documentField.pipe(z.string().min(1)) }

export const LotEventBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...withPaper, kind: z.literal('expiry'), expiresOn: dayField }),
    z.strictObject({ ...common, kind: z.literal('thaw'), thawedOn: dayField }),
    z.strictObject({
      ...common,
      kind: z.literal('transport'),
      minutes: z.int().min(1).max(100_000).describe('Outside its store, added to those before.'),
    }),
    z
      .strictObject({ ...common, kind: z.literal('withdrawal'), withdrawsId: idField, reason: reasonField })
      .describe('A thaw, or minutes on the road, that was recorded by mistake.'),
    z.strictObject({ ...withPaper, kind: z.literal('quarantine') }),
    z.strictObject({ ...withPaper, kind: z.literal('release') }),
    z.strictObject({ ...withPaper, kind: z.literal('recall') }),
  ])
  .meta({
    id: 'LotEventBody',
    example: {
      kind: 'expiry',
      id: '018f0000-0000-7000-8000-000000000007',
      expiresOn: '2022-03-31',
      documentNumber: 'CV 10225/BYT-DP',
    },
  })
