import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Area, Pages } from './areas.ts'
import { Gone } from './later.tsx'
import { NotFound } from './not-found.tsx'
import { matchPath } from './shared/router.ts'
import { Wait } from './shared/ui/loading.tsx'

/** Fetches an area's pages and draws the one whose pattern fits. Its file may be gone: after an update the newest is fetched. */
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
  if (pages.value === 'gone') return <Gone />
  for (const [pattern, Page] of Object.entries(pages.value)) {
    const params = matchPath(pattern, props.path)
    if (params !== null) return <Page key={props.path} params={params} />
  }
  return <NotFound />
}
