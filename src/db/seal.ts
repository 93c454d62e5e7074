import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import { openEntropy } from './entropy.ts'

/**
 * Fields that must not be readable in a stolen copy of the database: numbers of cards, second-factor secrets, files,
 * held payloads. One secret of the authority, one derived key per purpose.
 */
export type Sealer = {
  /** Keyed hash for finding an equal value without reading it. */
  lookup(purpose: string, text: string): Buffer
  /** The same in hexadecimal, in half the time. */
  lookupHex(purpose: string, text: string): string
  seal(plain: Buffer | string): Buffer
  open(sealed: Buffer): Buffer
}

const NONCE = 12
const TAG = 16

export function createSealer(secret: string): Sealer {
  // As key objects: a key that comes as bytes is looked at anew for every number, which costs more than sealing it.
  const derive = (info: string) =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', secret, 'muitiem', info, 32)))
  const lookupKey = derive('lookup')
  const sealKey = derive('seal')
  const entropy = openEntropy()
  const hashOf = (purpose: string, text: string) =>
    createHmac('sha256', lookupKey).update(`${purpose}\n${text}`)
  return {
    lookup: (purpose, text) => hashOf(purpose, text).digest(),
    lookupHex: (purpose, text) => hashOf(purpose, text).digest('hex'),
    seal(plain) {
      const nonce = entropy(NONCE)
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce)
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, NONCE))
      decipher.setAuthTag(sealed.subarray(-TAG))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()])
    },
  }
}
