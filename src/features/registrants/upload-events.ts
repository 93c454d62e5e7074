/** What becomes of an upload while it waits and is read, as server-sent events. */
import { Readable } from 'node:stream'
import { isUnread } from '#domain/upload.ts'
import type { UploadDesk } from './upload-desk.ts'
import type { UploadView } from './upload-queries.ts'

/** Another service may be reading it: asked after so long without a word from our own. */
const LOOK_MS = 1_000
/** A comment now and then, so that nobody in between takes the silence for an end. */
const COMMENT_MS = 15_000

/**
 * Each event holds the whole state, so a client that comes back has missed nothing; `lastEventId` says what it has seen, and
 * that is not said again. Ends when the upload has been read (or dropped, or refused), or the service stops.
 *
 * @param look null when it is not to be seen any more.
 */
export function streamUploadEvents(
  desk: UploadDesk,
  id: string,
  lastEventId: string | null,
  look: () => Promise<UploadView | null>,
): Readable {
  return Readable.from(tellChanges(desk, id, lastEventId, look), { objectMode: false, encoding: 'utf8' })
}

async function* tellChanges(
  desk: UploadDesk,
  id: string,
  lastEventId: string | null,
  look: () => Promise<UploadView | null>,
): AsyncGenerator<string> {
  let told = lastEventId
  let saidAt = performance.now()
  yield 'retry: 2000\n\n'
  while (!desk.isStopped) {
    const changed = desk.change(id, LOOK_MS)
    const view = await look()
    if (view === null) return
    const eventId = eventIdOf(view)
    if (eventId !== told) {
      told = eventId
      saidAt = performance.now()
      const { state, progress, position, refusal, version } = view
      const data = JSON.stringify({ id, state, progress, position, refusal, version })
      yield `id: ${eventId}\nevent: upload\ndata: ${data}\n\n`
    }
    if (!isUnread(view.state)) return
    if (performance.now() - saidAt > COMMENT_MS) {
      saidAt = performance.now()
      yield ': \n\n'
    }
    await changed
  }
}

function eventIdOf({ version, state, progress, position }: UploadView): string {
  return [version, state, progress?.phase ?? '-', progress?.rows ?? 0, position ?? 0].join('.')
}
