import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * Scrolls it into sight, below what always stays there: its lines, and so its height, differ from session to session.
 *
 * @param keptPx of what stands above it that shall be seen as well.
 */
export function showBelowTop(element: HTMLElement | null, keptPx = 0): void {
  if (element === null) return
  element.style.scrollMarginTop = `${coveredPx() + keptPx}px`
  element.scrollIntoView()
}

function coveredPx(): number {
  const top = document.querySelector<HTMLElement>('.site-top')
  return top !== null && getComputedStyle(top).position === 'sticky' ? top.offsetHeight : 0
}

/**
 * What was tapped for: it takes the place of the list and its keys, and is scrolled to unless all of it is in sight, so
 * that the next tap needs no search; at once, so that nothing moves between them.
 */
export function useTakesOver<E extends HTMLElement>() {
  const element = useRef<E>(null)
  useLayoutEffect(() => {
    if (element.current === null) return
    const { top, bottom } = element.current.getBoundingClientRect()
    if (top < coveredPx() || bottom > innerHeight) showBelowTop(element.current)
    element.current.focus({ preventScroll: true })
  }, [])
  return element
}
