/**
 * The key of a phone: ES256, made here, and no script can read its private half. It signs what the phone sends, so that
 * a queue comes in although its author's sign-in has ended long ago.
 */
export type DeviceKey = { deviceId: string; privateKey: CryptoKey; publicKeySpki: string }

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

export async function makeDeviceKey(deviceId: string): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  return { deviceId, privateKey: pair.privateKey, publicKeySpki: toBase64(new Uint8Array(spki)) }
}

/** Signs the exact bytes of a body, for this device and no other purpose. */
export async function signBody(key: DeviceKey, purpose: string, body: string): Promise<string> {
  const bytes = new TextEncoder().encode(signedText(key.deviceId, purpose, body))
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, bytes)
  return toBase64(new Uint8Array(signature))
}

/** What is signed: a signature for one purpose or device is worth nothing for another. */
export function signedText(deviceId: string, purpose: string, body: string): string {
  return `muitiem\n${purpose}\n${deviceId}\n${body}`
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
