import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { renewApp } from './app-update.ts'
import { t } from './shared/kit-words.ts'
import { Button } from './shared/ui/button.tsx'
import { Wait } from './shared/ui/loading.tsx'
import { Notice } from './shared/ui/page.tsx'

/**
 * A part of a page that is fetched when it is first shown, so that the page itself is light:
 *
 *     const Lead = later(() => import('./lead.tsx').then((loaded) => loaded.Lead))
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let fetched: ComponentType<P> | null = null
  return function Later(props: P) {
    const part = useSignal<{ Part: ComponentType<P> } | 'gone' | null>(
      fetched === null ? null : { Part: fetched },
    )
    useEffect(() => {
      if (part.peek() !== null) return
      load().then(
        (Part) => {
          fetched = Part
          part.value = { Part }
        },
        () => {
          part.value = 'gone'
        },
      )
    }, [])
    if (part.value === null) return <Wait />
    if (part.value === 'gone') return <Gone />
    const { Part } = part.value
    return <Part {...props} />
  }
}

/** The file is there no longer, or there is no network: the newest app has all that it needs. */
export function Gone() {
  return (
    <Notice tone="warn" title={t('frame.new-version')}>
      <Button onClick={() => void renewApp()}>{t('frame.reload')}</Button>
    </Notice>
  )
}
