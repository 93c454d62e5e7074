import { useOpenDuplicates } from '../duplicates/open-counts.ts'
import { paths } from '../shared/paths.ts'
import { useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { StatusMark } from '../shared/ui/page.tsx'
import { t } from './declare-words.ts'

/** What else waits for the ward: pairs of records that somebody must look at. */
export function WaitingDuplicates() {
  const may = useMay()
  return may('person.merge') ? <Waiting /> : null
}

function Waiting() {
  const counts = [...useOpenDuplicates()].filter(([, open]) => open > 0)
  const [first] = counts
  if (first === undefined) return null
  const sum = counts.reduce((all, [, open]) => all + open, 0)
  return (
    <p class="owed-more">
      <StatusMark tone="warn">{t('owed.duplicates', { count: sum })}</StatusMark>
      <ButtonLink href={paths.ward.duplicates(counts.length === 1 ? `?wardId=${first[0]}` : '')}>
        {t('owed.look')}
      </ButtonLink>
    </p>
  )
}
