import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** A page: its title in the tab and as the one h1, which takes the focus so that a screen reader says where we are. */
export function Page(props: {
  title: string
  /** One sentence under the title. */
  lead?: string
  /** Buttons at the right of the title. */
  actions?: ComponentChildren
  /** Its parts appear from the top down: none is seen below one that is still read and would push it. */
  topDown?: boolean
  children: ComponentChildren
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${props.title} · Mũi Tiêm`
  }, [props.title])
  // At once: after the next picture it would take the keys from whoever types already.
  useLayoutEffect(() => {
    // A page that asks one thing has the keys there already.
    const { activeElement } = document
    if (activeElement instanceof HTMLInputElement && activeElement.autofocus) return
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div class={props.topDown === true ? 'page top-down' : 'page'}>
      <header class="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead !== undefined && <p class="lead">{props.lead}</p>}
        </div>
        {props.actions !== undefined && <div class="actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  )
}

/** A white sheet with an optional heading. */
export function Card(props: { title?: string; actions?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="card">
      {props.title !== undefined && (
        <header class="card-head">
          <h2>{props.title}</h2>
          {props.actions}
        </header>
      )}
      {props.children}
    </section>
  )
}

/** Name and value, side by side. */
export function Facts(props: { items: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {props.items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Big numbers that are read from across the room. */
export function Figures(props: {
  items: readonly { label: string; value: ComponentChildren; note?: string; tone?: Tone }[]
}) {
  return (
    <dl class="figures">
      {props.items.map((item) => (
        <div key={item.label} class={`figure ${item.tone ?? ''}`}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
          {item.note !== undefined && <dd class="note">{item.note}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** Nothing there yet, and what to do about it. */
export function Empty(props: { children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{props.children}</p>
      {props.action}
    </div>
  )
}

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'still'

/** A state in colour, shape and word: never in colour alone. */
export function StatusMark(props: { tone: Tone; children: ComponentChildren }) {
  return (
    <span class={`mark ${props.tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[props.tone]} />
      </svg>
      {props.children}
    </span>
  )
}

const shapes: Record<Tone, string> = {
  good: 'M3 8.500l3.500 3.500L13 4.500',
  warn: 'M8 2.500L14 13.500H2zM8 7v3M8 12v.01',
  bad: 'M4 4l8 8M12 4l-8 8',
  info: 'M8 7v5M8 4.200v.01M8 1.500a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13',
  still: 'M4 8h8',
}

/** A box that speaks: a refusal, a warning, good news. */
export function Notice(props: { tone: Tone; title?: string; children?: ComponentChildren }) {
  return (
    <div class={`notice ${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
      {props.title !== undefined && <strong>{props.title}</strong>}
      {props.children}
    </div>
  )
}

/** How far it is; over the whole is shown in the words, never hidden. */
export function ProgressBar(props: { label: string; value: number; of: number; text?: string }) {
  const of = Math.max(props.of, 1)
  return (
    <div class="progress">
      <progress max={of} value={Math.min(Math.max(props.value, 0), of)} aria-label={props.label} />
      {props.text !== undefined && <span>{props.text}</span>}
    </div>
  )
}
