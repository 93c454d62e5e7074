import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { makeDeviceKey, type DeviceKey } from './device-key.ts'

/** Whose queue lies on this phone, and the key that signs it. One per account and phone. */
export type Booked = {
  accountId: string
  key: DeviceKey
  /** Sites at which the server knows this key. */
  siteIds: readonly string[]
  /** The server takes its id no longer: its queue is still sent, nothing new is written to it. */
  isRetired: boolean
}
type Row = Booked & { deviceId: string }

interface BookTables extends DBSchema {
  device: { key: string; value: Row; indexes: { account: string } }
}

const strict = { durability: 'strict' } as const

/** The devices of this phone. A key cannot be read out of it by any script. */
export type PhoneBook = {
  selectAll: () => Promise<Booked[]>
  /** The one that this account writes with; made when there is none. */
  findOwn: (accountId: string) => Promise<Booked>
  addSite: (deviceId: string, siteId: string) => Promise<void>
  retire: (deviceId: string) => Promise<void>
}

export async function openPhoneBook(newId: () => string): Promise<PhoneBook> {
  const db = await openDB<BookTables>('muitiem-phone', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('device', { keyPath: 'deviceId' }).createIndex('account', 'accountId')
    },
    // Another tab with a newer app waits for this one otherwise.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
  return {
    selectAll: () => db.getAll('device'),
    findOwn: async (accountId) =>
      (await db.getAllFromIndex('device', 'account', accountId)).find(isInUse) ??
      make(db, accountId, await makeDeviceKey(newId())),
    addSite: (deviceId, siteId) =>
      change(db, deviceId, (row) => ({ siteIds: [...new Set([...row.siteIds, siteId])] })),
    retire: (deviceId) => change(db, deviceId, () => ({ isRetired: true })),
  }
}

const isInUse = ({ isRetired }: Booked) => !isRetired

/** Two tabs that open at one moment end with the same. */
async function make(db: IDBPDatabase<BookTables>, accountId: string, key: DeviceKey): Promise<Booked> {
  const tx = db.transaction('device', 'readwrite', strict)
  const found = (await tx.store.index('account').getAll(accountId)).find(isInUse)
  const row = { deviceId: key.deviceId, accountId, key, siteIds: [], isRetired: false }
  if (found === undefined) await tx.store.add(row)
  await tx.done
  return found ?? row
}

async function change(
  db: IDBPDatabase<BookTables>,
  deviceId: string,
  to: (row: Row) => Partial<Booked>,
): Promise<void> {
  const tx = db.transaction('device', 'readwrite', strict)
  const row = await tx.store.get(deviceId)
  if (row !== undefined) await tx.store.put({ ...row, ...to(row) })
  await tx.done
}
