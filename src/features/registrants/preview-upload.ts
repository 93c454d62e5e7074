import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { cleanText } from '#domain/identity/names.ts'
import { splitBody } from '#domain/person-list/body.ts'
import { findFileDuplicates } from '#domain/person-list/duplicates.ts'
import { columnLetter } from '#domain/person-list/headings.ts'
import { readRow, type RowReading } from '#domain/person-list/rows.ts'
import { Problem, type Language } from '#domain/problem.ts'
import { countOutcomes } from '#domain/upload.ts'
import { inScope } from '#db/db.ts'
import { upload, uploadFile } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { judgeUpload } from './judge-upload.ts'
import { loadListGround, type ListGround } from './list-ground.ts'
import { findListPlace, lockList, type ListRow } from './list-queries.ts'
import { contentKeyOf, stagePerson } from './staged-person.ts'
import { countColumns, findUpload, type UploadMapping, type UploadView } from './upload-queries.ts'
import { insertUploadRows, type NewRow } from './upload-rows.ts'
import { resultTarget, type ListFile } from './workbook/list-file.ts'
import { readList } from './workbook/read-list.ts'

export type UploadedFile = { id: string; fileName: string; content: Buffer }

/** Rows read between two turns of the loop: dose entry must not wait for a list. */
const TURN = 500

/**
 * Reads a file and stores what confirming it would do; nobody is on the list by it yet. The same file under the same id
 * is the same upload.
 *
 * @throws Problem `not-found`, `list.closed`, `list.place-kind`, `list.nobody`, `upload.id-used`, and all of `readList`.
 */
export async function previewUpload(
  deps: Deps,
  actor: Actor,
  listId: string,
  file: UploadedFile,
  language: Language,
): Promise<UploadView> {
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  const fileHash = createHash('sha256').update(file.content).digest('hex')
  const { ground, wardCode } = await inScope(deps.db, scope, async (tx) => {
    const list = requireOpen(actor, await lockList(tx, listId))
    const on = localDateAt(now, deps.authority.timeZone)
    const place = await findListPlace(tx, list.wardId, on)
    if (place === null) throw new Problem('list.place-kind')
    return {
      ground: await loadListGround(tx, { wardId: list.wardId, code: place.code }, on),
      wardCode: list.kind === 'enterprise' ? null : place.code,
    }
  })
  const read = await readList(file.content, cleanText(file.fileName))
  const { rows, ignoredRows } = await stageRows(deps, read, ground, wardCode)
  if (rows.length === 0) throw new Problem('list.nobody')
  const sealed = deps.sealer.seal(file.content)
  return inScope(deps.db, scope, async (tx) => {
    const list = requireOpen(actor, await lockList(tx, listId))
    const before = await findUpload(tx, file.id, language)
    if (before !== null) {
      if (before.listId !== listId || before.fileHash !== fileHash) throw new Problem('upload.id-used')
      return before
    }
    const judgements = await judgeUpload(tx, { listId, wardId: list.wardId }, rows)
    const counts = countOutcomes(judgements)
    await tx.insert(upload).values({
      id: file.id,
      listId,
      wardId: list.wardId,
      fileHash,
      fileName: cleanText(file.fileName).slice(0, 200),
      fileKind: read.kind,
      bytes: file.content.length,
      mapping: describeReading(read, rows, ignoredRows),
      state: 'preview',
      ...countColumns(counts),
      uploadedBy: actor.accountId,
      uploadedAt: now,
    })
    await tx.insert(uploadFile).values({ uploadId: file.id, content: sealed })
    await insertUploadRows(tx, { id: file.id, wardId: list.wardId }, rows, judgements)
    await appendAudit(tx, actor, now, {
      action: 'previewUpload',
      subjectKind: 'upload',
      subjectId: file.id,
      placeId: list.wardId,
      detail: { listId, fileHash, fileKind: read.kind, counts },
    })
    return (await findUpload(tx, file.id, language))!
  })
}

function requireOpen(actor: Actor, list: ListRow | null): ListRow {
  if (list === null) throw new Problem('not-found')
  requireReach(actor, 'list.upload', { wardId: list.wardId })
  if (list.state === 'closed') throw new Problem('list.closed')
  return list
}

async function stageRows(
  deps: Deps,
  read: ListFile,
  ground: ListGround,
  wardCode: string | null,
): Promise<{ rows: NewRow[]; ignoredRows: number }> {
  const { people, ignored } = splitBody(read.rows, read.headings)
  const context = { headings: read.headings, on: ground.on, findPlace: ground.findPlace, wardCode }
  const readings: RowReading[] = []
  for (const [at, row] of people.entries()) {
    if (at % TURN === 0) await nextTurn()
    readings.push(readRow(row, context))
  }
  const repeats = findFileDuplicates(readings)
  const rows: NewRow[] = []
  for (const [at, { rowNumber, registrant, problems, repairs }] of readings.entries()) {
    if (at % TURN === 0) await nextTurn()
    const person = registrant === null ? null : stagePerson(deps.sealer, registrant, ground)
    const contentKey = person === null ? null : contentKeyOf(person)
    rows.push({ rowNumber, person, contentKey, repeat: repeats.get(rowNumber) ?? null, problems, repairs })
  }
  return { rows, ignoredRows: ignored.length }
}

function describeReading(read: ListFile, rows: readonly NewRow[], ignoredRows: number): UploadMapping {
  const repairs = Map.groupBy(
    rows.flatMap((row) => row.repairs),
    ({ kind }) => kind,
  )
  return {
    target: resultTarget(read),
    columns: [...read.headings.columns].map(([field, column]) => ({ field, column: columnLetter(column) })),
    unknownColumns: read.headings.unknown.map(({ column, text }) => ({ column: columnLetter(column), text })),
    repairs: [...repairs].map(([kind, cells]) => ({ kind, cells: cells.length })),
    ignoredRows,
  }
}
