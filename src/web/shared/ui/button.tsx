import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'

type Kind = 'main' | 'plain' | 'danger' | 'quiet'

/** One main button a page: 48 px and the accent colour; the others step back. */
export function Button(props: {
  children: ComponentChildren
  /** Whose work ends later, by its promise, is busy until then: it is seen to be under way and is not begun twice. */
  onClick?: () => unknown
  kind?: Kind
  type?: 'button' | 'submit'
  busy?: boolean
  disabled?: boolean
  /** When the words on it do not say it all to a screen reader. */
  label?: string
}) {
  const { kind = 'plain', type = 'button', disabled = false } = props
  const isWorking = useSignal(false)
  const busy = props.busy === true || isWorking.value
  const press = () => {
    const work = props.onClick?.()
    if (!(work instanceof Promise)) return
    isWorking.value = true
    void work.finally(() => {
      isWorking.value = false
    })
  }
  return (
    <button
      type={type}
      class={`button ${kind}`}
      disabled={disabled}
      // Still there for the keyboard: a button that is switched off while it works would drop the focus.
      aria-disabled={busy ? 'true' : undefined}
      aria-busy={busy}
      aria-label={props.label}
      onClick={busy || props.onClick === undefined ? undefined : press}
    >
      {props.children}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink(props: {
  children: ComponentChildren
  href: string
  kind?: Kind
  /** The browser keeps the file instead of opening it. */
  download?: boolean
}) {
  return (
    <a
      class={`button ${props.kind ?? 'plain'}`}
      href={props.href}
      download={props.download === true ? '' : undefined}
    >
      {props.children}
    </a>
  )
}
