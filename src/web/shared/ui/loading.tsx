import { signal, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { t } from '../kit-words.ts'
import type { Load } from '../load.ts'
import { Button } from './button.tsx'
import { Notice } from './page.tsx'

/** Shows what was read; until then a word, and on a refusal its sentence with a way to try again. */
export function Loading<T>(props: { of: Load<T>; children: (data: T) => ComponentChildren }) {
  const loaded = props.of.current.value
  useOlder(loaded.state === 'ready' && loaded.older !== undefined ? props.of.reload : null)
  if (loaded.state === 'loading') return <Wait />
  if (loaded.state === 'ready') return <>{props.children(loaded.data)}</>
  return (
    <Notice tone="bad" title={loaded.problem.title}>
      <p>
        <Button onClick={() => void props.of.reload()}>{t('frame.again')}</Button>
      </p>
    </Notice>
  )
}

type Reload = () => Promise<void>

/** How to read again what is shown and could not be. */
const older = signal<ReadonlySet<Reload>>(new Set())

function useOlder(reload: Reload | null): void {
  useEffect(() => {
    if (reload === null) return undefined
    older.value = new Set([...older.peek(), reload])
    return () => {
      older.value = new Set([...older.peek()].filter((other) => other !== reload))
    }
  }, [reload])
}

/** At the foot of the screen, where it pushes nothing: the page is not as new as it looks. */
export function OlderBar() {
  const busy = useSignal(false)
  const reloads = older.value
  if (reloads.size === 0) return null
  const again = async () => {
    busy.value = true
    await Promise.all([...reloads].map((reload) => reload()))
    busy.value = false
  }
  return (
    <div class="foot-bar">
      <Notice tone="warn" title={t('frame.older')}>
        <Button busy={busy.value} onClick={() => void again()}>
          {t('frame.again')}
        </Button>
      </Notice>
    </div>
  )
}

export function Wait() {
  return (
    <p class="wait" role="status">
      {t('frame.loading')}
    </p>
  )
}
