import { useSignal } from '@preact/signals'
import { ApiProblem } from '../shared/api.ts'
import { Button } from '../shared/ui/button.tsx'
import { StatusMark } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { prepare, sendEntry, whereWord, type Fact, type Prepared, type Where } from './entries.ts'
import { FindPerson } from './find-person.tsx'
import { GiveDose } from './give-dose.tsx'
import { GivenList } from './given-list.tsx'
import { LateDose } from './late-dose.tsx'
import { LotScanner } from './lot-scan.tsx'
import { PeopleList } from './people-list.tsx'
import { eligibilityTone } from './person-card.tsx'
import type { TableProps } from './session-page.tsx'
import { shortName, stepName, type Card } from './visits.ts'
import { t } from './table-words.ts'

/** The vaccinator's table: who is cleared, who was injected. Person, arm, given: three taps. */
export function DoseTab(props: TableProps) {
  const { session, desk } = props
  const chosen = useSignal<Card | null>(null)
  /** The lot that is written down, where there is one to begin with. */
  const late = useSignal<{ lotCode: string } | null>(null)
  const begin = () => {
    chosen.value = null
    late.value = null
  }
  const writeDown = (lotCode: string) => {
    late.value = { lotCode }
  }
  const choose = (card: Card) => {
    desk.put(card)
    chosen.value = card
  }
  /** Recorded: the list moves on, and for ten seconds one tap takes it back. */
  const given = async (card: Card, doseId: string, where: Where) => {
    begin()
    const takeBack: Fact = {
      kind: 'void',
      personId: card.person.id,
      sessionId: session.id,
      doseId,
      reason: '',
    }
    toast(() => `${t('dose.given', { who: shortName(card.person.fullName) })}. ${whereWord(where)}`, {
      word: () => t('dose.undo'),
      run: () => void undo(prepare(takeBack), () => desk.refresh([card.person.id])),
    })
    await desk.refresh([card.person.id])
  }
  if (late.value !== null) return <LateDose {...props} lotCode={late.value.lotCode} onDone={begin} />
  const card = chosen.value
  return (
    <>
      <LotScanner {...props} isBeside={card !== null} onGiven={writeDown} />
      {card === null ? (
        <ThoseWhoWait {...props} choose={choose} writeDown={writeDown} />
      ) : (
        <GiveDose
          {...props}
          key={card.person.id}
          card={card}
          onGiven={given}
          onCancel={begin}
          onOtherLot={writeDown}
        />
      )}
    </>
  )
}

function ThoseWhoWait(
  props: TableProps & { choose: (card: Card) => void; writeDown: (lotCode: string) => void },
) {
  const { session, desk, choose } = props
  const cleared = desk.cards.filter(({ gate, visit }) => gate === null && visit.state === 'screened')
  return (
    <>
      <FindPerson sessionId={session.id} onFound={choose} />
      <PeopleList
        title={t('dose.cleared')}
        none={t('dose.none')}
        cards={cleared}
        onChoose={choose}
        note={(card) => (
          <StatusMark tone={eligibilityTone(card)}>
            {stepName(card.next.step) || t('card.refused')}
          </StatusMark>
        )}
      />
      <GivenList {...props} />
      <p>
        <Button onClick={() => props.writeDown('')}>{t('late.open')}</Button>
      </p>
    </>
  )
}

/** The same entry however often it is tried; a refusal is said where the undo was. */
async function undo(entry: Prepared, refresh: () => Promise<void>): Promise<void> {
  try {
    const where = await sendEntry(entry)
    toast(() => `${t('dose.undone')} ${whereWord(where)}`)
    await refresh()
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    toast(() => error.title, { word: () => t('common.again'), run: () => void undo(entry, refresh) })
  }
}
