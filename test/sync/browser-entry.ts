/** What the page of `phone-store.test.ts` runs: the phone's own files, with nothing in between. */
import * as deviceKey from '../../src/web/phone/device-key.ts'
import type { DeviceKey } from '../../src/web/phone/device-key.ts'
import { createHttpNetwork } from '../../src/web/phone/http-network.ts'
import { openPhoneStore } from '../../src/web/phone/idb-store.ts'
import { PhoneQueue } from '../../src/web/phone/phone-queue.ts'
import { keepPin, tryPin } from '../../src/web/phone/pin-check.ts'
import { Unreachable } from '../../src/web/phone/ports.ts'
import { openVaultStore } from '../../src/web/phone/vault.ts'

const silence = () => Promise.reject(new Unreachable())
const nowhere = { sync: silence, tellLost: silence, hello: silence }

/** Without a key it reaches nobody. */
async function openQueue(deviceId: string, key: DeviceKey | null = null) {
  const store = await openPhoneStore(deviceId)
  const queue = new PhoneQueue({
    store,
    network: key === null ? nowhere : createHttpNetwork(key),
    clock: { now: () => new Date(), ticks: () => performance.now() },
    random: () => Math.random(),
    newId: () => crypto.randomUUID(),
  })
  return { store, queue }
}

const phone = { openQueue, openPhoneStore, openVaultStore, keepPin, tryPin, ...deviceKey }
declare global {
  interface Window {
    phone: typeof phone
    /** What a test goes on with. */
    held: { key: DeviceKey } & Awaited<ReturnType<typeof openQueue>>
  }
}
window.phone = phone
