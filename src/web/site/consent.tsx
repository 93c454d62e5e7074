import type { Signal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { t } from './table-words.ts'

export type ConsentAnswer = { by: 'self' | 'guardian' | null; guardianName: string; guardianRelation: string }

/** A guardian signs with a name. */
export const isAnswered = ({ by, guardianName }: ConsentAnswer): boolean =>
  by === 'self' || (by === 'guardian' && guardianName.trim() !== '')

/** Who agrees: the person, or a guardian by name. */
export function Consent(props: { needsGuardian: boolean; answer: Signal<ConsentAnswer> }) {
  const { answer } = props
  const id = useId()
  const put = (change: Partial<ConsentAnswer>) => {
    answer.value = { ...answer.value, ...change }
  }
  const choices = props.needsGuardian ? (['guardian'] as const) : (['self', 'guardian'] as const)
  return (
    <fieldset class="consent">
      <legend>{t('consent.title')}</legend>
      <div class="segments">
        {choices.map((by) => (
          <button key={by} type="button" aria-pressed={answer.value.by === by} onClick={() => put({ by })}>
            {t(`consent.${by}`)}
          </button>
        ))}
      </div>
      {answer.value.by === 'guardian' && (
        <div class="fields-row">
          {(['guardianName', 'guardianRelation'] as const).map((field) => (
            <div key={field} class="field">
              <label for={`${id}-${field}`}>{t(`consent.${field}`)}</label>
              <input
                id={`${id}-${field}`}
                type="text"
                autocomplete="off"
                maxLength={field === 'guardianName' ? 100 : 50}
                value={answer.value[field]}
                onInput={(event) => put({ [field]: event.currentTarget.value })}
              />
            </div>
          ))}
        </div>
      )}
    </fieldset>
  )
}
