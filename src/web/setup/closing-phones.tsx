import './closing-phones.css'
import { differingPhones } from '#domain/closing-phones.ts'
import type { SessionStatus } from '#features/doses/visit-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { NumberField } from '../shared/ui/fields.tsx'
import { Facts, Notice } from '../shared/ui/page.tsx'
import { t } from './session-words.ts'

export type Phone = Out<typeof SessionStatus>['phones'][number]
type Values = Readonly<Record<string, string>>

/** Two may enter with one phone, one after the other. */
export const fieldOfPhone = ({ deviceId, fullName }: Phone) => `phone-${deviceId ?? ''}-${fullName}`

export const totalOf = (phones: readonly Phone[], values: Values): number =>
  phones.reduce((sum, phone) => sum + Number(values[fieldOfPhone(phone)] ?? ''), 0)

/** What each phone shows, beside what the server has from it: the one that differs is named while it is still at hand. */
export function ClosingPhones({ phones, values }: { phones: readonly Phone[]; values: Values }) {
  const { timeZone } = useAccount().authority
  const countOf = (phone: Phone) => {
    const typed = (values[fieldOfPhone(phone)] ?? '').trim()
    return /^\d+$/.test(typed) ? Number(typed) : null
  }
  const nameOf = ({ deviceId, fullName }: Phone) =>
    deviceId === null ? t('close.direct', { who: fullName }) : fullName
  const hintOf = (phone: Phone) =>
    [
      t('close.phone-server', { doses: formatNumber(phone.given) }),
      ...(phone.unsent > 0 ? [t('close.phone-unsent', { count: formatNumber(phone.unsent) })] : []),
      ...(phone.heardAt === null
        ? []
        : [t('close.phone-heard', { time: formatInstant(phone.heardAt, timeZone).slice(11) })]),
    ].join(' · ')
  return (
    <fieldset class="closing-phones">
      <legend>{t('close.phones')}</legend>
      <p class="hint">{t('close.phones-hint')}</p>
      {phones.map((phone) => (
        <NumberField
          key={fieldOfPhone(phone)}
          name={fieldOfPhone(phone)}
          label={nameOf(phone)}
          hint={hintOf(phone)}
        />
      ))}
      <Facts items={[[t('close.phones-total'), formatNumber(totalOf(phones, values))]]} />
      {differingPhones(phones, countOf).map((phone) => (
        <Notice
          key={fieldOfPhone(phone)}
          tone="warn"
          title={t('close.phone-differs', {
            who: nameOf(phone),
            phone: formatNumber(countOf(phone) ?? 0),
            server: formatNumber(phone.given),
          })}
        >
          <p>{t((countOf(phone) ?? 0) > phone.given ? 'close.phone-send' : 'close.phone-look')}</p>
        </Notice>
      ))}
    </fieldset>
  )
}
