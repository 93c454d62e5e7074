import type { Applied } from '#domain/site-pack/apply-pages.ts'
import type { PackPerson } from '#domain/site-pack/pack.ts'
import type { Vault } from '../phone/vault.ts'
import { sessionIdOf, type PackParts, type SitePack } from './packs.ts'

/**
 * A pack lies in the vault in many drawers, so that a change of one person does not seal twenty thousand anew. All that
 * changes is written in one transaction, with the cursor: what is there is always one whole pack.
 */
const DRAWERS = 64
const HEAD = '/head'
const drawerOf = (id: string): number => Number.parseInt(id.slice(-2), 16) % DRAWERS
const nameOf = (sessionId: string, drawer: number): string => `${sessionId}/${drawer}`

type Head = Omit<SitePack, 'people'>

/** Every pack of an open vault. */
export async function readPacks(vault: Vault): Promise<SitePack[]> {
  const names = await vault.drawers()
  const sessionIds = names.filter((name) => name.endsWith(HEAD)).map((name) => name.slice(0, -HEAD.length))
  const found = await Promise.all(sessionIds.map((sessionId) => readPack(vault, sessionId)))
  return found.filter((pack) => pack !== null)
}

export async function readPack(vault: Vault, sessionId: string): Promise<SitePack | null> {
  const head = (await vault.get(sessionId + HEAD)) as Head | null
  if (head === null) return null
  const own = (await drawersOf(vault, sessionId)).filter((name) => !name.endsWith(HEAD))
  const drawers = await Promise.all(own.map((name) => vault.get(name)))
  const people = drawers.flatMap((drawer) => drawer as PackPerson[])
  return { ...head, people: new Map(people.map((person) => [person.id, person])) }
}

/** How far the pack on the disk has been read: another tab may have read on. */
export async function readCursor(vault: Vault, sessionId: string): Promise<string | null> {
  return ((await vault.get(sessionId + HEAD)) as Head | null)?.cursor ?? null
}

/** @throws StorageFull, and then the pack is as it was. */
export async function writePack(vault: Vault, { pack, changedIds }: Applied<PackParts>): Promise<void> {
  const sessionId = sessionIdOf(pack)
  const { people, ...head } = pack
  const filled = Map.groupBy(people.values(), ({ id }) => drawerOf(id))
  const touched = changedIds === null ? [...filled.keys()] : [...new Set([...changedIds].map(drawerOf))]
  const contents = new Map<string, unknown>([[sessionId + HEAD, head]])
  for (const drawer of touched) contents.set(nameOf(sessionId, drawer), filled.get(drawer) ?? [])
  const gone =
    changedIds === null ? (await drawersOf(vault, sessionId)).filter((name) => !contents.has(name)) : []
  await vault.change(contents, gone, pack.parts.session.until)
}

/** @param until to when the vault is kept at least: what else is in it. */
export async function erasePack(vault: Vault, sessionId: string, until: string): Promise<void> {
  await vault.change(new Map(), await drawersOf(vault, sessionId), until)
}

async function drawersOf(vault: Vault, sessionId: string): Promise<string[]> {
  return (await vault.drawers()).filter((name) => name.startsWith(`${sessionId}/`))
}
