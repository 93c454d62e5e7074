import { isReceived, selectWaiting, UNREADABLE, type Mark, type Waiting } from '#domain/sync/queue.ts'
import type { Overview, QueueCount } from './ports.ts'

/** What can be told of a queue without asking its store again. */

export function countQueue({ heads, memory, lastSeq }: Overview): QueueCount {
  const waiting = selectWaiting(heads, memory.timelineId)
  const troubled = waiting.filter(({ trouble }) => trouble !== null)
  return { unsent: waiting.length, troubled: troubled.length, kept: heads.length, lastSeq }
}

/** On the server, where a person has to look at them before they count. */
export function countHeld({ heads, memory }: Overview): number {
  return heads.filter(
    ({ mark }) => mark?.receipt?.stored === 'quarantined' && isReceived(mark.receipt, memory.timelineId),
  ).length
}

/** Not on the server, the phone itself can read them no more, and nobody has said what became of them. */
export function selectUnreadable({ heads, memory }: Overview): Waiting[] {
  const said = new Set(heads.flatMap(({ id, mark }) => (mark?.lost === undefined ? [] : [id])))
  return selectWaiting(heads, memory.timelineId).filter(
    ({ id, trouble }) => trouble?.why === UNREADABLE && !said.has(id),
  )
}

/** What has become of these; nothing of those that have not been sent. */
export function marksOf({ heads }: Pick<Overview, 'heads'>, ids: readonly string[]): Mark[] {
  const asked = new Set(ids)
  return heads.flatMap(({ id, mark }) => (mark !== null && asked.has(id) ? [mark] : []))
}
