import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { newVersion, renewApp } from './app-update.ts'
import { here } from './shared/router.ts'
import { Button } from './shared/ui/button.tsx'
import { Notice } from './shared/ui/page.tsx'
import { t } from './shell-words.ts'

/**
 * Offers the new build. It comes into sight with a page only, or when the person comes back to the phone: nothing moves
 * under a finger that is about to tap.
 */
export function NewVersion() {
  const { path } = here.value
  const offered = useSignal(newVersion.peek())
  useEffect(() => {
    const offer = () => {
      offered.value = newVersion.peek()
    }
    offer()
    document.addEventListener('visibilitychange', offer)
    return () => document.removeEventListener('visibilitychange', offer)
  }, [path])
  if (!offered.value) return null
  return (
    <Notice tone="info" title={t('version.ready')}>
      <p>{t('version.safe')}</p>
      <Button onClick={() => void renewApp()}>{t('version.use')}</Button>
    </Notice>
  )
}
