import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Area, Pages } from './areas.ts'
import { NotFound } from './not-found.tsx'
import { t } from './shared/kit-words.ts'
import { matchPath } from './shared/router.ts'
import { Button } from './shared/ui/button.tsx'
import { Wait } from './shared/ui/loading.tsx'
import { Notice } from './shared/ui/page.tsx'

/** Fetches an area's pages and draws the one whose pattern fits. Its file may be gone: after an update, reload. */
export function LazyPages(props: { load: Area['load']; path: string }) {
  const pages = useSignal<Pages | 'gone' | null>(null)
  useEffect(() => {
    props.load().then(
      (loaded) => {
        pages.value = loaded.pages
      },
      () => {
        pages.value = 'gone'
      },
    )
  }, [props.load])
  if (pages.value === null) return <Wait />
  if (pages.value === 'gone')
    return (
      <Notice tone="warn" title={t('frame.new-version')}>
        <Button onClick={() => location.reload()}>{t('frame.reload')}</Button>
      </Notice>
    )
  for (const [pattern, Page] of Object.entries(pages.value)) {
    const params = matchPath(pattern, props.path)
    if (params !== null) return <Page key={props.path} params={params} />
  }
  return <NotFound />
}
