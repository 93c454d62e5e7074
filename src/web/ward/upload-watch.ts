import type { UploadEvent } from '#features/registrants/contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import type { UploadView } from './list-state.tsx'

export type UploadProgress = Out<typeof UploadEvent>

/** After so long without a word the page asks by itself: a proxy may hold the events back. */
const SILENCE_MS = 3_000

/**
 * Tells how far the reading of an upload is: by the service's events, and where those do not come, by asking again.
 *
 * @param onLost whether the service cannot be reached for now.
 * @returns ends it.
 */
export function watchUpload(
  uploadId: string,
  tell: (progress: UploadProgress) => void,
  onLost: (isLost: boolean) => void,
): () => void {
  const path = `/v1/uploads/${uploadId}`
  let source: EventSource | null = null
  let timer = 0
  let hasEnded = false
  const put = (progress: UploadProgress) => {
    if (hasEnded) return
    onLost(false)
    tell(progress)
    wait()
  }
  const wait = () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), SILENCE_MS)
  }
  const listen = () => {
    source = new EventSource(`${path}/events`)
    source.addEventListener('upload', ({ data }: MessageEvent<string>) =>
      put(JSON.parse(data) as UploadProgress),
    )
  }
  const ask = async () => {
    try {
      // This way renews a sign-in that ended, which a stream of events cannot.
      put(await api.get<UploadView>(path))
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (hasEnded) return
      onLost(true)
      wait()
    }
    if (!hasEnded && source?.readyState === EventSource.CLOSED) listen()
  }
  listen()
  wait()
  return () => {
    hasEnded = true
    clearTimeout(timer)
    source?.close()
  }
}
