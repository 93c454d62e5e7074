/**
 * Rules of signing in: who needs a second factor, which secrets are too weak, how long a sign-in lasts, and how wrong
 * tries are slowed. Wrong tries are counted on lanes, so that an attacker blocks a lane and never a whole site at 7 a.m.
 */
import { siteRoles, type Role } from './access.ts'

const rolesWithCode = new Set<Role>(['city-centre', 'admin', 'supervisor'])

/** Whoever sees the whole authority signs in with a code as well. */
export function needsCode(roles: readonly Role[]): boolean {
  return roles.some((role) => rolesWithCode.has(role))
}

export type SecretKind = 'password' | 'pin'

/** A PIN is enough at the table of one site; every other role has a password. */
export function secretKindFor(roles: readonly Role[]): SecretKind {
  const atTable = (role: Role) => (siteRoles as readonly Role[]).includes(role)
  return roles.length > 0 && roles.every(atTable) ? 'pin' : 'password'
}

const HOUR_MS = 3_600_000

/** A shift; at a site the window of an outreach, during which phones may be without a network. */
export function signInDurationMs(roles: readonly Role[]): number {
  return secretKindFor(roles) === 'pin' ? 5 * 24 * HOUR_MS : 12 * HOUR_MS
}

export const PASSWORD_LENGTH_MIN = 12
export const SECRET_LENGTH_MAX = 200

/** Starts of the lists that attackers try first, and their Vietnamese counterparts. */
const commonWords =
  /password|passwd|matkhau|qwerty|letmein|welcome|admin|quantri|nhaplieu|iloveyou|anhyeuem|vietnam|tiemchung|vacxin|vaccine|covid|muitiem/g

export type Weakness = 'short' | 'pin-shape' | 'repeated' | 'sequence' | 'common' | 'own-name'

/** Why a secret is too easily guessed, or null. `ownWords`: sign-in name and full name, which others know. */
export function weaknessOf(kind: SecretKind, secret: string, ownWords: readonly string[]): Weakness | null {
  if (kind === 'pin') {
    if (!/^\d{6}$/.test(secret)) return 'pin-shape'
  } else if (Array.from(secret).length < PASSWORD_LENGTH_MIN) return 'short'
  if (repeats(secret)) return 'repeated'
  if (isSequence(secret)) return 'sequence'
  if (kind === 'pin') return null
  const plain = plainText(secret)
  if (guessedWithout(plain.replace(commonWords, ''))) return 'common'
  const own = ownWords.flatMap((word) => [plainText(word), ...word.split(/\s+/).map(plainText)])
  const known = own.filter((word) => word.length >= 3).sort((a, b) => b.length - a.length)
  const rest = known.reduce((text, word) => text.replaceAll(word, ''), plain.replace(commonWords, ''))
  return guessedWithout(rest) ? 'own-name' : null
}

/** What is left besides known words, runs (`12345`, `aaa`) not counted, is too little to guess at. */
function guessedWithout(rest: string): boolean {
  let length = 0
  for (let i = 0; i < rest.length; i++) {
    const step = rest.charCodeAt(i) - rest.charCodeAt(i - 1)
    if (i === 0 || Math.abs(step) > 1) length += 1
  }
  return length < 6
}

function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Made of one part again and again (`111111`, `121212`, `abcabcabcabc`), or of three characters at most. */
function repeats(secret: string): boolean {
  const few = secret.length > 6 ? 3 : 1
  return new Set(secret).size <= few || (secret + secret).indexOf(secret, 1) < secret.length
}

/** Each character follows its neighbour by the same step of one: `123456`, `fedcba`. */
function isSequence(secret: string): boolean {
  const steps = Array.from(secret.slice(1), (char, i) => char.charCodeAt(0) - secret.charCodeAt(i))
  const up = steps.filter((step) => step === 1).length
  const down = steps.filter((step) => step === -1).length
  return Math.max(up, down) >= steps.length * 0.8
}

/** How one lane slows down: `free` failures at once, then a wait that doubles from `firstWaitS` to `waitMaxS`. */
export type LanePolicy = { free: number; firstWaitS: number; waitMaxS: number; forgetAfterS: number }

export type LaneState = { failures: number; lastAt: Date; blockedUntil: Date | null }

export type LaneKind = 'account-network' | 'account' | 'network' | 'account-device' | 'device' | 'join'

/**
 * Per account and network: the guesser of one person's secret. Per account: the same from many networks, as seen by
 * unknown devices only. Per network: one guess at each of many names; short, since a whole site shares an address.
 * A known device has lanes of its own, which no stranger can fill. Per network as well: people on no list who ask to join
 * a shift, each of whom costs a hash and a row.
 */
export const lanePolicies: Record<LaneKind, LanePolicy> = {
  'account-network': { free: 5, firstWaitS: 2, waitMaxS: 900, forgetAfterS: 3600 },
  account: { free: 50, firstWaitS: 10, waitMaxS: 900, forgetAfterS: 24 * 3600 },
  network: { free: 100, firstWaitS: 1, waitMaxS: 60, forgetAfterS: 900 },
  'account-device': { free: 5, firstWaitS: 2, waitMaxS: 900, forgetAfterS: 3600 },
  device: { free: 30, firstWaitS: 2, waitMaxS: 300, forgetAfterS: 3600 },
  join: { free: 40, firstWaitS: 5, waitMaxS: 60, forgetAfterS: 1800 },
}

/** Seconds, rounded up, until the lane takes the next try; 0 = now. */
export function waitOf(lane: LaneState | null, now: Date): number {
  const left = (lane?.blockedUntil?.getTime() ?? 0) - now.getTime()
  return left > 0 ? Math.ceil(left / 1000) : 0
}

/** The lane after one more failure at `now`. */
export function afterFailure(policy: LanePolicy, lane: LaneState | null, now: Date): LaneState {
  const forgotten = lane === null || now.getTime() - lane.lastAt.getTime() > policy.forgetAfterS * 1000
  const failures = forgotten ? 1 : lane.failures + 1
  const beyond = failures - policy.free
  // 2^30 is past every wait; a larger exponent would only overflow.
  const waitS = beyond < 0 ? 0 : Math.min(policy.waitMaxS, policy.firstWaitS * 2 ** Math.min(beyond, 30))
  return { failures, lastAt: now, blockedUntil: waitS === 0 ? null : new Date(now.getTime() + waitS * 1000) }
}

/** A helper's word lets a person past the lanes that strangers may have filled, for this long. */
export const PASS_SECONDS = 600

/**
 * The network an address belongs to, for counting: an IPv4 address itself, the /64 of an IPv6 address, whose owner
 * has all the rest to choose from.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('%')[0]!.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** Only the machine itself may be spoken to without TLS. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address)
}
