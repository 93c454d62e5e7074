import { useOpenDuplicates } from '../duplicates/open-counts.ts'
import { paths } from '../shared/paths.ts'
import { useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Card } from '../shared/ui/page.tsx'
import { t } from './declare-words.ts'

/**
 * What else waits for the ward: pairs of records that somebody must look at. `alone`: it stands on the page and not in a
 * sheet with other things that wait, so it is a sheet of its own.
 */
export function WaitingDuplicates({ alone = false }: { alone?: boolean }) {
  const may = useMay()
  return may('person.merge') ? <Waiting alone={alone} /> : null
}

function Waiting({ alone }: { alone: boolean }) {
  const counts = [...useOpenDuplicates()].filter(([, open]) => open > 0)
  const [first] = counts
  if (first === undefined) return null
  const sum = counts.reduce((all, [, open]) => all + open, 0)
  const line = (
    <ul class="owed">
      <li class="warn">
        <strong>{t('owed.duplicates', { count: sum })}</strong>
        <ButtonLink href={paths.ward.duplicates(counts.length === 1 ? `?wardId=${first[0]}` : '')}>
          {t('owed.look')}
        </ButtonLink>
      </li>
    </ul>
  )
  return alone ? <Card>{line}</Card> : line
}
