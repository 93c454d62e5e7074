import { z } from 'zod'
import { holderKinds } from '#domain/stock.ts'
import { stockAlarmKinds } from '#domain/stock-alarms.ts'
import { dayField, idField, instantOut } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { HolderLabel } from './contract.ts'

const outId = z.guid()
const outDay = z.string().meta({ format: 'date' })
const doses = z.int()

const bookFields = {
  opening: doses,
  received: doses.describe('From the supplier or another holder.'),
  sent: doses.describe('To another holder.'),
  used: doses.describe('Given, less those taken back.'),
  discarded: doses,
  overfill: doses.describe('Drawn beyond the label.'),
  unaccounted: doses.describe('Found (+) or missing (−) by a count.'),
  closing: doses.describe('From the kept balance, not from the lines.'),
  gap: doses.describe(
    'opening + received − sent − used − discarded + overfill + unaccounted − closing: zero when the books are right.',
  ),
}

const period = {
  fromOn: dayField,
  toOn: dayField,
  wardId: idField.optional().describe('Holders that stand in this ward.'),
}

export const booksQuery = pageQuery.extend({
  ...period,
  kind: z.enum(holderKinds).optional(),
  productId: idField.optional(),
  lotId: idField.optional(),
})

export const Book = z
  .object({
    holder: HolderLabel,
    lotId: outId,
    lotCode: z.string(),
    productName: z.string(),
    ...bookFields,
  })
  .meta({ id: 'Book', description: 'One holder and lot over a period, doses.' })

export const Books = pageOf(Book)
  .extend({
    fromOn: outDay,
    toOn: outDay,
    totals: z.object(bookFields).describe('Over all rows of the question, not only this page.'),
    rows: z.int(),
    wrongRows: z.int().describe('Rows whose identity does not hold; zero when the books are right.'),
  })
  .meta({ id: 'Books' })

export const wastageQuery = z.object({ ...period, productId: idField.optional() })

const rate = z.number().nullable().describe('A share of one; below zero when more was drawn than labelled.')

export const Wastage = z
  .object({
    productId: outId,
    productName: z.string(),
    dosesPerVial: z.int(),
    maxDosesPerVial: z.int(),
    sessions: z.int().describe('Closed sessions of the period: their vials have been counted.'),
    openedDoses: doses.describe('Vials opened × doses per vial.'),
    givenDoses: doses.describe('From those vials.'),
    openDiscarded: doses,
    overfill: doses,
    unaccounted: doses,
    discardedUnopened: doses,
    handledDoses: doses.describe('Opening stock and receipts of each store, summed over the levels.'),
    storageLevels: z.int(),
    openRate: rate,
    closedRate: rate,
    totalRate: rate,
    factor: z.number().nullable().describe('Doses to order for each dose to be given.'),
    indicativeRate: rate,
    beyondVials: z
      .boolean()
      .describe('More was given than the opened vials can have held: check the entries.'),
    causes: z
      .array(z.object({ opened: z.boolean(), cause: z.string(), doses }))
      .describe('Most doses first.'),
  })
  .meta({ id: 'ProductWastage' })
export const WastageList = z
  .object({
    fromOn: outDay,
    toOn: outDay,
    openSessions: z.int().describe('Sessions of the period that are not closed and not counted here.'),
    items: z.array(Wastage),
  })
  .meta({ id: 'WastageList' })

export const StockAlarm = z
  .object({
    kind: z.enum(stockAlarmKinds),
    holder: HolderLabel.describe('Where it is; of a transfer, the receiver.'),
    lotId: outId.nullable(),
    lotCode: z.string(),
    productName: z.string(),
    doses: doses.describe('Doses concerned.'),
    dueOn: outDay.nullable().describe('Last day of use.'),
    daysLeft: z.int().nullable().describe('To `dueOn`; of low stock, the days that it lasts.'),
    transferId: outId.nullable(),
    since: instantOut.nullable().describe('Of a transfer: when something last happened to it.'),
  })
  .meta({ id: 'StockAlarm' })

const alarmCounts = z.object(
  Object.fromEntries(stockAlarmKinds.map((kind) => [kind, z.int()])) as Record<
    (typeof stockAlarmKinds)[number],
    z.ZodInt
  >,
)
export const StockAlarmCounts = z
  .object({ total: z.int(), kinds: alarmCounts })
  .meta({ id: 'StockAlarmCounts' })
export const StockAlarms = z
  .object({ total: z.int(), kinds: alarmCounts, items: z.array(StockAlarm).describe('Most pressing first.') })
  .meta({ id: 'StockAlarms' })
export const alarmQuery = z.object({
  kind: z.enum(stockAlarmKinds).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
