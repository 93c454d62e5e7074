import type { IdentifyPerson } from '#features/doses/visit-contract.ts'
import type { In } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { Button } from '../shared/ui/button.tsx'
import { DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Card as Sheet } from '../shared/ui/page.tsx'
import { people } from './people.ts'
import type { Identified } from './visits.ts'
import { t } from './words.ts'

const kinds = ['cccd', 'cmnd', 'bhyt', 'passport'] as const

/** A card that cannot be scanned, or one without a birth date in its code: number and birth date together. */
export function ByNumber(props: {
  sessionId: string
  /** What was scanned, when only the birth date is missing. */
  scan: string | null
  onFound: (found: Identified) => void
  onCancel: () => void
}) {
  const { scan } = props
  const form = useForm(
    { kind: 'cccd', value: '', bornOn: '' },
    { ...(scan === null ? { kind: [required], value: [required] } : {}), bornOn: [required, day] },
  )
  return (
    <Sheet title={t('number.title')}>
      {scan !== null && <p>{t('born.ask')}</p>}
      <Form
        form={form}
        submitWord={t('scan.find')}
        others={<Button onClick={props.onCancel}>{t('common.back')}</Button>}
        onSubmit={async (values) => {
          const bornOn = parseDay(values.bornOn)!
          const kind = kinds.find((one) => one === values.kind) ?? 'cccd'
          const body: In<typeof IdentifyPerson> =
            scan === null ? { number: { kind, value: values.value.trim() }, bornOn } : { scan, bornOn }
          props.onFound(await people.identify(props.sessionId, body))
        }}
      >
        {scan === null && (
          <>
            <SelectField
              name="kind"
              label={t('number.kind')}
              options={kinds.map((kind) => ({ value: kind, label: t(`number.${kind}`) }))}
            />
            <TextField name="value" label={t('number.value')} maxLength={40} />
          </>
        )}
        <DayField name="bornOn" label={t('born.day')} />
      </Form>
    </Sheet>
  )
}
