import { useId } from 'preact/hooks'
import type { Option } from '../shared/ui/fields.tsx'

/** A question whose answer is part of the address: nothing is sent, the view changes at once. */
export function Choice(props: {
  label: string
  value: string
  options: readonly Option[]
  onChoose: (value: string) => void
}) {
  const id = useId()
  return (
    <div class="switch">
      <label for={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Two or three ways to see the same thing, side by side. */
export function Segments(props: {
  label: string
  value: string
  options: readonly Option[]
  onChoose: (value: string) => void
}) {
  return (
    <div class="switch" role="group" aria-label={props.label}>
      <span aria-hidden="true">{props.label}</span>
      <span class="segments">
        {props.options.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === props.value}
            onClick={() => props.onChoose(value)}
          >
            {label}
          </button>
        ))}
      </span>
    </div>
  )
}
