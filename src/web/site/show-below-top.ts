/**
 * Scrolls it into sight, below what always stays there: its lines, and so its height, differ from session to session.
 *
 * @param keptPx of what stands above it that shall be seen as well.
 */
export function showBelowTop(element: HTMLElement | null, keptPx = 0): void {
  if (element === null) return
  const top = document.querySelector<HTMLElement>('.site-top')
  const covered = top !== null && getComputedStyle(top).position === 'sticky' ? top.offsetHeight : 0
  element.style.scrollMarginTop = `${covered + keptPx}px`
  element.scrollIntoView()
}
