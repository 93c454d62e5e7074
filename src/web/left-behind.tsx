import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { here } from './shared/router.ts'

/**
 * Whatever page is open, an unsent queue goes out. Its code is fetched only where there may be one: most desks have never
 * been a phone of a site.
 */
export function LeftBehind() {
  const part = useSignal<{ UnsentBar: ComponentType } | null>(null)
  const { path } = here.value
  useEffect(() => {
    // The phone may have become one on the page before.
    if (part.peek() !== null) return
    void fetchIfAny().then(
      (loaded) => {
        part.value = loaded
      },
      () => undefined, // gone after an update, or no network: nothing could be sent now
    )
  }, [path])
  if (part.value === null) return null
  const { UnsentBar } = part.value
  return <UnsentBar />
}

async function fetchIfAny() {
  // Older browsers cannot tell: there it is fetched to look.
  const kept = 'databases' in indexedDB ? await indexedDB.databases() : [{ name: 'muitiem-phone' }]
  return kept.some(({ name }) => name === 'muitiem-phone') ? import('./phone-page/unsent-bar.tsx') : null
}
