import { useSignal } from '@preact/signals'
import type { MarkedOnPlatform, MarkOnPlatform } from '#features/registrants/contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { Grouping } from './grouping.tsx'
import { t as g } from './grouping-words.ts'
import { t } from './people-words.ts'

export type Chosen = { value: ReadonlySet<string> }
/** As many as one request takes. */
const CHOSEN_MAX = 500

/** What is done to many at once: ticked one by one, or all that are shown. */
export function Bulk(props: {
  wardId: string
  items: readonly { id: string }[]
  chosen: Chosen
  onDone: () => Promise<void>
}) {
  const { wardId, items, chosen } = props
  const isGrouping = useSignal(false)
  const busy = useSignal(false)
  const shown = items.slice(0, CHOSEN_MAX)
  const isAll = shown.every(({ id }) => chosen.value.has(id))
  const personIds = () => [...chosen.value].slice(0, CHOSEN_MAX)
  const mark = async (entered: boolean) => {
    busy.value = true
    try {
      // Whoever was ticked one by one is still ticked when it has to be tried again.
      if (!(await markPeople({ entered, people: { personIds: personIds() } }))) return
      chosen.value = new Set()
      await props.onDone()
    } finally {
      busy.value = false
    }
  }
  const isNone = chosen.value.size === 0
  const grouping = (open: boolean) => () => {
    isGrouping.value = open
  }
  return (
    <div class="bulk">
      <label>
        <input
          type="checkbox"
          checked={isAll}
          onChange={() => {
            chosen.value = new Set(isAll ? [] : shown.map(({ id }) => id))
          }}
        />
        {t('choose.all', { count: shown.length })}
      </label>
      {!isNone && <span aria-live="polite">{t('chosen', { count: chosen.value.size })}</span>}
      {!isNone && (
        <>
          <Button busy={busy.value} onClick={() => void mark(true)}>
            {t('mark')}
          </Button>
          <Button kind="quiet" busy={busy.value} onClick={() => void mark(false)}>
            {t('unmark')}
          </Button>
          <Button onClick={grouping(true)}>{g('title')}</Button>
          <Dialog title={g('title')} open={isGrouping.value} onClose={grouping(false)}>
            <p>{g('whom.chosen', { count: formatNumber(personIds().length) })}</p>
            <Grouping
              wardId={wardId}
              people={{ personIds: personIds() }}
              onDone={async () => {
                isGrouping.value = false
                chosen.value = new Set()
                await props.onDone()
              }}
            />
          </Dialog>
        </>
      )}
    </div>
  )
}

/** Says what came of it. @returns false for a refusal, which is said too. */
export async function markPeople(body: In<typeof MarkOnPlatform>): Promise<boolean> {
  try {
    const done = await api.post<Out<typeof MarkedOnPlatform>>('/v1/people/platform-marks', body)
    toast(() => t('marked', done))
    return true
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    toast(() => error.title)
    return false
  }
}
