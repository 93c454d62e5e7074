import type { ComponentChildren } from 'preact'

type Kind = 'main' | 'plain' | 'danger' | 'quiet'

/** One main button a page: 48 px and the accent colour; the others step back. */
export function Button(props: {
  children: ComponentChildren
  onClick?: () => void
  kind?: Kind
  type?: 'button' | 'submit'
  busy?: boolean
  disabled?: boolean
  /** When the words on it do not say it all to a screen reader. */
  label?: string
}) {
  const { kind = 'plain', type = 'button', busy = false, disabled = false } = props
  return (
    <button
      type={type}
      class={`button ${kind}`}
      disabled={disabled}
      // Still there for the keyboard: a button that is switched off while it works would drop the focus.
      aria-disabled={busy ? 'true' : undefined}
      aria-busy={busy}
      aria-label={props.label}
      onClick={busy ? undefined : props.onClick}
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
