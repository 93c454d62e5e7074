import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useContext, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../kit-words.ts'
import { fieldId, FormContext } from './form.tsx'

type FieldProps = {
  /** The name of its value in the form. */
  name: string
  label: string
  hint?: string
  disabled?: boolean
}

/** What every field shares: label, hint and error tied to the control, so that each is read aloud with it. */
function useField({ name, hint, disabled = false }: FieldProps) {
  const form = useContext(FormContext)
  if (form === null) throw new Error(`The field ${name} stands outside a Form`)
  const id = fieldId(form, name)
  const error = form.errors.value[name]?.()
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
  // Asked, not looked up: what one field says may make another one needed.
  const isRequired = form.rules[name]?.some((rule) => rule('', form.values.value) !== null) === true
  return {
    id,
    error,
    isRequired,
    value: form.values.value[name] ?? '',
    set: (value: string | boolean, empties: readonly string[] = []) =>
      form.set({ ...Object.fromEntries(empties.map((other) => [other, ''])), [name]: value }),
    aria: {
      id,
      name,
      disabled,
      'aria-describedby': described.join(' ').trim() || undefined,
      'aria-invalid': error !== undefined,
      'aria-required': isRequired,
    },
  }
}

function Around(props: {
  field: ReturnType<typeof useField>
  label: string
  hint: string | undefined
  children: ComponentChildren
}) {
  const { id, error, isRequired } = props.field
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={id}>
        <span data-label-of={id}>{props.label}</span>
        {!isRequired && <span class="optional"> ({t('form.optional')})</span>}
      </label>
      {props.hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.children}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}

export function TextField(
  props: FieldProps & {
    /** Numeric for digits, so that a phone shows its number keys. */
    keys?: 'text' | 'numeric' | 'tel' | 'search'
    autocomplete?: string
    /** How wide, in characters; the whole width when absent. */
    size?: number
    maxLength?: number
    placeholder?: string
  },
) {
  const field = useField(props)
  return (
    <Around field={field} label={props.label} hint={props.hint}>
      <input
        {...field.aria}
        type="text"
        class={props.size === undefined ? '' : 'sized'}
        size={props.size}
        maxLength={props.maxLength}
        placeholder={props.placeholder}
        inputMode={props.keys ?? 'text'}
        autocomplete={props.autocomplete ?? 'off'}
        autocapitalize="none"
        spellcheck={false}
        value={String(field.value)}
        onInput={(event) => field.set(event.currentTarget.value)}
      />
    </Around>
  )
}

/** A day as people write it, dd/mm/yyyy; add the rule `day`, and `parseDay` on sending. */
export function DayField(props: FieldProps) {
  return <TextField {...props} keys="numeric" size={12} placeholder="dd/mm/yyyy" />
}

/** Digits; add the rule `wholeNumber`. */
export function NumberField(props: FieldProps & { size?: number }) {
  return <TextField {...props} keys="numeric" size={props.size ?? 10} />
}

/** A password or PIN: pasting and the browser's keeper are welcome, and it can be shown. */
export function SecretField(
  props: FieldProps & {
    autocomplete: 'current-password' | 'new-password'
    /** Numeric for a PIN, so that a phone shows its number keys. */
    keys?: 'text' | 'numeric'
    /** The one thing that its page or dialog asks: typed without a tap. */
    isAlone?: boolean
  },
) {
  const field = useField(props)
  const shown = useSignal(false)
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (input.current === null || props.isAlone !== true) return
    // A dialog that opens after this looks for the mark.
    input.current.autofocus = true
    input.current.focus()
  }, [])
  return (
    <Around field={field} label={props.label} hint={props.hint}>
      <span class="with-button">
        <input
          ref={input}
          {...field.aria}
          {...(shown.value ? ({ type: 'text' } as const) : ({ type: 'password' } as const))}
          autocomplete={props.autocomplete}
          inputMode={props.keys}
          autocapitalize="none"
          spellcheck={false}
          value={String(field.value)}
          onInput={(event) => field.set(event.currentTarget.value)}
        />
        <button
          type="button"
          class="button plain"
          aria-pressed={shown.value}
          aria-controls={field.id}
          onClick={() => {
            shown.value = !shown.value
          }}
        >
          {shown.value ? t('form.hide') : t('form.show')}
        </button>
      </span>
    </Around>
  )
}

export function LongTextField(props: FieldProps & { rows?: number; maxLength?: number }) {
  const field = useField(props)
  return (
    <Around field={field} label={props.label} hint={props.hint}>
      <textarea
        {...field.aria}
        rows={props.rows ?? 3}
        maxLength={props.maxLength}
        value={String(field.value)}
        onInput={(event) => field.set(event.currentTarget.value)}
      />
    </Around>
  )
}

export type Option = { value: string; label: string }

export function SelectField(
  props: FieldProps & {
    options: readonly Option[]
    /** Fields whose answers hold only under this one: what was chosen there and is offered no more is not sent. */
    empties?: readonly string[]
  },
) {
  const field = useField(props)
  return (
    <Around field={field} label={props.label} hint={props.hint}>
      <select
        {...field.aria}
        value={String(field.value)}
        onChange={(event) => field.set(event.currentTarget.value, props.empties)}
      >
        {!props.options.some(({ value }) => value === '') && <option value="">{t('form.choose')}</option>}
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Around>
  )
}

/** A few choices, all in sight. */
export function ChoiceField(props: FieldProps & { options: readonly Option[] }) {
  const field = useField(props)
  return (
    <fieldset
      class={field.error === undefined ? 'field' : 'field wrong'}
      aria-describedby={field.aria['aria-describedby']}
    >
      <legend data-label-of={field.id}>{props.label}</legend>
      {props.hint !== undefined && (
        <p class="hint" id={`${field.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.options.map(({ value, label }, index) => (
        <label key={value} class="choice">
          <input
            type="radio"
            id={index === 0 ? field.id : undefined}
            name={field.id}
            checked={field.value === value}
            disabled={props.disabled}
            onChange={() => field.set(value)}
          />
          <span>{label}</span>
        </label>
      ))}
      {field.error !== undefined && (
        <p class="error" id={`${field.id}-error`}>
          {field.error}
        </p>
      )}
    </fieldset>
  )
}

/** Several of a few, all in sight. Its value is their values, joined by commas (`listOf`). */
export function ChecksField(props: FieldProps & { options: readonly Option[] }) {
  const field = useField(props)
  const chosen = listOf(String(field.value))
  const put = (value: string, on: boolean) => {
    const next = on ? [...chosen, value] : chosen.filter((one) => one !== value)
    field.set(next.join(','))
  }
  return (
    <fieldset
      class={field.error === undefined ? 'field' : 'field wrong'}
      aria-describedby={field.aria['aria-describedby']}
    >
      <legend data-label-of={field.id}>{props.label}</legend>
      {props.hint !== undefined && (
        <p class="hint" id={`${field.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.options.map(({ value, label }, index) => (
        <label key={value} class="choice">
          <input
            type="checkbox"
            id={index === 0 ? field.id : undefined}
            checked={chosen.includes(value)}
            disabled={props.disabled}
            onChange={(event) => put(value, event.currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
      ))}
      {field.error !== undefined && (
        <p class="error" id={`${field.id}-error`}>
          {field.error}
        </p>
      )}
    </fieldset>
  )
}

/** The values of a `ChecksField`. */
export const listOf = (value: string): string[] => value.split(',').filter((one) => one !== '')

export function TickField(props: FieldProps) {
  const field = useField(props)
  return (
    <div class={field.error === undefined ? 'field' : 'field wrong'}>
      <label class="choice" for={field.id}>
        <input
          {...field.aria}
          type="checkbox"
          checked={field.value === true}
          onChange={(event) => field.set(event.currentTarget.checked)}
        />
        <span data-label-of={field.id}>{props.label}</span>
      </label>
      {props.hint !== undefined && (
        <p class="hint" id={`${field.id}-hint`}>
          {props.hint}
        </p>
      )}
      {field.error !== undefined && (
        <p class="error" id={`${field.id}-error`}>
          {field.error}
        </p>
      )}
    </div>
  )
}
