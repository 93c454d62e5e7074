import { useEffect, useRef } from 'preact/hooks'

/** No hand types a code so fast; a scanner gun is a keyboard that does, and presses Enter. */
const GAP_MAX_MS = 60
const LENGTH_MIN = 6
const LENGTH_MAX = 200

/** Codes that a scanner gun types while no field has the keys. What a field gets is the field's own business. */
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
        // Else it would press whatever button has the focus.
        event.preventDefault()
        latest.current(typed)
        typed = ''
      } else if (event.key.length === 1 && typed.length < LENGTH_MAX) typed += event.key
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [])
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement
