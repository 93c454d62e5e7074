import { decideOffset } from '#domain/sync/clock.ts'
import { BATCH_BYTES_MAX, BATCH_MAX, selectWaiting, toEntry, type Waiting } from '#domain/sync/queue.ts'
import { signBody, type DeviceKey } from './device-key.ts'
import type { PhoneStore } from './ports.ts'

/**
 * What a phone has not sent, as a file that anybody may carry and only the server can read. Each parcel is sealed with a
 * key made for it alone and signed by the phone, so that one that was damaged on its way takes no other with it.
 */
export type RescueFile = { format: typeof FORMAT; version: 1; entries: number; parcels: RescueParcel[] }
/** A queue and the key that signs it. */
type Kept = { key: DeviceKey; store: Pick<PhoneStore, 'read' | 'look'> }
export type RescueParcel = { ephemeralKey: string; nonce: string; sealed: string }

export const FORMAT = 'muitiem-rescue'
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const
const NONCE_BYTES = 12

/** @param serverKey as `GET /v1/rescues/key` has given it: an uncompressed point, base64. Changes nothing on the phone. */
export async function packRescue(lines: readonly Kept[], serverKey: string): Promise<RescueFile> {
  const point = Uint8Array.from(atob(serverKey), (letter) => letter.charCodeAt(0))
  const theirs = await crypto.subtle.importKey('raw', point, ECDH, false, [])
  const packed = await Promise.all(lines.map((line) => packLine(line, theirs)))
  const parcels = packed.flatMap((of) => of.parcels)
  return { format: FORMAT, version: 1, entries: packed.reduce((sum, of) => sum + of.entries, 0), parcels }
}

async function packLine({ key, store }: Kept, theirs: CryptoKey) {
  const { heads, memory } = await store.look()
  const { timelineId, measure } = memory
  const marks = new Map(heads.map(({ id, mark }) => [id, mark]))
  const waiting = selectWaiting(heads, timelineId)
  const parcels: RescueParcel[] = []
  let packed = 0
  for (const batch of split(waiting)) {
    // One that opens no more stays on the phone: only its key, which never leaves it, could ever read it.
    const readable = await store.read(batch.map(({ id }) => id))
    if (readable.length === 0) continue
    packed += readable.length
    const entries = readable.map((kept) => {
      const known = marks.get(kept.id)?.offsetMs
      const offsetMs =
        known ?? (measure === null ? 0 : decideOffset(kept.fact.capturedAt, kept.measure, measure))
      return toEntry(kept, offsetMs)
    })
    const payload = JSON.stringify({ entries })
    const signature = await signBody(key, 'rescue', payload)
    parcels.push(await sealFor(theirs, JSON.stringify({ deviceId: key.deviceId, payload, signature })))
  }
  return { entries: packed, parcels }
}

/** In their order, as many in each as the server takes at once. */
function split(waiting: readonly Waiting[]): Waiting[][] {
  const batches: Waiting[][] = []
  let bytes = 0
  for (const one of waiting) {
    bytes += one.bytes
    const last = batches.at(-1)
    if (last !== undefined && last.length < BATCH_MAX && bytes <= BATCH_BYTES_MAX) last.push(one)
    else {
      batches.push([one])
      bytes = one.bytes
    }
  }
  return batches
}

async function sealFor(theirs: CryptoKey, text: string): Promise<RescueParcel> {
  const own = await crypto.subtle.generateKey(ECDH, false, ['deriveBits'])
  const ephemeralKey = await crypto.subtle.exportKey('raw', own.publicKey)
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256)
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode('muitiem rescue')
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: ephemeralKey, info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const plain = new TextEncoder().encode(text)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plain)
  return {
    ephemeralKey: toBase64(new Uint8Array(ephemeralKey)),
    nonce: toBase64(nonce),
    sealed: toBase64(new Uint8Array(sealed)),
  }
}

/** Letter by letter: a parcel is more than a call takes as arguments. */
function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
