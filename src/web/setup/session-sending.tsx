import { useSignal, type Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { ApiProblem } from '../shared/api.ts'
import { Notice } from '../shared/ui/page.tsx'

/** A button of a table that sends at once, without a form: busy meanwhile, its refusal shown above the table. */
export function useSending<T>(send: (what: T) => Promise<void>): {
  busy: Signal<boolean>
  send: (what: T) => void
  refusal: () => ComponentChildren
} {
  const busy = useSignal(false)
  const problem = useSignal<ApiProblem | null>(null)
  const run = async (what: T) => {
    busy.value = true
    problem.value = null
    try {
      await send(what)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      problem.value = error
    } finally {
      busy.value = false
    }
  }
  return {
    busy,
    send: (what) => void run(what),
    refusal: () => problem.value !== null && <Notice tone="bad" title={problem.value.title} />,
  }
}
