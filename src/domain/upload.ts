/** The sums of an uploaded list, what confirming it does with each row, and whether it came in time. */
import { rowOutcomes, type RowOutcome } from './person-list/words.ts'
import type { Words } from './problem.ts'
import type { RowMatch } from './upload-match.ts'

export type RowCounts = { rowsRead: number } & Record<RowOutcome, number>

export function countOutcomes(rows: Iterable<{ outcome: RowOutcome }>): RowCounts {
  const counts = {
    rowsRead: 0,
    ...Object.fromEntries(rowOutcomes.map((outcome) => [outcome, 0])),
  } as RowCounts
  for (const { outcome } of rows) {
    counts.rowsRead += 1
    counts[outcome] += 1
  }
  return counts
}

export const uploadStates = [
  'queued',
  'reading',
  'preview',
  'committed',
  'cancelled',
  'refused',
  'undone',
] as const
export type UploadState = (typeof uploadStates)[number]

/** Waiting for its turn, opened and surveyed, rows read, rows held against everybody known, done. */
export const uploadPhases = ['waiting', 'opening', 'reading', 'matching', 'done'] as const
export type UploadPhase = (typeof uploadPhases)[number]

/** In the queue or on the reader's table: nothing can be said of its rows yet. */
export function isUnread(state: UploadState): boolean {
  return state === 'queued' || state === 'reading'
}

export const rowDecisions = ['same-person', 'other-person', 'later'] as const
export type RowDecision = (typeof rowDecisions)[number]

export type DecidedRow = {
  outcome: RowOutcome
  decision: RowDecision | null
  personId: string | null
  where: RowMatch['where'] | null
}

/** What confirming the upload does with a row. */
export function actionOf({
  outcome,
  decision,
  personId,
  where,
}: DecidedRow): 'create' | 'update' | 'link' | null {
  if (outcome === 'new' || (outcome === 'suspected' && decision === 'other-person')) return 'create'
  if (outcome === 'changed') return 'update'
  if (outcome === 'suspected' && decision !== 'same-person') return null
  if (outcome === 'rejected' || personId === null) return null
  return outcome === 'suspected' && where === 'here' ? 'update' : 'link'
}

export type RowAction = NonNullable<ReturnType<typeof actionOf>>
export type ActionRule = {
  outcome: RowOutcome
  decision: string
  known: boolean
  place: string
  action: RowAction
}

const wheres = ['file', 'here', 'elsewhere'] as const

/** `actionOf` written out for every row there can be, so that SQL looks it up and judges nothing. `''` stands for null. */
export function listActionRules(): ActionRule[] {
  return rowOutcomes.flatMap((outcome) =>
    [null, ...rowDecisions].flatMap((decision) =>
      [null, ...wheres].flatMap((where) =>
        [true, false].flatMap((known) => {
          const action = actionOf({ outcome, decision, where, personId: known ? '-' : null })
          return action === null
            ? []
            : [{ outcome, decision: decision ?? '', known, place: where ?? '', action }]
        }),
      ),
    ),
  )
}

/** What a row came to, once a doubtful one has been decided and confirmed: for the returned workbook. */
export function finalOutcome(row: DecidedRow & { isCommitted: boolean }): RowOutcome {
  if (row.outcome !== 'suspected') return row.outcome
  if (row.decision === 'same-person' && row.personId === null) return 'duplicate'
  if (!row.isCommitted) return 'suspected'
  return row.decision === 'other-person' ? 'new' : 'same'
}

export type Punctuality = 'no-deadline' | 'waiting' | 'missing' | 'on-time' | 'late'

/** Against the deadline (CV 6616: totals by 16:00). */
export function judgePunctuality(dueAt: Date | null, doneAt: Date | null, now: Date): Punctuality {
  if (dueAt === null) return 'no-deadline'
  if (doneAt !== null) return doneAt <= dueAt ? 'on-time' : 'late'
  return now <= dueAt ? 'waiting' : 'missing'
}

/** What a row will come to, as long as its file is only previewed. */
export const unconfirmedWords: Record<'new' | 'changed', Words> = {
  new: {
    vi: 'Chưa xác nhận: sẽ thêm người mới',
    en: 'Not confirmed yet: will add a new person',
    lo: 'ຍັງບໍ່ຢືນຢັນ: ຈະເພີ່ມຄົນໃໝ່',
  },
  changed: {
    vi: 'Chưa xác nhận: sẽ cập nhật thông tin',
    en: 'Not confirmed yet: will update details',
    lo: 'ຍັງບໍ່ຢືນຢັນ: ຈະປັບປຸງຂໍ້ມູນ',
  },
}

/** All that a ward learns of somebody who lives in another. */
export const foundElsewhereWords: Words = {
  vi: 'Đã có ở nơi khác',
  en: 'Already known elsewhere',
  lo: 'ມີຢູ່ບ່ອນອື່ນແລ້ວ',
}
