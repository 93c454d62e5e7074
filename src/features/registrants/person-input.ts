/** What a person typed into the form, in the form in which it is kept. */
import {
  canonicalIdentifier,
  canonicalPhone,
  type Identifier,
  type IdentifierKind,
} from '#domain/identity/identifiers.ts'
import { Problem } from '#domain/problem.ts'

/** `''` stays empty. @throws Problem `person.phone-invalid`. */
export function readPhoneInput(text: string): string {
  const phone = text === '' ? '' : canonicalPhone(text)
  if (phone === null) throw new Problem('person.phone-invalid')
  return phone
}

/** @throws Problem `person.number-invalid`. */
export function readNumberInput({ kind, value }: { kind: IdentifierKind; value: string }): Identifier {
  const canonical = canonicalIdentifier(kind, value)
  if (canonical === null) throw new Problem('person.number-invalid', { kind })
  return { kind, value: canonical }
}

/** A year alone is kept as its first day, a month as its first. @throws Problem `person.birth-in-future`. */
export function readBirthInput(
  birth: { on: string; precision: 'day' | 'month' | 'year' },
  today: string,
): { bornOn: string; bornPrecision: 'day' | 'month' | 'year' } {
  const { on, precision } = birth
  const bornOn =
    precision === 'day' ? on : precision === 'month' ? `${on.slice(0, 7)}-01` : `${on.slice(0, 4)}-01-01`
  if (bornOn > today) throw new Problem('person.birth-in-future')
  return { bornOn, bornPrecision: precision }
}
