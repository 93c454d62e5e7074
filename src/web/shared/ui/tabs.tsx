import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'

export type Tab = { key: string; label: ComponentChildren; content: () => ComponentChildren }

/** One of several views of the same thing; arrow keys move between them. */
export function Tabs(props: {
  label: string
  tabs: readonly Tab[]
  chosen: string
  onChoose: (key: string) => void
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const index = Math.max(
    props.tabs.findIndex(({ key }) => key === props.chosen),
    0,
  )
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = (index + step + props.tabs.length) % props.tabs.length
    props.onChoose(props.tabs[next]!.key)
    list.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <>
      <div class="tabs" role="tablist" aria-label={props.label} ref={list} onKeyDown={move}>
        {props.tabs.map(({ key, label }, i) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={i === index}
            aria-controls={`${id}-panel`}
            tabIndex={i === index ? 0 : -1}
            onClick={() => props.onChoose(key)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${props.tabs[index]?.key}`}>
        {props.tabs[index]?.content()}
      </div>
    </>
  )
}
