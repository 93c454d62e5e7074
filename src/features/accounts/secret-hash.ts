import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { weaknessOf, type SecretKind } from '#domain/sign-in.ts'

/** OWASP's choice for argon2id with little memory: 40 phones may sign in at once. */
const MEMORY_KIB = 19_456
const PASSES = 2
const LANES = 1
const TAG_BYTES = 32
const SALT_BYTES = 16

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{22,86})$/

const derive = promisify(argon2)
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** The same keys pressed on two phones give the same bytes. */
const bytesOf = (secret: string) => Buffer.from(secret.normalize('NFKC'))

/** @returns a PHC string, argon2id. */
export async function hashSecret(secret: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES)
  const tag = await derive('argon2id', {
    message: bytesOf(secret),
    nonce,
    parallelism: LANES,
    tagLength: TAG_BYTES,
    memory: MEMORY_KIB,
    passes: PASSES,
  })
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(nonce)}$${base64(tag)}`
}

/** Matches nothing, and takes as long to find that out as any other. */
const matchesNothing = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(randomBytes(SALT_BYTES))}$${base64(randomBytes(TAG_BYTES))}`

/** False as well for an account that does not exist (`hash` null), after the same work. */
export async function secretMatches(hash: string | null, secret: string): Promise<boolean> {
  const given = PHC.exec(hash ?? '')
  const [, memory, passes, parallelism, salt, tag] = given ?? PHC.exec(matchesNothing)!
  const expected = Buffer.from(tag!, 'base64')
  const actual = await derive('argon2id', {
    message: bytesOf(secret),
    nonce: Buffer.from(salt!, 'base64'),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
  })
  return timingSafeEqual(actual, expected) && given !== null
}

/** No letters that are read for another: it is read aloud, or off a sheet. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A fresh secret to be shown once: a PIN of 6 digits, or a password of 20 characters in groups (98 bits). */
export function makeSecret(kind: SecretKind): string {
  for (;;) {
    const secret =
      kind === 'pin'
        ? String(randomInt(1_000_000)).padStart(6, '0')
        : Array.from({ length: 4 }, () =>
            Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
          ).join('-')
    if (weaknessOf(kind, secret, []) === null) return secret
  }
}
