import type { Entry } from '#domain/entry.ts'
import { vietnamRules } from '#domain/rules-vn.ts'
import { tallyDifference } from '#domain/vaccination/tally.ts'
import { createSealer } from '#db/seal.ts'
import type {
  Facts,
  PersonRow,
  ReceiptRow,
  StoredDose,
  VisitRow,
} from '#features/doses/set-writer/fact-types.ts'
import { judgeSet, noInput, type JudgedSet } from '#features/doses/set-writer/judge-set.ts'
import { listProbes } from '#features/doses/set-writer/probes.ts'
import type { RuleBook } from '#features/doses/set-writer/rule-book.ts'
import type { EntryReceipt, Offered } from '#features/doses/set-writer/types.ts'
import type { ModelGround } from './ground.ts'

/** What the real door has and this one may be made to lack, to prove that the model would find it. */
export type Guards = {
  /** An id is stored once, and its receipt is looked up. */
  uniqueIds: boolean
  /** Who reads to write keeps others from writing meanwhile. */
  lock: boolean
}

/** Everything that a backup holds. Rows are replaced, never changed, so that a copy of the maps is a backup. */
export type Books = {
  receipts: Map<string, ReceiptRow>
  people: Map<string, PersonRow>
  doses: Map<string, StoredDose>
  visits: Map<string, VisitRow>
  /** Entries in quarantine; those that wait for somebody or something are offered again when it comes. */
  held: Map<string, { offered: Offered; awaits: readonly string[] }>
  counters: Map<string, number>
  /** Every fact that was written, as often as it was written. */
  written: Offered[]
}

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'))
const TIME_ZONE = 'Asia/Ho_Chi_Minh'

export type DoorDeps = {
  ground: ModelGround
  now: () => number
  /** How long a statement takes. */
  work: () => Promise<void>
  newId: () => string
  /** When an account lost its rights; entries captured later are not its to write. */
  endOfRights: (accountId: string) => number
  guards: Guards
}

/** The backup was put back while a set was being written: nothing of it is kept. */
export class Restored extends Error {}

/**
 * The server in memory: the judgement of the real set writer over facts that are read, judged and written as it does,
 * with the statements taking their time in between.
 */
export class MemoryDoor {
  readonly #deps: DoorDeps
  readonly #book: RuleBook
  #books: Books
  #turn: Promise<void> = Promise.resolve()
  timelineId: string

  constructor(deps: DoorDeps, people: readonly PersonRow[]) {
    this.#deps = deps
    const products = deps.ground.products.map((product) => [product.id, product] as const)
    this.#book = { rules: vietnamRules, products: new Map(products) }
    this.timelineId = deps.newId()
    this.#books = {
      receipts: new Map(),
      people: new Map(people.map((person) => [person.id, person])),
      doses: new Map(),
      visits: new Map(),
      held: new Map(),
      counters: new Map(),
      written: [],
    }
  }

  get books(): Books {
    return this.#books
  }

  backup(): Books {
    const { receipts, people, doses, visits, held, counters, written } = this.#books
    return {
      receipts: new Map(receipts),
      people: new Map(people),
      doses: new Map(doses),
      visits: new Map(visits),
      held: new Map(held),
      counters: new Map(counters),
      written: [...written],
    }
  }

  restore(backup: Books): void {
    this.#books = backup
    this.#books = this.backup()
    this.#turn = Promise.resolve()
    this.timelineId = this.#deps.newId()
  }

  /** @throws Restored */
  async sync(offered: readonly Offered[]): Promise<{
    receipts: EntryReceipt[]
    serverTime: string
    timelineId: string
  }> {
    const { timelineId } = this
    const receipts = await this.#write(offered)
    return { receipts, serverTime: new Date(this.#deps.now()).toISOString(), timelineId }
  }

  /** When nothing is being written any more. */
  async idle(): Promise<void> {
    for (let seen: unknown = null; seen !== this.#turn;) {
      seen = this.#turn
      await this.#turn
    }
  }

  async #write(offered: readonly Offered[]): Promise<EntryReceipt[]> {
    const books = this.#books
    if (!this.#deps.guards.lock) return this.#writeUnlocked(offered, books)
    const before = this.#turn
    let done = () => {}
    this.#turn = new Promise((resolve) => {
      done = resolve
    })
    await before
    try {
      return await this.#writeUnlocked(offered, books)
    } finally {
      done()
    }
  }

  async #writeUnlocked(offered: readonly Offered[], books: Books): Promise<EntryReceipt[]> {
    const { guards, work, now, newId } = this.#deps
    for (;;) {
      const probes = listProbes(offered)
      const facts = this.#read(offered, books)
      await work()
      const today = new Date(now() + 7 * 3_600_000).toISOString().slice(0, 10)
      const context = { now: new Date(now()), today, timeZone: TIME_ZONE, newId, sealer, laneId: 0 }
      const set = judgeSet({ ...noInput, entries: offered }, probes, facts, this.#book, context)
      await work()
      if (this.#books !== books) throw new Restored()
      // The primary key of receipts refuses the set, which is then judged again.
      const isTaken = set.taken.some(
        ({ offered: { entry }, isReoffer }) => !isReoffer && books.receipts.has(entry.id),
      )
      if (guards.uniqueIds && isTaken) continue
      commit(set, books)
      this.#offerWaiting(set, books)
      return set.receipts
    }
  }

  #read(offered: readonly Offered[], books: Books): Facts {
    const people = new Set(offered.flatMap(({ entry }) => peopleOf(entry, books)))
    let doses: StoredDose[] = []
    for (let size = -1; size !== people.size;) {
      size = people.size
      doses = [...books.doses.values()].filter(
        (dose) => people.has(dose.personId) || people.has(dose.standing.personId),
      )
      for (const dose of doses) people.add(dose.personId).add(dose.standing.personId)
    }
    const { guards, endOfRights, ground } = this.#deps
    const receipts = offered.flatMap(({ entry }) => books.receipts.get(entry.id) ?? [])
    return {
      lane: null,
      rulesVersion: vietnamRules.version,
      ageCuts: [...ground.ageCuts],
      usedHolderId: null,
      receipts: guards.uniqueIds ? receipts : [],
      allowed: listProbes(offered).flatMap(({ authorId, at }, position) =>
        Date.parse(at) < endOfRights(authorId) ? [position] : [],
      ),
      people: [...books.people.values()].filter(({ id }) => people.has(id)),
      doses,
      decisions: [],
      items: [],
      sessions: [...ground.sessions],
      lots: [...ground.lots],
      balances: [],
      visits: [...books.visits.values()].filter(({ personId }) => people.has(personId)),
      waiting: [],
    }
  }

  #offerWaiting(set: JudgedSet, books: Books): void {
    const hasNews = set.taken.some(({ receipt: { stored } }) => stored !== null && stored !== 'quarantined')
    const waiting = [...books.held.values()].filter(({ awaits }) =>
      awaits.some((id) => books.people.has(id) || books.doses.has(id)),
    )
    if (!hasNews || waiting.length === 0) return
    this.#write(waiting.map(({ offered }) => offered)).catch((error: unknown) => {
      if (!(error instanceof Restored)) throw error
    })
  }
}

function peopleOf(entry: Entry, books: Books): string[] {
  const dose = 'doseId' in entry ? books.doses.get(entry.doseId) : undefined
  const moved = entry.kind === 'correction' ? entry.fields.personId : undefined
  return [
    entry.personId,
    ...(dose === undefined ? [] : [dose.personId, dose.standing.personId]),
    ...(moved === undefined ? [] : [moved]),
  ]
}

function commit({ state, judged, taken }: JudgedSet, books: Books): void {
  for (const { offered, receipt, hash, isReoffer, awaits, judgement } of taken) {
    const { id } = offered.entry
    const { stored, flags, receivedAt } = receipt
    if (stored === null || (isReoffer && judgement.outcome === 'duplicate')) continue
    const before = books.receipts.get(id)
    const reason = stored === 'quarantined' ? (receipt.reason ?? '') : flags.join(',')
    const release = stored === 'quarantined' ? null : { outcome: stored, reason }
    const isRelease = isReoffer && before !== undefined
    books.receipts.set(
      id,
      isRelease
        ? { ...before, release }
        : { id, payloadHash: hash, outcome: stored, reason, receivedAt, release: null },
    )
    if (stored === 'quarantined') books.held.set(id, { offered, awaits })
    else {
      books.held.delete(id)
      books.written.push(offered)
    }
  }
  for (const person of state.ground.people.values()) books.people.set(person.id, person)
  for (const [key, visit] of state.visits) books.visits.set(key, visit)
  for (const [id, { row }] of state.cases) {
    const { ageCell } = judged.doses.get(id)!
    const { personId, antigen, givenOn, dayRank, step, flags, rulesVersion } = judged.standings.get(id)!
    const standing = { personId, antigen, givenOn, dayRank, step, flags, ageCell, rulesVersion }
    books.doses.set(id, { ...row, standing })
  }
  count(books.counters, tallyDifference(judged.before, judged.after))
}

function count(counters: Map<string, number>, difference: ReturnType<typeof tallyDifference>): void {
  // The triangle of delays tells when entries arrived, so it alone may depend on it.
  const { entryDelay: _whenTheyCame, ...others } = difference
  for (const [counter, cells] of Object.entries(others)) {
    for (const { doses, ...cell } of cells) {
      const key = `${counter} ${Object.values(cell).join(' ')}`
      const sum = (counters.get(key) ?? 0) + doses
      if (sum === 0) counters.delete(key)
      else counters.set(key, sum)
    }
  }
}
