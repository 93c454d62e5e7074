import { randomUUID } from 'node:crypto'
import type { Entry } from '#domain/entry.ts'
import type { Answer, Client, Clock, User } from './client.ts'
import type { Tally } from './identities.ts'

export type Ward = {
  id: string
  code: string
  name: string
  siteId: string
  fridgeId: string
  listId: string
  official: User
  scanner: User
  dataEntry: User[]
}
export type Session = { id: string; ward: Ward; people: Called[]; vials: number; given: number }
export type Called = { personId: string; fullName: string; bornOn: string }
export type Dose = { productId: string; lotId: string }
type Receipt = { id: string; outcome: keyof Tally; flags: string[]; reason: string | null }

const MINUTE_MS = 60_000

/** What the phones of a session send, counted by what the service answered. */
export class Field {
  readonly tally: Tally = { accepted: 0, needs_review: 0, duplicate: 0, quarantined: 0, conflict: 0 }
  readonly #client: Client
  readonly #clock: Clock

  constructor(client: Client, clock: Clock) {
    this.#client = client
    this.#clock = clock
  }

  /** One entry as the phone sends it at once. */
  async put(user: User, entry: Entry): Promise<Receipt> {
    const { id, ...body } = entry
    const answer = await this.#client.offer<Receipt>(user, 'PUT', `/entries/${id}`, body)
    if (answer.status === 422 || answer.status === 409) this.#count('conflict')
    else if (answer.status >= 300) throw new Error(`Entry: ${answer.status} ${JSON.stringify(answer.body)}`)
    else this.#count(answer.body.outcome)
    return answer.body
  }

  /** What a phone has kept, sent together. */
  async sync(user: User, entries: readonly Entry[]): Promise<Receipt[]> {
    const { body } = await this.#client.ask<{ receipts: Receipt[] }>(user, 'POST', '/sync', { entries })
    for (const { outcome } of body.receipts) this.#count(outcome)
    return body.receipts
  }

  /** The door: the rules are asked, and who may come in is checked in. */
  async checkIn(user: User, session: Session, personId: string, how: string): Promise<void> {
    type Checked = { items: { receipt: Receipt | null; refusal: { code: string } | null }[] }
    const { body }: Answer<Checked> = await this.#client.change<Checked>(
      user,
      'checkInPeople',
      'POST',
      `/sessions/${session.id}/check-ins`,
      {
        people: [{ entryId: randomUUID(), personId, how }],
        capturedAt: this.#clock.now().toISOString(),
      },
    )
    const [item] = body.items
    if (item?.receipt == null) throw new Error(`Not let in: ${item?.refusal?.code ?? 'no answer'}`)
    this.#count(item.receipt.outcome)
  }

  /** Arrived, asked, examined and injected; the check-in is left out for who came through the door above. */
  visit(session: Session, personId: string, dose: Dose | null, isCheckedIn: boolean): Entry[] {
    const start = this.#clock.now()
    this.#clock.move(MINUTE_MS)
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000).toISOString()
    const envelope = (seconds: number) => ({
      id: randomUUID(),
      deviceId: null,
      deviceSeq: null,
      capturedAt: at(seconds),
      clockOffsetMs: 0,
      personId,
      sessionId: session.id,
    })
    const entries: Entry[] = []
    if (!isCheckedIn) entries.push({ kind: 'check-in', ...envelope(0), how: 'search', reason: '' })
    entries.push(
      {
        kind: 'consent',
        ...envelope(10),
        agreed: 'agreed',
        by: 'self',
        guardianName: '',
        guardianRelation: '',
      },
      {
        kind: 'screening',
        ...envelope(20),
        outcome: 'eligible',
        findings: [],
        vitals: {},
        examinerName: 'Phan Văn Khám',
        note: '',
      },
    )
    if (dose === null) return [...entries, { kind: 'not-given', ...envelope(30), reason: 'no-vaccine' }]
    session.given += 1
    return [...entries, this.dose(session, personId, dose)]
  }

  dose(session: Session, personId: string, { productId, lotId }: Dose): Entry & { kind: 'dose' } {
    const givenAt = this.#clock.now().toISOString()
    return {
      kind: 'dose',
      id: randomUUID(),
      deviceId: null,
      deviceSeq: null,
      capturedAt: givenAt,
      clockOffsetMs: 0,
      personId,
      sessionId: session.id,
      productId,
      lot: { lotId },
      statedStep: 'primary-1',
      givenAt,
      givenOn: null,
      origin: 'site',
      source: 'administered',
      place: '',
      vaccinatorName: 'Võ Thị Tiêm',
      volumeMl: null,
      arm: 'left',
      reason: '',
    }
  }

  #count(outcome: keyof Tally): void {
    this.tally[outcome] += 1
    // Each entry that was taken or refused for its content leaves a row; one that was here before leaves none.
    if (outcome !== 'duplicate') this.#client.note('putEntry')
  }
}
