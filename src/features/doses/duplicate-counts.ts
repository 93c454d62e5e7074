/** How many pairs of each ward nobody has answered yet. */
import { inScope } from '#db/db.ts'
import { wardScope } from '#features/registrants/upload-queries.ts'
import type { Deps } from '#http/types.ts'
import { isLastWindow, selectResidents } from './duplicate-queries.ts'
import { selectEntries, type DuplicateCursor } from './list-duplicates.ts'

export type DuplicateCount = { open: number; countedAt: Date }

/** What a count costs is a ward read through: it is kept so long, by each replica for itself. */
const KEPT_MS = 120_000
/** A ward alone is counted while its official waits; the wards of a city are asked for again. */
const WAIT_MS = 2_000

/** As the ward itself sees them: its residents among themselves, and those who are known in another ward. */
async function countOpen(deps: Deps, wardId: string): Promise<number> {
  let open = 0
  const count = async (after: DuplicateCursor | null): Promise<DuplicateCursor | null> =>
    inScope(
      deps.db,
      wardScope(wardId, null),
      async (tx) => {
        const residents = await selectResidents(tx, wardId, after)
        open += (await selectEntries(tx, { wardId, state: 'open', isWide: false }, residents, after)).length
        const last = residents.at(-1)
        if (last === undefined || isLastWindow(residents)) return null
        return { nameKey: last.nameKey, personId: last.id, pairs: Number.MAX_SAFE_INTEGER }
      },
      { readOnly: true },
    )
  // Each window in a transaction of its own: nobody waits behind a city.
  for (let next = await count(null); next !== null;) next = await count(next)
  return open
}

export class DuplicateCounts {
  readonly #deps: Deps
  readonly #kept = new Map<string, DuplicateCount>()
  readonly #asked = new Set<string>()
  #running: Promise<void> | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What is known in a moment, old figures included; what is old or missing is counted meanwhile, ward by ward. */
  async of(wardIds: readonly string[]): Promise<ReadonlyMap<string, DuplicateCount>> {
    const now = this.#deps.clock().getTime()
    for (const id of wardIds) {
      const kept = this.#kept.get(id)
      if (kept === undefined || now - kept.countedAt.getTime() > KEPT_MS) this.#asked.add(id)
    }
    if (this.#asked.size > 0) {
      this.#running ??= this.#count()
      await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, WAIT_MS).unref())])
    }
    return this.#kept
  }

  /** Somebody answered: the figures of these wards are old. */
  forget(wardIds: Iterable<string>): void {
    for (const id of wardIds) this.#kept.delete(id)
  }

  async #count(): Promise<void> {
    try {
      for (const id of this.#asked) {
        const countedAt = this.#deps.clock()
        this.#kept.set(id, { open: await countOpen(this.#deps, id), countedAt })
        this.#asked.delete(id)
      }
    } catch {
      // A database that is stopping, or busy: whoever asks next has it counted.
      this.#asked.clear()
    } finally {
      this.#running = null
    }
  }
}
