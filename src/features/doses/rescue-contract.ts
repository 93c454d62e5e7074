import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { SignedBody } from '#features/accounts/device-contract.ts'
import { EntryReceipt } from './entry-contract.ts'

/** 50 entries of the longest, signed as text in a text, in base64. */
export const SEALED_MAX = 3_000_000

export const RescueKey = z
  .object({
    publicKey: z.base64().describe('P-256, uncompressed point. The same as long as the secrets are.'),
  })
  .meta({
    id: 'RescueKey',
    example: {
      publicKey: 'BGjAWXcqdjSYZpqdOUdYBdharcLFZBW9mH4eoFSLKlW0Fl6GanlE3BSBhge0CRM0+kflU2zNJAtS82lHTUJtk+A=',
    },
  })

export const RescueParcel = z
  .strictObject({
    ephemeralKey: z.base64().length(88).describe('P-256, uncompressed point, made for this parcel alone.'),
    nonce: z.base64().length(16).describe('12 bytes.'),
    sealed: z
      .base64()
      .min(24)
      .max(SEALED_MAX)
      .describe(
        'AES-256-GCM with its tag. The key: HKDF-SHA-256 of the ECDH secret, salt the ephemeral key, info "muitiem rescue". Inside: a RescueContent as JSON.',
      ),
  })
  .meta({
    id: 'RescueParcel',
    description: 'Entries of one phone, as its rescue file carries them.',
    example: { ephemeralKey: `${'A'.repeat(87)}=`, nonce: 'A'.repeat(16), sealed: 'A'.repeat(24) },
  })

/** A SyncBody, signed by its phone for the purpose `rescue`: who carries the file can neither read nor write one. */
export const RescueContent = SignedBody.extend({ deviceId: idField })

/** The entries are read one by one: the file cannot be taken apart again, and none is to hold up another. */
export const RescuedEntries = z.strictObject({ entries: z.array(z.unknown()).min(1).max(500) })

export const RescueAnswer = z
  .object({
    deviceId: z.guid().describe('Whose entries these are: of who enrolled this phone.'),
    receipts: z.array(EntryReceipt).describe('Of the entries that could be read, in their order.'),
    refused: z
      .array(
        z.object({
          number: z.int().describe('In the order of the parcel, from 1.'),
          where: z.string().describe('What of it is wrong, as a JSON pointer.'),
        }),
      )
      .describe('Entries that are none of ours as they stand; they are only in the file.'),
  })
  .meta({ id: 'RescueAnswer' })
