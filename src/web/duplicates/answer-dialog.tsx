import { useRef } from 'preact/hooks'
import { newId } from '../shared/clock.ts'
import { t as k } from '../shared/kit-words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Facts } from '../shared/ui/page.tsx'
import { sayBirth } from '../ward/people-table.tsx'
import { mergePair, otherOf } from './answer.ts'
import { numbersOf, placeOf, type Person, type State, type WholePair } from './pairs.ts'
import { ReasonField, reasonRules } from './reason.tsx'
import { t } from './words.ts'

/** What is asked before it is done: a merge, or one answer for several pairs. */
export type Question =
  | { kind: 'merge'; pair: WholePair; keptId: string }
  | { kind: 'bulk'; pairs: readonly WholePair[]; verdict: State }

type Answers = {
  onMerged: (mergeId: string, pair: WholePair) => void
  onBulk: (pairs: readonly WholePair[], verdict: State, reason: string) => Promise<void>
}

export function AnswerDialog(props: { question: Question | null; onClose: () => void } & Answers) {
  const { question, onClose } = props
  const title =
    question?.kind === 'bulk'
      ? t('bulk.title', { answer: t(question.verdict), count: question.pairs.length })
      : t('merge.title')
  return (
    <Dialog title={title} open={question !== null} onClose={onClose}>
      {question?.kind === 'merge' && <Merge {...question} onMerged={props.onMerged} onClose={onClose} />}
      {question?.kind === 'bulk' && <Bulk {...question} onBulk={props.onBulk} onClose={onClose} />}
    </Dialog>
  )
}

type Closing = { onClose: () => void }

function Merge(props: { pair: WholePair; keptId: string; onMerged: Answers['onMerged'] } & Closing) {
  const { pair, keptId } = props
  const id = useRef(newId()).current
  const form = useForm({ reason: '' }, reasonRules)
  const kept = keptId === pair.person.id ? pair.person : pair.other
  return (
    <Form
      form={form}
      submitWord={t('merge.do')}
      onSubmit={async ({ reason }) => {
        await mergePair(id, pair, keptId, reason)
        props.onMerged(id, pair)
      }}
      others={<Button onClick={props.onClose}>{k('form.cancel')}</Button>}
    >
      <Facts
        items={[
          [t('merge.kept'), <Record of={kept} />],
          [t('merge.absorbed'), <Record of={otherOf(pair, keptId)} />],
        ]}
      />
      <p>{t('merge.hint')}</p>
      <ReasonField form={form} />
    </Form>
  )
}

/** Two records of one person often bear one name: what tells them apart stands below it. */
const Record = ({ of }: { of: Person }) => (
  <>
    {`${of.fullName}, ${sayBirth(of)}`}
    <span class="under">{[...numbersOf(of), placeOf(of)].join(' · ')}</span>
  </>
)

function Bulk(props: { pairs: readonly WholePair[]; verdict: State; onBulk: Answers['onBulk'] } & Closing) {
  const form = useForm({ reason: '' }, reasonRules)
  return (
    <Form
      form={form}
      submitWord={t(props.verdict)}
      onSubmit={({ reason }) => props.onBulk(props.pairs, props.verdict, reason)}
      others={<Button onClick={props.onClose}>{k('form.cancel')}</Button>}
    >
      <p>{t('bulk.hint')}</p>
      <ReasonField form={form} />
    </Form>
  )
}
