import type { ComponentChildren } from 'preact'
import { t } from '../kit-words.ts'
import type { Load } from '../load.ts'
import { Button } from './button.tsx'
import { Notice } from './page.tsx'

/** Shows what was read; until then a word, and on a refusal its sentence with a way to try again. */
export function Loading<T>(props: { of: Load<T>; children: (data: T) => ComponentChildren }) {
  const loaded = props.of.current.value
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

export function Wait() {
  return (
    <p class="wait" role="status">
      {t('frame.loading')}
    </p>
  )
}
