import { useEffect, useRef } from 'preact/hooks'

/** No hand types a code so fast; a scanner gun is a keyboard that does, and presses Enter. */
const GAP_MAX_MS = 60
const LENGTH_MIN = 6
const LENGTH_MAX = 1000

/** An invitation, or a card that stands for a person; a pack of vaccine is something else. */
export const isPersonsPaper = (text: string): boolean => text.includes('|') || /^(MT1\.|HC1:)/.test(text)

/**
 * Codes that a scanner gun types while no field has the keys. What a field gets is the field's own business; no key of a
 * gun presses a button: cards carry names, names carry spaces, and a space on a button that has the keys is a press.
 */
export function useWedge(onScan: (text: string) => void): void {
  const latest = useRef(onScan)
  latest.current = onScan
  useEffect(() => {
    let typed = ''
    let atMs = 0
    const onKey = (event: KeyboardEvent) => {
      if (isField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.timeStamp - atMs > GAP_MAX_MS) typed = ''
      atMs = event.timeStamp
      if (event.key === 'Enter') {
        if (typed.length < LENGTH_MIN) return
        event.preventDefault()
        latest.current(typed)
        typed = ''
      } else if (event.key.length === 1 && typed.length < LENGTH_MAX) {
        if (event.key === ' ' && typed !== '') event.preventDefault()
        typed += event.key
      }
    }
    // Some browsers press a button when the space is let go, whatever became of its going down.
    const onRelease = (event: KeyboardEvent) => {
      if (event.key === ' ' && typed.length > 1 && !isField(event.target)) event.preventDefault()
    }
    addEventListener('keydown', onKey, { capture: true })
    addEventListener('keyup', onRelease, { capture: true })
    return () => {
      removeEventListener('keydown', onKey, { capture: true })
      removeEventListener('keyup', onRelease, { capture: true })
    }
  }, [])
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement
