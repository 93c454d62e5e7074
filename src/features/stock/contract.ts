import { z } from 'zod'
import { holderKinds, movementKinds } from '#domain/stock.ts'
import { closedWasteCauses, openWasteCauses } from '#domain/wastage.ts'
import { dayField, idField, instantOut, reasonField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const outId = z.guid()
const outDay = z.string().meta({ format: 'date' })
export const clientId = idField.describe(
  'Made by the client: sent again with the same content, the same answer.',
)
export const documentField = textField(100).describe('Number of the paper that this rests on.')
const doses = z.int().min(1).max(10_000_000).describe('Doses, whole.')
const vials = z.int().min(1).max(1_000_000).describe('Whole, unopened vials.')

export const HolderLabel = z
  .object({
    id: outId,
    kind: z.enum(holderKinds),
    placeId: outId.nullable(),
    siteId: outId.nullable(),
    sessionId: outId.nullable(),
    placeName: z.string().nullable(),
    siteName: z.string().nullable(),
    sessionOn: outDay.nullable(),
  })
  .meta({
    id: 'Holder',
    description: 'Who can hold doses: centre, ward store, fridge, session, a transfer’s box.',
  })

/** A store named by its holder, or by the ward whose store is made when it is first needed. */
export const storeField = z
  .union([z.strictObject({ holderId: idField }), z.strictObject({ wardId: idField })])
  .describe('A holder, or the store of a ward.')

export const Product = z
  .object({
    id: outId,
    code: z.string(),
    antigen: z.string(),
    family: z.string(),
    name: z.string(),
    dosesPerVial: z.int(),
    maxDosesPerVial: z.int(),
    storeClass: z.string(),
    thawDays: z.int().nullable(),
    transportMinutesMax: z
      .int()
      .nullable()
      .describe('Minutes that a vial may be on the road in all; null = no limit.'),
    openHours: z.int(),
    presentation: z.string(),
    codes: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Product' })
export const ProductList = z.object({ items: z.array(Product) })

export const ProductGtinBody = z
  .strictObject({ gtin: z.string().regex(/^\d{14}$/) })
  .meta({ id: 'ProductGtin', example: { gtin: '08936000000011' } })

export const ReceiptBody = z
  .strictObject({
    id: clientId,
    to: storeField,
    productId: idField.optional(),
    lotCode: textField(40, 1).optional(),
    expiresOn: dayField.optional(),
    gs1: z.string().min(1).max(200).optional().describe('The barcode of the pack as scanned.'),
    vials,
    receivedOn: dayField.optional().describe('Today when left out.'),
    documentNumber: documentField,
  })
  .meta({
    id: 'Receipt',
    example: {
      id: '018f0000-0000-7000-8000-000000000001',
      to: { holderId: '018f0000-0000-7000-8000-0000000000c0' },
      productId: '018f0000-0000-7000-8000-0000000000aa',
      lotCode: 'FK0112',
      expiresOn: '2021-12-31',
      vials: 1000,
      documentNumber: 'PXK 211/2021',
    },
  })

export const Movement = z
  .object({
    id: outId,
    kind: z.enum(movementKinds),
    fromHolderId: outId,
    toHolderId: outId,
    lotId: outId,
    productId: outId,
    doses: z.int(),
    vials: z.int().nullable(),
    occurredOn: outDay,
    recordedAt: instantOut,
    reason: z.string(),
    wasteCause: z.string().describe('Code of why doses were thrown away; empty for all that is not waste.'),
    documentNumber: z.string(),
  })
  .meta({ id: 'Movement', description: 'One line of the ledger; never changed.' })

export const IssueBody = z
  .strictObject({ id: clientId, fromHolderId: idField, sessionId: idField, lotId: idField, vials })
  .meta({
    id: 'Issue',
    example: {
      id: '018f0000-0000-7000-8000-000000000002',
      fromHolderId: '018f0000-0000-7000-8000-0000000000f1',
      sessionId: '018f0000-0000-7000-8000-000000000051',
      lotId: '018f0000-0000-7000-8000-000000000010',
      vials: 20,
    },
  })

export const ReturnBody = z
  .strictObject({ id: clientId, sessionId: idField, toHolderId: idField, lotId: idField, vials })
  .meta({
    id: 'Return',
    example: {
      id: '018f0000-0000-7000-8000-000000000003',
      sessionId: '018f0000-0000-7000-8000-000000000051',
      toHolderId: '018f0000-0000-7000-8000-0000000000f1',
      lotId: '018f0000-0000-7000-8000-000000000010',
      vials: 4,
    },
  })

export const WastageBody = z
  .discriminatedUnion('opened', [
    z.strictObject({
      opened: z.literal(true),
      id: clientId,
      holderId: idField.describe('Of a session.'),
      lotId: idField,
      doses,
      cause: z.enum(openWasteCauses).default('other'),
      reason: reasonField,
    }),
    z.strictObject({
      opened: z.literal(false),
      id: clientId,
      holderId: idField,
      lotId: idField,
      vials,
      cause: z.enum(closedWasteCauses).default('other'),
      reason: reasonField,
    }),
  ])
  .meta({
    id: 'Wastage',
    example: {
      opened: false,
      id: '018f0000-0000-7000-8000-000000000004',
      holderId: '018f0000-0000-7000-8000-0000000000f1',
      lotId: '018f0000-0000-7000-8000-000000000010',
      vials: 1,
      cause: 'broken',
      reason: 'Lọ vỡ khi sắp xếp tủ lạnh',
    },
  })

export const CountBody = z
  .strictObject({
    id: clientId,
    lotId: idField,
    countedDoses: z.int().min(0).max(10_000_000).describe('Doses; in stores and fridges, of whole vials.'),
    reason: textField(500).default('').describe('Required when the count differs from the books.'),
  })
  .meta({
    id: 'Count',
    example: {
      id: '018f0000-0000-7000-8000-000000000005',
      lotId: '018f0000-0000-7000-8000-000000000010',
      countedDoses: 474,
      reason: 'Thiếu một lọ so với sổ, không rõ nguyên nhân',
    },
  })

export const Count = z
  .object({
    id: outId,
    holderId: outId,
    lotId: outId,
    countedDoses: z.int(),
    bookDoses: z.int(),
    difference: z.int().describe('Counted − booked; posted to `unaccounted`.'),
    at: instantOut,
    reason: z.string(),
  })
  .meta({ id: 'CountResult' })

export const OpenVialBody = z.strictObject({ id: clientId, sessionId: idField, lotId: idField }).meta({
  id: 'OpenVialBody',
  example: {
    id: '018f0000-0000-7000-8000-000000000006',
    sessionId: '018f0000-0000-7000-8000-000000000051',
    lotId: '018f0000-0000-7000-8000-000000000010',
  },
})

export const OpenVial = z
  .object({
    id: outId,
    sessionId: outId,
    lotId: outId,
    openedAt: instantOut,
    discardBy: instantOut,
    nominalDoses: z.int(),
    closedAt: instantOut.nullable(),
  })
  .meta({ id: 'OpenVial', description: 'A clock for people; the ledger does not need it.' })
export const OpenVialList = z.object({ items: z.array(OpenVial) })
export const openVialQuery = z.object({ sessionId: idField })

export const StockRow = z
  .object({
    holder: HolderLabel,
    lotId: outId,
    lotCode: z.string(),
    productId: outId,
    productCode: z.string(),
    productName: z.string(),
    dosesPerVial: z.int(),
    doses: z.int().describe('What the books say; below zero only in a session or fridge.'),
    closedVials: z.int().nullable().describe('Null in a session, where vials are opened.'),
    openVials: z.int().describe('Opened and not yet closed, by the clock of the session.'),
    status: z.enum(['ok', 'quarantine', 'recalled']),
    expiresOn: outDay.nullable(),
    useByOn: outDay.nullable(),
    daysLeft: z.int().nullable().describe('Days to `useByOn`; below zero when it is past.'),
  })
  .meta({ id: 'StockRow' })
export const StockPage = pageOf(StockRow)
export const stockQuery = pageQuery.extend({
  holderId: idField.optional(),
  wardId: idField.optional(),
  productId: idField.optional(),
})

export const holderQuery = pageQuery.extend({
  kind: z.enum(holderKinds).optional(),
  wardId: idField.optional(),
})
export const HolderPage = pageOf(HolderLabel)

export const LedgerLine = Movement.omit({ productId: true, lotId: true })
  .extend({ change: z.int().describe('+ in, − out.'), balanceAfter: z.int() })
  .meta({ id: 'LedgerLine' })
export const Ledger = z
  .object({
    holder: HolderLabel,
    lotId: outId,
    opening: z.int(),
    received: z.int(),
    released: z.int(),
    closing: z.int().describe('From the kept balance, not from the lines.'),
    gap: z.int().describe('opening + received − released − closing: zero when the books are right.'),
    items: z.array(LedgerLine),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Ledger' })
export const ledgerQuery = pageQuery.extend({
  holderId: idField,
  lotId: idField,
  fromOn: dayField.optional(),
  toOn: dayField.optional(),
})
