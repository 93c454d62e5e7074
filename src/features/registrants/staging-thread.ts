/**
 * The thread in which a list is made ready: what the reading process understood is sealed and written down as lines for
 * COPY, and held against everybody known. All of it is counting and comparing; the thread that answers requests only passes
 * bytes on, so that a dose never waits for a list.
 */
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { uuidv7 } from '#domain/ids.ts'
import { FileDuplicates } from '#domain/person-list/duplicates.ts'
import { Problem } from '#domain/problem.ts'
import { countOutcomes, type RowCounts } from '#domain/upload.ts'
import { judgeRows, type KnownPerson, type RowJudgement, type StagedRow } from '#domain/upload-match.ts'
import { openEntropy } from '#db/entropy.ts'
import { createSealer } from '#db/seal.ts'
import { copyJson, copyLine } from './copy-text.ts'
import { describeColumns, NotedRows } from './list-reading.ts'
import { toElsewhere, toKnownPerson, type ElsewhereRow, type KnownRow } from './match-queries.ts'
import { contentKeyOf, stagePerson, toListGround, withNames, type ListGroundData } from './staged-person.ts'
import { statedValues } from './stated-columns.ts'
import type { UploadMapping } from './upload-queries.ts'
import { READING_PRIORITY } from './workbook/limits.ts'
import { resultTarget } from './workbook/list-file.ts'
import { openList, type ListContext } from './workbook/read-list.ts'

export type StagingJob =
  | {
      job: 'read'
      file: Uint8Array
      fileName: string
      context: ListContext
      ground: ListGroundData
      secret: string
      nowMs: number
    }
  /** Rows that were read before: they come as messages, like the people whom they are held against. */
  | { job: 'judge' }

export type ToStaging =
  /** One more batch may come. */
  | { say: 'more' }
  | { say: 'rows'; rows: readonly StagedRow[] }
  | { say: 'known'; people: readonly KnownRow[] }
  | { say: 'elsewhere'; found: readonly ElsewhereRow[] }
  | { say: 'judge'; decided: readonly string[] }

export type FromStaging =
  | { say: 'survey'; rows: number }
  | { say: 'staged'; rows: number; lines: Uint8Array }
  | { say: 'read'; mapping: UploadMapping; kind: string }
  | { say: 'judged'; lines: Uint8Array }
  | { say: 'counted'; counts: RowCounts }
  | { say: 'problem'; code: Problem['code']; facts: Problem['facts'] }

/** Lines of one message, and messages that may be under way. */
const BATCH = 500
const AHEAD = 8

const port = parentPort!
const encoder = new TextEncoder()

function tell(message: FromStaging): void {
  const moved = 'lines' in message ? [message.lines.buffer as ArrayBuffer] : []
  port.postMessage(message, moved)
}

/** What the parent says, one by one; a batch is sent when there is room for it. */
class Parent {
  readonly #heard: ToStaging[] = []
  #wake: (() => void) | null = null
  #room = AHEAD

  constructor() {
    port.on('message', (message: ToStaging) => {
      if (message.say === 'more') this.#room += 1
      else this.#heard.push(message)
      this.#wake?.()
    })
  }

  async hear(): Promise<ToStaging> {
    while (this.#heard.length === 0) await this.#sleep()
    return this.#heard.shift()!
  }

  async send(message: FromStaging): Promise<void> {
    while (this.#room === 0) await this.#sleep()
    this.#room -= 1
    tell(message)
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

type Read = Extract<StagingJob, { job: 'read' }>

async function readRows(job: Read, parent: Parent): Promise<StagedRow[]> {
  const { file, fileName, context, ground, secret, nowMs } = job
  const list = await openList(Buffer.from(file.buffer, file.byteOffset, file.byteLength), fileName, context, {
    batchRows: BATCH,
    onProgress: (rows) => tell({ say: 'survey', rows }),
  })
  if (list.layout === 'enterprise') {
    list.close()
    throw new Problem('upload.enterprise-list')
  }
  const sealer = createSealer(secret)
  const places = toListGround(ground)
  const entropy = openEntropy()
  const rows: StagedRow[] = []
  const repeats = new FileDuplicates()
  const noted = new NotedRows()
  for await (const batch of list.readings) {
    const lines = batch.map((reading) => {
      const { rowNumber, registrant } = reading
      noted.add(reading)
      const person = registrant === null ? null : stagePerson(sealer, registrant, places)
      const contentKey = person === null ? null : contentKeyOf(person)
      // The judge needs to know which numbers are equal, not what is sealed in them.
      const judged =
        person === null ? null : { ...person, identifiers: person.identifiers.map(toKey), earlierDoses: [] }
      const repeat = registrant === null ? null : repeats.add(rowNumber, registrant)
      rows.push({ rowNumber, person: judged, contentKey, repeat, elsewhere: null })
      return copyLine([
        rowNumber,
        uuidv7(nowMs, entropy(10)),
        contentKey,
        copyJson(reading.problems),
        copyJson(reading.repairs),
        copyJson(reading.written),
        registrant?.fullNameFolded ?? null,
        registrant?.nameKey ?? null,
        ...statedValues(person),
      ])
    })
    await parent.send({ say: 'staged', rows: batch.length, lines: encoder.encode(lines.join('')) })
  }
  const summary = await list.finished
  const mapping: UploadMapping = {
    target: resultTarget(list),
    layout: list.layout,
    ...describeColumns(list.headings),
    ...noted.summary(),
    ignoredRows: summary.ignored.length,
  }
  if (rows.length === 0) throw new Problem('list.nobody')
  tell({ say: 'read', mapping, kind: list.kind })
  return rows
}

function toKey({ kind, key, last4 }: { kind: KnownKind; key: string; last4: string }) {
  return { kind, key, last4 }
}
type KnownKind = NonNullable<StagedRow['person']>['identifiers'][number]['kind']

type Against = {
  rows: StagedRow[]
  people: KnownPerson[]
  found: ElsewhereRow[]
  decided: ReadonlySet<string>
}

/** Gathers until the parent has said everything. */
async function hearPeople(parent: Parent, rows: StagedRow[]): Promise<Against> {
  const people: KnownPerson[] = []
  const found: ElsewhereRow[] = []
  for (;;) {
    const message = await parent.hear()
    if (message.say === 'judge') return { rows, people, found, decided: new Set(message.decided) }
    if (message.say === 'rows') for (const row of message.rows) rows.push(row)
    if (message.say === 'known') for (const person of message.people) people.push(toKnownPerson(person))
    if (message.say === 'elsewhere') for (const row of message.found) found.push(row)
  }
}

function judge({ rows, people, found, decided }: Against): RowJudgement[] {
  const stated = new Map(rows.map(({ rowNumber, person }) => [rowNumber, person]))
  const elsewhere = toElsewhere(found, (rowNumber) => stated.get(rowNumber)!)
  for (const row of rows) row.elsewhere = elsewhere.get(row.rowNumber) ?? null
  return judgeRows(rows, people, decided)
}

async function sendJudgements(
  parent: Parent,
  rows: readonly StagedRow[],
  judgements: readonly RowJudgement[],
  isTold: (judgement: RowJudgement, row: StagedRow) => boolean,
) {
  const told = judgements.flatMap((judgement, at) => {
    const row = rows[at]!
    return isTold(judgement, row) ? [{ ...judgement, repeat: row.repeat }] : []
  })
  for (let at = 0; at < told.length; at += BATCH) {
    const lines = told
      .slice(at, at + BATCH)
      .map(({ rowNumber, outcome, match, personId, repeatsRow, repeat, change }) =>
        copyLine([
          rowNumber,
          outcome,
          copyJson(match),
          personId,
          repeatsRow,
          copyJson(repeat),
          copyJson(change === null ? null : withNames(change)),
        ]),
      )
    await parent.send({ say: 'judged', lines: encoder.encode(lines.join('')) })
  }
  tell({ say: 'counted', counts: countOutcomes(judgements) })
}

/** As a row stands that nobody was found for: most rows of a first list. */
function isPlain({ outcome, match }: RowJudgement, { repeat }: StagedRow): boolean {
  return match === null && repeat === null && (outcome === 'new' || outcome === 'rejected')
}

async function work(job: StagingJob): Promise<void> {
  // Doses come first. Linux takes the calling thread for "this process"; elsewhere it would be the whole service.
  if (process.platform === 'linux') setPriority(READING_PRIORITY)
  const parent = new Parent()
  const rows = job.job === 'read' ? await readRows(job, parent) : []
  const against = await hearPeople(parent, rows)
  const isTold = (judgement: RowJudgement, row: StagedRow) => job.job === 'judge' || !isPlain(judgement, row)
  await sendJudgements(parent, against.rows, judge(against), isTold)
}

work(workerData as StagingJob).then(
  () => port.close(),
  (error: unknown) => {
    if (!(error instanceof Problem)) throw error
    tell({ say: 'problem', code: error.code, facts: error.facts })
    port.close()
  },
)
