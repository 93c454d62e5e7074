import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../kit-words.ts'
import { Button } from './button.tsx'

/** The browser's own dialog: it keeps the focus inside and closes on Escape. */
export function Dialog(props: {
  title: string
  open: boolean
  onClose: () => void
  children: ComponentChildren
}) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // At once, not after the next picture: while it is still open, what is typed behind it is lost.
  useLayoutEffect(() => {
    if (props.open) element.current?.showModal()
    else element.current?.close()
  }, [props.open])
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onClose={({ currentTarget }) => {
        // Told of later, on a slow machine after it was opened again.
        if (!currentTarget.open) props.onClose()
      }}
    >
      {props.open && (
        <>
          <header class="card-head">
            <h2 id={titleId}>{props.title}</h2>
            <Button kind="quiet" onClick={props.onClose}>
              {t('form.close')}
            </Button>
          </header>
          {props.children}
        </>
      )}
    </dialog>
  )
}
