import type { Pack, PackPage, PackPerson } from './pack.ts'

export type Applied<Part> = {
  pack: Pack<Part>
  /** Whose row is another one now, came or went; null = all of it is new. */
  changedIds: ReadonlySet<string> | null
}

/**
 * A pack after what the service has answered, from the first page to the last. Applied twice it is the same; a pack that
 * begins anew keeps nothing of the old one.
 *
 * @throws Error when the pages do not make a pack: nothing of them may be kept then.
 */
export function applyPages<Part extends object>(
  before: Pack<Part> | null,
  pages: readonly PackPage<Part>[],
): Applied<Part> {
  const [first, last] = [pages[0], pages.at(-1)]
  if (first === undefined || last === undefined || last.hasMore) throw new Error('The pack is not complete')
  if (!first.isWhole && before?.timelineId !== first.timelineId)
    throw new Error('Changes of a pack that is not here')
  const kept = first.isWhole ? null : before
  const people = new Map<string, PackPerson>(kept?.people ?? [])
  const changedIds = new Set<string>()
  for (const page of pages) {
    for (const id of page.removedIds) {
      people.delete(id)
      changedIds.add(id)
    }
    for (const person of page.people) {
      people.set(person.id, person)
      changedIds.add(person.id)
    }
  }
  const parts = Object.assign({}, kept?.parts, ...pages.map((page) => stated(page.parts))) as Part
  const { timelineId, asOf, cursor } = { ...last, asOf: first.asOf }
  return { pack: { timelineId, asOf, cursor, parts, people }, changedIds: first.isWhole ? null : changedIds }
}

function stated(parts: object): object {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null))
}
