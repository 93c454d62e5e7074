import { useEffect, useRef } from 'preact/hooks'

/** What had the focus is drawn no more. */
const isLost = () => document.activeElement === null || document.activeElement === document.body

/**
 * Whoever works by the keyboard stays in the part of a page that they work in: where what they pressed is gone, the part
 * itself has the focus, and the next Tab goes on from there. The element takes `tabIndex={-1}`.
 *
 * @param drawn another value: the part was drawn anew.
 */
export function useHeldFocus<Part extends HTMLElement>(drawn: unknown) {
  const part = useRef<Part>(null)
  const wasHere = useRef(false)
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      wasHere.current = target instanceof Node && part.current?.contains(target) === true
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  useEffect(() => {
    if (wasHere.current && isLost()) part.current?.focus()
  }, [drawn])
  return part
}

/** The page says something else than before: as on a new page its title has the focus, unless something still has. */
export function useHeadingFocus(drawn: unknown): void {
  const before = useRef(drawn)
  useEffect(() => {
    if (before.current === drawn) return
    before.current = drawn
    if (isLost()) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [drawn])
}
