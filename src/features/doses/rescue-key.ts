import { createDecipheriv, createECDH, hkdfSync, type ECDH } from 'node:crypto'
import { Problem } from '#domain/problem.ts'
import type { Deps } from '#http/types.ts'

/**
 * What a phone may carry to the server in a file: sealed for the server's key, so that whoever carries it reads nothing.
 * ECDH over P-256 with a key of the phone made for this once, HKDF-SHA-256, AES-256-GCM.
 */
export type Parcel = {
  /** Uncompressed point, 65 bytes. */
  ephemeralKey: Buffer
  nonce: Buffer
  /** With the tag at its end, as WebCrypto gives it. */
  sealed: Buffer
}

const CURVE = 'prime256v1'
/** Of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const TAG_BYTES = 16

type KeyDeps = Pick<Deps, 'config' | 'authority'>

/** What phones seal with, base64. */
export const rescuePublicKey = (deps: KeyDeps): string => keyOf(deps).getPublicKey('base64')

/** What was sealed, read as JSON. @throws Problem `rescue.unreadable`: made for another authority, or changed on its way. */
export function openParcel(deps: KeyDeps, { ephemeralKey, nonce, sealed }: Parcel): unknown {
  try {
    const secret = keyOf(deps).computeSecret(ephemeralKey)
    const key = Buffer.from(hkdfSync('sha256', secret, ephemeralKey, 'muitiem rescue', 32))
    const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
    return JSON.parse(plain.toString())
  } catch {
    // No point of the curve, not sealed for this key, no JSON: which of them helps a forger, not an officer.
    throw new Problem('rescue.unreadable')
  }
}

/** From the secret that seals fields: whoever runs the service keeps no further one. The same after every restart. */
function keyOf({ config, authority }: KeyDeps): ECDH {
  const wide = hkdfSync('sha256', config.identifierSecret, 'muitiem', `rescue ${authority.id}`, 48)
  const scalar = (BigInt(`0x${Buffer.from(wide).toString('hex')}`) % (ORDER - 1n)) + 1n
  const key = createECDH(CURVE)
  key.setPrivateKey(scalar.toString(16).padStart(64, '0'), 'hex')
  return key
}
