import { signal } from '@preact/signals'
import { Button } from './button.tsx'
import { t } from '../kit-words.ts'

type ToastShown = { id: number; say: () => string; undo?: { word: () => string; run: () => void } }

const shown = signal<ToastShown | null>(null)
let count = 0

const STAYS_MS = 6000
/** As long as the undo itself is offered. */
const STAYS_WITH_UNDO_MS = 10_000

/** A short word at the bottom that goes by itself. Never the only sign of a refusal. */
export function toast(say: () => string, undo?: ToastShown['undo']): void {
  count += 1
  const id = count
  shown.value = { id, say, ...(undo === undefined ? {} : { undo }) }
  setTimeout(
    () => {
      if (shown.value?.id === id) shown.value = null
    },
    undo === undefined ? STAYS_MS : STAYS_WITH_UNDO_MS,
  )
}

export const toastSaved = () => toast(() => t('form.saved'))

export function Toasts() {
  const current = shown.value
  return (
    <div class="toasts" role="status" aria-live="polite">
      {current !== null && (
        <div class="toast" key={current.id}>
          <span>{current.say()}</span>
          {current.undo !== undefined && (
            <Button
              kind="quiet"
              onClick={() => {
                shown.value = null
                current.undo?.run()
              }}
            >
              {current.undo.word()}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
