import { z } from 'zod'
import { idField, instantField, instantOut } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const count = z.int().min(0).max(1_000_000)

export const EnrolDevice = z
  .strictObject({
    publicKey: z
      .base64()
      .min(100)
      .max(200)
      .describe('ECDSA P-256, SPKI DER. The private half never leaves the phone.'),
    siteId: idField.nullable().default(null).describe('Where the phone works.'),
  })
  .meta({
    id: 'EnrolDevice',
    example: {
      publicKey:
        'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaMBZdyp2NJhmmp05R1gF2Fq3CsVkFb2Yfh6gVIsqVbQWXoZqeTTcFIGGB7QJEzT6R+TVbM0kC1LzaUdNQm2T4A==',
      siteId: null,
    },
  })

export const EnrolledDevice = z
  .object({ id: z.guid(), accountId: z.guid(), siteId: z.guid().nullable(), enrolled: z.boolean() })
  .meta({ id: 'EnrolledDevice' })

/** A body that its phone has signed: the exact text, so that nothing can be read into it or out of it. */
export const SignedBody = z
  .strictObject({
    payload: z.string().min(2).max(1_000_000).describe('JSON, as text.'),
    signature: z
      .base64()
      .length(88)
      .describe(
        'ES256 (r and s, 64 bytes) over "muitiem", the purpose, the device and the payload, one a line.',
      ),
  })
  .meta({
    id: 'SignedBody',
    example: { payload: '{"queueLength":0}', signature: `${'A'.repeat(86)}==` },
  })

export const Heartbeat = z
  .strictObject({
    queueLength: count.describe('Entries that are not on the server.'),
    troubled: count.default(0).describe('Of these, the ones that the server would not take.'),
    lastSeq: count.default(0).describe('Number of the newest entry on the phone.'),
    beat: z
      .int()
      .min(1)
      .max(Number.MAX_SAFE_INTEGER)
      .describe('Number of this heartbeat, higher each time: one that is not newer changes nothing.'),
    phoneTime: instantField,
  })
  .meta({ id: 'Heartbeat' })

export const ServerSign = z
  .object({ serverTime: instantOut, timelineId: z.guid() })
  .meta({ id: 'ServerSign' })

export const ListDevices = pageQuery.extend({
  siteId: idField.optional(),
  silentMinutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('Only phones not heard of for so long.'),
})

export const DeviceView = z
  .object({
    id: z.guid(),
    accountId: z.guid(),
    fullName: z.string(),
    siteId: z.guid(),
    siteName: z.string(),
    queueLength: z.int().describe('As it said last; what has come in since is not taken off.'),
    lastSeq: z.int(),
    lastHeartbeatAt: instantOut.nullable(),
    clockOffsetMs: z.int().describe('Server minus phone.'),
    endedAt: instantOut.nullable(),
  })
  .meta({ id: 'DeviceView' })

export const DeviceList = pageOf(DeviceView).meta({ id: 'DeviceList' })
