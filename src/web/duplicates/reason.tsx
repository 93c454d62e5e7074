import { Button } from '../shared/ui/button.tsx'
import { LongTextField } from '../shared/ui/fields.tsx'
import { required, type Form, type Rule } from '../shared/ui/form.tsx'
import { t } from './words.ts'

type WithReason = { reason: string }

const longEnough: Rule = (value) => (value.trim().length >= 3 ? null : () => t('reason.short'))
export const reasonRules = { reason: [required, longEnough] }

const usual = ['reason.papers', 'reason.called', 'reason.head'] as const

/** How the person knows: in own words, or one of the usual ways by a press. */
export function ReasonField({ form }: { form: Form<WithReason> }) {
  return (
    <>
      <LongTextField name="reason" label={t('reason')} hint={t('reason.hint')} rows={2} maxLength={500} />
      <p class="actions usual">
        {usual.map((word) => (
          <Button key={word} onClick={() => form.set({ reason: t(word) })}>
            {t(word)}
          </Button>
        ))}
      </p>
    </>
  )
}
