import { useSignal, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { api, ApiProblem } from '../shared/api.ts'

const EVERY_MS = 5000

export type Live<T> = {
  /** The newest answer, and the question that it answers. */
  answer: Signal<{ address: string; body: T } | null>
  /** Why the newest question has no answer; what came before stays. */
  problem: Signal<ApiProblem | null>
}

/** Reads an address again every few seconds while the page is in sight, and at once when it comes back into sight. */
export function useLive<T>(address: string): Live<T> {
  const answer: Live<T>['answer'] = useSignal(null)
  const problem = useSignal<ApiProblem | null>(null)
  useEffect(() => {
    let asked = 0
    let timer = 0
    const read = async () => {
      const mine = ++asked
      clearTimeout(timer)
      let refused: ApiProblem | null = null
      let body: T | null = null
      try {
        body = await api.get<T>(address)
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error
        refused = error
      }
      if (mine !== asked) return
      problem.value = refused
      if (body !== null) answer.value = { address, body }
      if (!document.hidden) timer = window.setTimeout(() => void read(), EVERY_MS)
    }
    const onSight = () => {
      if (!document.hidden) void read()
    }
    document.addEventListener('visibilitychange', onSight)
    void read()
    return () => {
      asked += 1
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onSight)
    }
  }, [address])
  return { answer, problem }
}
