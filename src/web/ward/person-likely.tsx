import { useSignal } from '@preact/signals'
import type { RegisteredPerson } from '#features/registrants/contract.ts'
import type { Out } from '../shared/contract.ts'
import { paths } from '../shared/paths.ts'
import type { Values } from '../shared/ui/form.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { sayBirth } from './people-table.tsx'
import { t } from './person-words.ts'

type Likely = Out<typeof RegisteredPerson>['likely']

/** Who was found for these very answers: other answers are asked about anew. */
export function useLikely(values: Values) {
  const answers = JSON.stringify(values)
  const found = useSignal<{ answers: string; likely: Likely }>({ answers: '', likely: [] })
  const show = (likely: Likely) => {
    found.value = { answers, likely }
  }
  const likely = found.value.answers === answers ? found.value.likely : []
  return { likely, shownIds: likely.flatMap(({ person }) => (person === null ? [] : [person.id])), show }
}

/** Who it may be already, before anything is stored; of another ward only that there is somebody. */
export function LikelyNotice({ likely }: { likely: Likely }) {
  if (likely.length === 0) return null
  return (
    <Notice tone="warn" title={t('child.likely')}>
      <ul>
        {likely.map(({ person }, at) => (
          <li key={person?.id ?? at}>
            {person === null ? (
              t('child.elsewhere')
            ) : (
              <a href={paths.ward.person(person.id)}>
                {person.fullName}, {sayBirth(person)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
