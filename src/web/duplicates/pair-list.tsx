import { useEffect, useRef } from 'preact/hooks'
import { t as k } from '../shared/kit-words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading, Wait } from '../shared/ui/loading.tsx'
import { Empty, Notice } from '../shared/ui/page.tsx'
import { AnswerDialog } from './answer-dialog.tsx'
import { Bulk } from './bulk.tsx'
import { PairView, type Answer } from './pair.tsx'
import { isWhole, type Asked, type Listed, type Read, type WholePair } from './pairs.ts'
import { useAnswers } from './use-answers.ts'
import { t } from './words.ts'

/** The toast that offers it stands at the end of the page, and goes after a while. */
const UNDO_KEY = '0'

export function PairList({ asked }: { asked: Asked }) {
  const answers = useAnswers(asked)
  const { load, shownOf, chosen, question, isBusy, trouble, left, undo, attempt, more } = answers
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (left.current === null) return
    const pairs = list.current?.querySelectorAll<HTMLElement>('[data-pair]') ?? []
    const next = pairs[Math.min(left.current, pairs.length - 1)] ?? list.current
    left.current = null
    // From its top: on a phone a pair is taller than the screen.
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
  }, [answers.gone.value, load.current.value])
  const close = () => {
    question.value = null
  }
  const onAnswer = (said: Answer, pair: WholePair, keptId: string) => {
    if (said === 'same-person') question.value = { kind: 'merge', pair, keptId }
    else void attempt(() => answers.answer([pair], said, t('reason.seen')))
  }
  const onChoose = (key: string, isChosen: boolean) => {
    const next = new Set(chosen.value)
    if (isChosen) next.add(key)
    else next.delete(key)
    chosen.value = next
  }
  const view = (data: Read) => {
    const shown = shownOf(data)
    if (data.listed.length === 0) return <Empty>{t(`none.${asked.state}`)}</Empty>
    if (shown.length === 0) return <ReadOn reload={answers.reload} />
    const choosable = shown.filter((one): one is Listed & { pair: WholePair } => isWhole(one.pair))
    return (
      <>
        {choosable.length > 1 && (
          <Bulk
            pairs={choosable}
            state={asked.state}
            chosen={chosen}
            onAnswer={(pairs, verdict) => {
              question.value = { kind: 'bulk', pairs, verdict }
            }}
          />
        )}
        {shown.map(({ key, pair }) => (
          <PairView
            key={key}
            pair={pair}
            isBusy={isBusy.value}
            isChosen={chosen.value.has(key)}
            onChoose={(isChosen) => onChoose(key, isChosen)}
            onAnswer={onAnswer}
          />
        ))}
        <p class="pager" aria-live="polite">
          <span>{t('shown', { count: shown.length })}</span>
          {data.nextCursor !== null && (
            <Button busy={isBusy.value} onClick={() => void attempt(more)}>
              {k('pager.more')}
            </Button>
          )}
        </p>
      </>
    )
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== UNDO_KEY || question.value !== null || undo.current === null) return
    event.preventDefault()
    undo.current()
  }
  return (
    <div ref={list} tabIndex={-1} onKeyDown={onKey}>
      {trouble.value !== null && <Notice tone="bad" title={trouble.value} />}
      <Loading of={load}>{view}</Loading>
      <AnswerDialog
        question={question.value}
        onClose={close}
        onMerged={(mergeId, pair) => void answers.merged(mergeId, pair)}
        onBulk={answers.answer}
      />
    </div>
  )
}

/** All that was read is answered: the next ones come by themselves, from the beginning, so that none is passed over. */
function ReadOn({ reload }: { reload: () => Promise<void> }) {
  useEffect(() => {
    void reload()
  }, [])
  return <Wait />
}
