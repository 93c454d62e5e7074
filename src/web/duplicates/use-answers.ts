import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { useLoad } from '../shared/load.ts'
import { toast } from '../shared/ui/toast.tsx'
import type { Question } from './answer-dialog.tsx'
import { answerPairs, takeBack, undoMerge } from './answer.ts'
import {
  isAbout,
  readPairs,
  type Asked,
  type Listed,
  type Read,
  type State,
  type WholePair,
} from './pairs.ts'
import { t } from './words.ts'

/** The pairs of one ward in one state: an answered one leaves, and comes back when its answer is taken back. */
export function useAnswers(asked: Asked) {
  const load = useLoad(JSON.stringify(asked), () => readPairs(asked, null))
  const gone = useSignal<ReadonlySet<string>>(new Set())
  const chosen = useSignal<ReadonlySet<string>>(new Set())
  const question = useSignal<Question | null>(null)
  const isBusy = useSignal(false)
  const trouble = useSignal<string | null>(null)
  /** Where the answered pair stood: whoever works by the keyboard goes on there. */
  const left = useRef<number | null>(null)
  /** Takes the last answer of this page back, once. */
  const undo = useRef<(() => void) | null>(null)

  const shownOf = ({ listed }: Read): Listed[] => listed.filter(({ key }) => !gone.value.has(key))
  const reload = async () => {
    await load.reload()
    gone.value = new Set()
    chosen.value = new Set()
  }

  /** @returns false for a refusal, which then stands on the page. */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    isBusy.value = true
    trouble.value = null
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      trouble.value = error.title
      return false
    } finally {
      isBusy.value = false
    }
  }

  const more = async () => {
    const { data } = load.current.value
    if (data === null) return
    const next = await readPairs(asked, data)
    if (load.current.value.data === data) load.current.value = { state: 'ready', data: next, problem: null }
  }

  /** @param at where the pair stood, and stands again. */
  const offerUndo = (said: () => string, at: number, takeAnswerBack: () => Promise<unknown>) => {
    const run = async () => {
      undo.current = null
      const isDone = await attempt(async () => {
        await takeAnswerBack()
        await reload()
        left.current = at
      })
      if (!isDone) undo.current = () => void run()
      toast(() => t(isDone ? 'undone' : 'undo.failed'))
    }
    undo.current = () => void run()
    toast(said, { word: () => t('undo'), run: () => undo.current?.() })
  }

  /** @returns where the first of them stood. */
  const takeOff = (pairs: readonly WholePair[]): number => {
    const { data } = load.current.value
    if (data === null) return 0
    const answered = new Set<unknown>(pairs)
    const shown = shownOf(data)
    const at = shown.findIndex(({ pair }) => answered.has(pair))
    left.current = at
    const keys = shown.filter(({ pair }) => answered.has(pair)).map(({ key }) => key)
    gone.value = new Set([...gone.value, ...keys])
    chosen.value = new Set([...chosen.value].filter((key) => !gone.value.has(key)))
    return at
  }

  const answer = async (pairs: readonly WholePair[], verdict: State, reason: string) => {
    const missed = await answerPairs(pairs, verdict, reason)
    question.value = null
    const at = takeOff(pairs)
    if (missed > 0) {
      await reload()
      trouble.value = t('not-done', { count: missed })
    }
    const count = pairs.length - missed
    if (count > 0)
      offerUndo(
        () => t(`answered.${verdict}`, { count }),
        at,
        () => takeBack(pairs),
      )
  }

  const merged = async (mergeId: string, pair: WholePair) => {
    question.value = null
    const at = takeOff([pair])
    offerUndo(
      () => t('merge.done'),
      at,
      () => undoMerge(mergeId, pair),
    )
    const { data } = load.current.value
    // Other pairs of the two are pairs of the one who was kept from now on.
    if (data !== null && shownOf(data).some((one) => isAbout(one.pair, pair))) await attempt(reload)
  }

  return {
    load,
    gone,
    shownOf,
    chosen,
    question,
    isBusy,
    trouble,
    left,
    undo,
    reload,
    attempt,
    more,
    answer,
    merged,
  }
}
