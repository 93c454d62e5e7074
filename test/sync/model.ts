import { canonicalJson } from '#domain/canonical-json.ts'
import type { Entry } from '#domain/entry.ts'
import { uuidv7 } from '#domain/ids.ts'
import { createRandom, type Random } from '#sim/random.ts'
import { inventTap, type Known } from './acts.ts'
import { inventedGround } from './ground.ts'
import { MemoryDoor, type Books, type Guards } from './memory-door.ts'
import { calm, ModelPhone, storm, type Surroundings } from './model-phone.ts'
import { createVirtualTime } from './virtual-time.ts'

const START = Date.parse('2021-10-17T01:00:00Z')
const PHONES = 3
const ACTS = 200
const DAY_MS = 86_400_000
export const guarded: Guards = { uniqueIds: true, lock: true }

export type Outcome = {
  seed: number
  faults: string[]
  /** What happened, so that nobody takes an idle story for a good one. */
  seen: {
    acked: number
    stored: number
    held: number
    restores: number
    crashes: number
    refusedByDisk: number
  }
}

type Story = {
  around: Surroundings
  door: MemoryDoor
  phones: ModelPhone[]
  known: Known
  backups: { at: number; books: Books }[]
  seen: Outcome['seen']
  rightsEnd: Map<string, number>
}

/** Plays one story: three phones, two hundred acts each, and everything that may go wrong. */
export async function playStory(seed: number, guards: Guards = guarded): Promise<Outcome> {
  const story = beginStory(seed, guards)
  const { around, phones } = story
  const { time, random } = around
  const day = { isDone: false }
  const lives = Promise.all(phones.map((phone) => liveThrough(story, phone))).finally(() => {
    day.isDone = true
  })
  while (!day.isDone) await time.runUntil(time.now() + 60_000)
  await lives
  // The storm is over: what was captured must come in, whatever state the phones were left in.
  Object.assign(around, { weather: calm, downUntil: 0 })
  around.poison.clear()
  for (const phone of phones) {
    phone.online = true
    phone.disk.isFull = false
    phone.restart()
  }
  const isHome = (phone: ModelPhone) =>
    phone.disk.memory.timelineId === around.door.timelineId &&
    [...phone.disk.entries.keys()].every(
      (id) => phone.disk.marks.get(id)?.receipt?.timelineId === around.door.timelineId,
    )
  for (let rounds = 0; rounds < 200 && !phones.every(isHome); rounds++)
    await time.runUntil(time.now() + 60_000)
  // Requests that were still on their way arrive as well.
  await time.runUntil(time.now() + 300_000)
  const faults = [
    ...phones.flatMap((phone, at) => (isHome(phone) ? [] : [`phone ${at} has not sent everything`])),
    ...(await listUncounted(phones, time.runUntil, time.now)),
    ...listFaults(story),
    ...(await compareOrders(story, random)),
  ]
  for (const phone of phones) phone.crash(-1)
  return { seed, faults, seen: story.seen }
}

function beginStory(seed: number, guards: Guards): Story {
  const random = createRandom(seed)
  const time = createVirtualTime(START)
  const newId = () => uuidv7(time.now(), random.bytes(10))
  const rightsEnd = new Map<string, number>()
  const personIds = Array.from({ length: 8 }, newId)
  const people = personIds.map((id) => ({
    id,
    canonicalId: id,
    wardId: inventedGround.sessions[0]!.wardId,
    groupId: null,
    bornOn: '1985-03-05',
    bornPrecision: 'day' as const,
    priorityCode: 9,
  }))
  const door = new MemoryDoor(
    {
      ground: inventedGround,
      now: time.now,
      work: () => time.sleep(1 + random.below(400)),
      newId,
      endOfRights: (accountId) => rightsEnd.get(accountId) ?? Number.POSITIVE_INFINITY,
      guards,
    },
    people,
  )
  const around: Surroundings = {
    time,
    random,
    newId,
    door,
    weather: storm,
    downUntil: 0,
    poison: new Set(),
  }
  const phones = Array.from({ length: PHONES }, () => new ModelPhone(around, newId(), newId()))
  // A right that ends at an hour: what is captured later waits, what is captured before and sent later does not.
  for (const { accountId } of phones)
    if (random.chance(0.2)) rightsEnd.set(accountId, START + (20 + random.below(20)) * 60_000)
  const seen = { acked: 0, stored: 0, held: 0, restores: 0, crashes: 0, refusedByDisk: 0 }
  return { around, door, phones, known: { personIds, doses: [] }, backups: [], seen, rightsEnd }
}

async function liveThrough(story: Story, phone: ModelPhone): Promise<void> {
  const { time, random } = story.around
  for (let act = 0; act < ACTS; act++) {
    await time.sleep(random.below(20_000))
    if (phone.isDead) {
      story.seen.crashes += 1
      phone.restart()
    }
    // A full disk is soon noticed and emptied.
    if (random.chance(0.3)) phone.disk.isFull = false
    if (random.chance(0.72)) await capture(story, phone)
    else befall(story, phone)
  }
}

async function capture({ around, known, seen }: Story, phone: ModelPhone): Promise<void> {
  const { random, newId, poison } = around
  const said = inventTap(random, inventedGround, known, newId, () => phone.now())
  const facts = await phone.tap(said, random.chance(0.1))
  if (phone.disk.isFull) seen.refusedByDisk += 1
  for (const fact of facts) {
    if (fact.kind === 'dose' && fact.sessionId !== null)
      known.doses.push({ id: fact.id, personId: fact.personId, sessionId: fact.sessionId })
    if (random.chance(0.005)) poison.add(fact.id)
  }
}

function befall(story: Story, phone: ModelPhone): void {
  const { around, door, backups, seen } = story
  const { random, time } = around
  const die = random.below(1000)
  if (die < 330) phone.online = !phone.online
  else if (die < 580) phone.crash(random.below(12))
  else if (die < 680) phone.wake()
  else if (die < 740) phone.skewMs = random.pick([0, -DAY_MS, DAY_MS, -365 * DAY_MS, 7 * 60_000])
  else if (die < 820) phone.disk.isFull = true
  else if (die < 920) backups.push({ at: time.now(), books: door.backup() })
  else if (die < 935 && backups.length > 0) {
    // A backup older than what the phones keep could not be made whole by them.
    const { books, at } = random.pick(backups)
    if (time.now() - at > 13 * DAY_MS) return
    door.restore(books)
    seen.restores += 1
  } else if (die < 990) around.downUntil = time.now() + random.below(300_000)
  else time.leap(random.pick([3, 15]) * DAY_MS)
}

/** The number on the screen is the number in the store. */
async function listUncounted(
  phones: readonly ModelPhone[],
  runUntil: (at: number) => Promise<void>,
  now: () => number,
): Promise<string[]> {
  const states = Promise.all(phones.map((phone) => phone.state()))
  await runUntil(now() + 1)
  return (await states).flatMap(({ unsent, kept }, at) => {
    const { entries } = phones[at]!.disk
    return unsent === 0 && kept === entries.size ? [] : [`phone ${at} counts ${unsent} unsent, ${kept} kept`]
  })
}

/** The words of an entry, without what its phone added on sending. */
function wordsOf({ deviceId: _by, deviceSeq: _number, clockOffsetMs: _measured, ...fact }: Entry): string {
  return JSON.stringify(fact)
}

/** Acknowledged ⊆ stored ⊆ tried, each once and unchanged. */
function listFaults({ door, phones, seen }: Story): string[] {
  const { books } = door
  const faults: string[] = []
  const times = new Map<string, number>()
  for (const { entry } of books.written) times.set(entry.id, (times.get(entry.id) ?? 0) + 1)
  const tried = new Map(phones.flatMap((phone) => [...phone.tried]))
  for (const [id, count] of times) if (count > 1) faults.push(`${id} is written ${count} times`)
  for (const { entry } of [...books.written, ...[...books.held.values()].map(({ offered }) => offered)]) {
    const fact = tried.get(entry.id)
    if (fact === undefined) faults.push(`${entry.id} came from nowhere`)
    else if (wordsOf(entry) !== JSON.stringify(fact))
      faults.push(`${entry.id} has other words than were captured`)
  }
  for (const id of phones.flatMap((phone) => [...phone.acked.keys()])) {
    seen.acked += 1
    if (times.has(id) && books.held.has(id)) faults.push(`${id} is both written and held`)
    if (!times.has(id) && !books.held.has(id)) faults.push(`${id} was ticked and is lost`)
  }
  for (const { disk } of phones) {
    const numbers = [...disk.entries.values()].map(({ kept }) => kept.seq)
    if (new Set(numbers).size !== numbers.length) faults.push('a number was given twice')
  }
  seen.stored += times.size
  seen.held += books.held.size
  return faults
}

/** The same entries, each once, in another order and by one patient hand: the same end. */
async function compareOrders({ around, door, rightsEnd }: Story, random: Random): Promise<string[]> {
  const { newId } = around
  const { written, held } = door.books
  const offered = new Map(
    [...written, ...[...held.values()].map((one) => one.offered)].map((one) => [one.entry.id, one]),
  )
  const walkIns = new Set(
    [...offered.values()].flatMap(({ entry }) => (entry.kind === 'walk-in' ? [entry.personId] : [])),
  )
  const listed = [...door.books.people.values()].filter(({ id }) => !walkIns.has(id))
  const end = around.time.now()
  const deps = {
    ground: inventedGround,
    now: () => end,
    work: () => Promise.resolve(),
    newId,
    endOfRights: (accountId: string) => rightsEnd.get(accountId) ?? Number.POSITIVE_INFINITY,
    guards: guarded,
  }
  const other = new MemoryDoor(deps, listed)
  const inOrder = random.shuffled([...offered.values()])
  for (let from = 0; from < inOrder.length; from += 500) await other.sync(inOrder.slice(from, from + 500))
  await other.idle()
  const [here, there] = [picture(door.books), picture(other.books)]
  return Object.keys(here).flatMap((part) => {
    const only = (own: string[] = [], others: string[] = []) => own.find((line) => !others.includes(line))
    const [one, two] = [only(here[part], there[part]), only(there[part], here[part])]
    return one === undefined && two === undefined ? [] : [`${part} depend on the order: ${one} or ${two}`]
  })
}

/** Everything that must not depend on when an entry came. */
function picture({ doses, visits, counters, held, people }: Books): Record<string, string[]> {
  const sorted = (lines: string[]) => lines.sort()
  return {
    doses: sorted(
      [...doses].map(([id, { standing }]) => {
        // Only whether a dose lies in the future is told by the day on which it came.
        const flags = standing.flags.filter((flag) => flag !== 'future-date').sort()
        return canonicalJson({ id, ...standing, flags })
      }),
    ),
    visits: sorted([...visits.values()].map((visit) => canonicalJson(visit))),
    counters: sorted([...counters].map(([cell, count]) => `${cell} = ${count}`)),
    held: sorted([...held.keys()]),
    people: sorted([...people.values()].map((person) => canonicalJson(person))),
  }
}
