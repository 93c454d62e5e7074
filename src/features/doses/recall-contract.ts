import { z } from 'zod'
import { HolderLabel } from '#features/stock/contract.ts'
import { Lot } from '#features/stock/lot-contract.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { tableFormatField } from '#http/table-file.ts'

const outId = z.guid()
const outDay = z.string().meta({ format: 'date' })

/** Who received a lot, without a name. */
export const LotReach = z
  .object({
    lot: Lot,
    recalledOn: outDay.nullable(),
    documentNumber: z.string().describe('Of the recall.'),
    people: z
      .int()
      .describe('Within your scope: residents, or injected there. A dose taken back is not counted.'),
    doses: z.int(),
    afterRecall: z.int().describe('Doses given after the day of the recall.'),
    firstOn: outDay.nullable(),
    lastOn: outDay.nullable(),
    wards: z
      .array(z.object({ wardId: outId, wardName: z.string(), people: z.int() }))
      .describe('By residence of now, most people first.'),
    sites: z
      .array(
        z.object({
          siteId: outId.nullable(),
          siteName: z.string(),
          doses: z.int(),
          firstOn: outDay,
          lastOn: outDay,
        }),
      )
      .describe('By place of injection, most doses first.'),
    where: z
      .array(z.object({ holder: HolderLabel, doses: z.int() }))
      .describe('Where the rest lies now, within your scope; also on its way.'),
  })
  .meta({ id: 'LotReach' })

export const LotRecipient = z
  .object({
    doseId: outId,
    personId: outId,
    fullName: z.string(),
    bornOn: outDay,
    bornPrecision: z.enum(['day', 'month', 'year']),
    sex: z.enum(['male', 'female', 'unknown']),
    wardName: z.string(),
    groupName: z.string(),
    address: z.string(),
    phone: z.string().describe('Masked for whoever may not see the lists of the ward.'),
    step: z.string().nullable().describe('Null for a dose that does not count.'),
    givenOn: outDay,
    siteName: z.string(),
    afterRecall: z.boolean(),
  })
  .meta({ id: 'LotRecipient' })
export const LotRecipientPage = pageOf(LotRecipient).extend({
  hidden: z.int().describe('Doses of people whom you may not see; where they live they are seen.'),
})
export const recipientQuery = pageQuery
export const recipientFileQuery = z.object({ format: tableFormatField })
