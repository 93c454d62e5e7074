import type { ComponentChildren } from 'preact'
import { Brand } from './frame.tsx'
import { LeftBehind } from './left-behind.tsx'
import { NewVersion } from './new-version.tsx'
import { Languages } from './shared/languages.tsx'

/** A page without the frame: nobody is here yet. */
export function Alone(props: { children: ComponentChildren }) {
  return (
    <div class="alone">
      <header class="top">
        <div class="top-inner">
          <Brand />
          <div class="top-right">
            <Languages />
          </div>
        </div>
      </header>
      <main id="main">
        <NewVersion />
        {props.children}
        <div class="foot-bars">
          <LeftBehind />
        </div>
      </main>
    </div>
  )
}
