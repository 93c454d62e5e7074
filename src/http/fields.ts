import { z } from 'zod'
import { isLocalDate } from '#domain/dates.ts'

/** Fields that many contracts share. Texts are NFC, trimmed, without control characters, and always bounded. */
export const idField = z.guid().toLowerCase().describe('Id, UUID.')

export const dayField = z
  .string()
  .refine(isLocalDate, 'A day as YYYY-MM-DD')
  .meta({ format: 'date', description: 'A day, YYYY-MM-DD.', example: '2021-10-18' })

export const instantField = z.iso.datetime({ offset: true }).describe('An instant, RFC 3339 with offset.')

/** Instants leave as ISO text in UTC. */
export const instantOut = z.string().meta({ format: 'date-time' })

// Control characters break lines in logs and exports; direction marks can disguise a name.
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/u

export function textField(maxLength: number, minLength = 0) {
  return z
    .string()
    .max(maxLength)
    .refine((text) => !FORBIDDEN.test(text) && text.isWellFormed(), 'Characters that do not belong in a text')
    .normalize('NFC')
    .trim()
    .min(minLength)
}

export const reasonField = textField(500, 3).describe('Why; kept with the change.')
