/** Sealed for the phone's own disk: a copy of its files shows no name. AES-256-GCM, a nonce of its own each time. */
export type Sealed = { nonce: Uint8Array<ArrayBuffer>; data: ArrayBuffer }

const NONCE_BYTES = 12

/** No script can read the key out of it; it can only be used, here. */
export function makeSealingKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** @param about where it belongs: moved elsewhere, it cannot be opened. */
export async function seal(key: CryptoKey, about: string, content: unknown): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const plain = new TextEncoder().encode(JSON.stringify(content))
  const data = await crypto.subtle.encrypt(paramsOf(nonce, about), key, plain)
  return { nonce, data }
}

/** @throws when the key is another one, or what is there was changed. */
export async function open(key: CryptoKey, about: string, { nonce, data }: Sealed): Promise<unknown> {
  const plain = await crypto.subtle.decrypt(paramsOf(nonce, about), key, data)
  return JSON.parse(new TextDecoder().decode(plain))
}

function paramsOf(nonce: Uint8Array<ArrayBuffer>, about: string): AesGcmParams {
  return { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(about) }
}
