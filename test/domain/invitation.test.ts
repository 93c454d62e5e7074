import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayFromNumber } from '#domain/dates.ts'
import {
  decodeInvitation,
  encodeInvitation,
  joinInvitation,
  signedText,
  splitInvitation,
  type InvitationPayload,
} from '#domain/invitation.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const day = fc.integer({ min: 0, max: 0xffff }).map(dayFromNumber)
const payload: fc.Arbitrary<InvitationPayload> = fc.record({
  authorityTag: bytes(4),
  tokenId: bytes(16),
  campaignId: fc.uuid(),
  wardId: fc.uuid(),
  validFrom: day,
  validTo: day,
})

describe('the text of an invitation is final', () => {
  test('what is written is read again, and the text fits a QR code of version 9', () => {
    fc.assert(
      fc.property(payload, bytes(64), (invitation, signature) => {
        expect(decodeInvitation(encodeInvitation(invitation))).toEqual(invitation)
        const text = joinInvitation(signedText(invitation), signature)
        expect(text).toHaveLength(166)
        expect(splitInvitation(`${text}\r\n`)).toEqual({
          signed: signedText(invitation),
          payload: invitation,
          signature,
        })
      }),
    )
  })

  test('a paper of the first day is still read', () => {
    const first = signedText({
      authorityTag: Uint8Array.of(1, 2, 3, 4),
      tokenId: Uint8Array.from({ length: 16 }, (_, at) => 16 + at),
      campaignId: '01890a5d-ac96-774b-bcce-b302099a8057',
      wardId: '01890a5d-ac96-774b-bcce-b302099a8058',
      validFrom: '2021-10-17',
      validTo: '2021-12-31',
    })
    expect(first).toBe('MT1.AQIDBBAREhMUFRYXGBkaGxwdHh8BiQpdrJZ3S7zOswIJmoBXAYkKXayWd0u8zrMCCZqAWEnlSjA')
  })

  test('one letter other is another text or none', () => {
    fc.assert(
      fc.property(payload, bytes(64), fc.nat(165), (invitation, signature, at) => {
        const text = joinInvitation(signedText(invitation), signature)
        const other = text[at] === 'A' ? 'B' : 'A'
        const read = splitInvitation(text.slice(0, at) + other + text.slice(at + 1))
        if (read === null) return
        expect([read.signed, Buffer.from(read.signature)]).not.toEqual([
          signedText(invitation),
          Buffer.from(signature),
        ])
      }),
    )
  })

  test('whatever a scanner sends is answered', () => {
    fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => splitInvitation(text) === null))
    expect(splitInvitation('MT1.')).toBeNull()
    expect(splitInvitation(`MT2.${'A'.repeat(75)}.${'A'.repeat(86)}`)).toBeNull()
  })
})
