import { z } from 'zod'
import { dayField, instantOut } from '#http/fields.ts'

const words = z.object({ vi: z.string(), en: z.string(), lo: z.string() })

export const ConfirmationSlip = z
  .object({
    id: z.guid(),
    number: z.string().describe('Printed on the slip; a reprint carries its copy behind a slash.'),
    copy: z.int().describe('1 for the first print.'),
    issuedAt: instantOut,
    authorityName: z.string(),
    siteName: z.string(),
    sessionOn: dayField,
    person: z.object({
      id: z.guid(),
      fullName: z.string(),
      bornOn: dayField,
      bornPrecision: z.enum(['day', 'month', 'year']),
      sex: z.enum(['male', 'female', 'other', 'unknown']),
      address: z.string(),
      wardName: z.string(),
      phone: z.string().describe('Masked.'),
      numbers: z.array(z.object({ kind: z.string(), masked: z.string() })),
    }),
    doses: z.array(
      z.object({
        doseId: z.guid(),
        givenAt: instantOut,
        givenOn: dayField,
        productName: z.string(),
        lotCode: z.string(),
        step: z.string().nullable(),
        stepWords: words.nullable(),
        place: z.string(),
        isHere: z.boolean().describe('Given at this session; the others are the history.'),
      }),
    ),
    severeReaction: z.boolean(),
  })
  .meta({ id: 'ConfirmationSlip', description: 'Giấy xác nhận đã tiêm, handed over after observation.' })

export const SlipList = z
  .object({
    items: z.array(
      z.object({ id: z.guid(), number: z.string(), copy: z.int(), issuedAt: instantOut, issuedBy: z.guid() }),
    ),
  })
  .meta({ id: 'SlipList' })
