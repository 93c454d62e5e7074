import { useSignal } from '@preact/signals'
import { Button } from '../shared/ui/button.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { useTap } from './entries.ts'
import { signalResult } from './feedback.ts'
import { PeopleList } from './people-list.tsx'
import { Scanner } from './scanner.tsx'
import { people } from './people.ts'
import type { Card } from './visits.ts'
import { isPersonsPaper, useWedge } from './wedge.ts'
import { t } from './words.ts'

/** Somebody whom another table's phone has let in: found again by the paper they hold, or by name. */
export function FindPerson(props: { sessionId: string; onFound: (card: Card) => void; typing?: boolean }) {
  const open = useSignal(props.typing === true)
  const hits = useSignal<Card[] | null>(null)
  const tap = useTap()
  const choose = (card: Card) => {
    open.value = false
    hits.value = null
    props.onFound(card)
  }
  const show = (items: Card[]) => {
    signalResult(items.length > 0)
    if (items.length === 1) choose(items[0]!)
    else {
      hits.value = items
      open.value = true
    }
  }
  const scan = (text: string) => {
    if (tap.busy.value) return false
    void tap
      .run(async () => show((await people.identify(props.sessionId, { scan: text })).items))
      .then((isFound) => {
        // A gun reads without this being open; why nobody was found is said here.
        if (!isFound) open.value = true
      })
    return true
  }
  useWedge((text) => {
    if (isPersonsPaper(text)) scan(text)
  })
  const search = (q: string) => tap.runNext(async () => show((await people.search(props.sessionId, q)).items))
  if (!open.value)
    return (
      <p>
        <Button
          onClick={() => {
            open.value = true
          }}
        >
          {t('find.open')}
        </Button>
      </p>
    )
  return (
    <section class="find">
      <Scanner typing={props.typing} paused={hits.value !== null} onScan={scan} onSearch={search} />
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      {hits.value !== null && (
        <PeopleList
          title={t('search.title')}
          none={t('search.none')}
          cards={hits.value}
          onChoose={choose}
          fullNames
        />
      )}
      <p>
        <Button
          onClick={() => {
            open.value = false
          }}
        >
          {t('find.close')}
        </Button>
      </p>
    </section>
  )
}
