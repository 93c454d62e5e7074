import { useSignal, type Signal } from '@preact/signals'
import { createContext, type ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { ApiProblem } from '../api.ts'
import { parseDay } from '../days.ts'
import { t } from '../kit-words.ts'
import { Button } from './button.tsx'
import { toast } from './toast.tsx'

/** What a field may hold: text as typed, or a tick. */
export type Values = Record<string, string | boolean>
/** Judges what was typed; the sentence is asked for when it is drawn, so that it follows the language. */
export type Rule = (value: string, values: Values) => (() => string) | null

export type Form<V extends Values> = {
  id: string
  values: Signal<V>
  errors: Signal<Partial<Record<string, () => string>>>
  /** What the service said no to, when it is not about one field. */
  problem: Signal<ApiProblem | null>
  busy: Signal<boolean>
  sent: { current: V | null }
  rules: Partial<Record<keyof V & string, readonly Rule[]>>
  set: (changes: Partial<V>) => void
  reset: () => void
}

export const required: Rule = (value) => (value.trim() === '' ? () => t('form.required') : null)
/** Empty passes: `required` asks for something to be there. */
export const day: Rule = (value) =>
  value.trim() === '' || parseDay(value) !== null ? null : () => t('form.day')
/** Reasons are read by others: the service asks for this much. */
export const notShort: Rule = (value) => {
  const { length } = value.trim()
  return length === 0 || length >= 3 ? null : () => t('form.short')
}
export const wholeNumber =
  (from: number, to: number): Rule =>
  (value) => {
    const number = Number(value)
    const fits = /^\s*\d+\s*$/.test(value) && number >= from && number <= to
    return value.trim() === '' || fits ? null : () => t('form.number', { from, to })
  }

/**
 * The state of a form.
 *
 * @param rules what is asked of each field before anything is sent; a `required` field is marked so.
 */
export function useForm<V extends Values>(initial: V, rules: Form<V>['rules'] = {}): Form<V> {
  const id = useId()
  const values = useSignal(initial)
  const errors = useSignal<Partial<Record<string, () => string>>>({})
  const problem = useSignal<ApiProblem | null>(null)
  const busy = useSignal(false)
  const set = (changes: Partial<V>) => {
    values.value = { ...values.value, ...changes }
    const left = { ...errors.value }
    for (const name of Object.keys(changes)) delete left[name]
    errors.value = left
  }
  /** What is being sent: `reset` then leaves what was typed since. */
  const sent = useRef<V | null>(null)
  const reset = () => {
    const typedSince = Object.entries(values.value).filter(
      ([name, value]) => sent.current !== null && value !== sent.current[name],
    )
    values.value = { ...initial, ...Object.fromEntries(typedSince) }
    errors.value = {}
    problem.value = null
  }
  return { id, values, errors, problem, busy, sent, rules, set, reset }
}

export const fieldId = (form: { id: string }, name: string) => `${form.id}-${name}`

/**
 * Runs the rules, sends, and puts each refusal where it belongs: at its field, or above the form.
 *
 * @returns what stood in the way: the refusal, or nothing but what is said at the fields.
 */
async function submit<V extends Values>(
  form: Form<V>,
  send: (values: V) => Promise<void>,
): Promise<'done' | 'not-sent' | ApiProblem> {
  const found: Record<string, () => string> = {}
  for (const [name, rules] of Object.entries(form.rules)) {
    const value = form.values.value[name]
    const sentence = rules
      ?.map((rule) => rule(String(value ?? ''), form.values.value))
      .find((one) => one !== null)
    if (sentence !== undefined && sentence !== null) found[name] = sentence
  }
  form.errors.value = found
  form.problem.value = null
  if (Object.keys(found).length > 0) return 'not-sent'
  form.busy.value = true
  form.sent.current = form.values.value
  try {
    await send(form.values.value)
    return 'done'
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    const refused: Record<string, () => string> = {}
    for (const { pointer } of error.errors) {
      const name = /^\/body\/(\w+)/.exec(pointer)?.[1]
      if (name !== undefined && name in form.values.value) refused[name] = () => t('form.wrong')
    }
    form.errors.value = refused
    if (Object.keys(refused).length === 0) form.problem.value = error
    return error
  } finally {
    form.busy.value = false
    form.sent.current = null
  }
}

export const FormContext = createContext<Form<Values> | null>(null)

export function Form<V extends Values>(props: {
  form: Form<V>
  onSubmit: (values: V) => Promise<void>
  submitWord: string
  children: ComponentChildren
  /** More buttons beside the main one. */
  others?: ComponentChildren
  danger?: boolean
}) {
  const { form } = props
  const summary = useRef<HTMLDivElement>(null)
  const isLeft = useRef(false)
  useEffect(
    () => () => {
      isLeft.current = true
    },
    [],
  )
  const onSubmit = async (event: Event) => {
    event.preventDefault()
    if (form.busy.value) return
    const sent = await submit(form, props.onSubmit)
    if (sent === 'done') return
    // Whoever has closed the dialog or gone to another page meanwhile believes that it was done.
    if (isLeft.current && sent !== 'not-sent') toast(() => t('form.left', { why: sent.title }))
    else summary.current?.focus()
  }
  return (
    <form class="form" noValidate onSubmit={(event) => void onSubmit(event)}>
      <FormContext.Provider value={form as unknown as Form<Values>}>
        <div ref={summary} tabIndex={-1}>
          <ErrorSummary form={form} />
        </div>
        {props.children}
        <div class="form-buttons">
          <Button type="submit" kind={props.danger === true ? 'danger' : 'main'} busy={form.busy.value}>
            {props.submitWord}
          </Button>
          {props.others}
        </div>
      </FormContext.Provider>
    </form>
  )
}

/** Fields whose answers change the page at once and are sent by nothing of their own. */
export function FieldsAlone<V extends Values>(props: { form: Form<V>; children: ComponentChildren }) {
  return (
    <FormContext.Provider value={props.form as unknown as Form<Values>}>
      <div class="form">{props.children}</div>
    </FormContext.Provider>
  )
}

/** Everything that stands in the way, above the form, each a link to its field. */
export function ErrorSummary<V extends Values>({ form }: { form: Form<V> }) {
  const refused = form.problem.value
  const errors = Object.entries(form.errors.value)
  const labels = useSignal<Record<string, string>>({})
  // The fields are drawn after this box: their labels, in the language of now, are read once they stand there.
  useEffect(() => {
    const read = Object.fromEntries(errors.map(([name]) => [name, labelOf(fieldId(form, name))]))
    if (errors.some(([name]) => labels.value[name] !== read[name])) labels.value = read
  })
  if (refused === null && errors.length === 0) return null
  return (
    <div class="notice bad" role="alert">
      <strong>{refused === null ? t('form.summary') : t('form.refused')}</strong>
      {refused !== null && <p>{refused.title}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map(([name, sentence]) => (
            <li key={name}>
              <a href={`#${fieldId(form, name)}`} onClick={(event) => focusField(event, fieldId(form, name))}>
                {labels.value[name]}: {sentence?.()}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const labelOf = (id: string) =>
  document.querySelector(`[data-label-of="${CSS.escape(id)}"]`)?.textContent ?? ''

function focusField(event: Event, id: string): void {
  event.preventDefault()
  document.getElementById(id)?.focus()
}
