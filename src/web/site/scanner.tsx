import { useSignal } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../shared/ui/button.tsx'
import { useCamera } from './camera.ts'
import type { OnCode } from './code-gate.ts'
import { muted, setMuted } from './feedback.ts'
import { t } from './words.ts'

/** Camera, and a field for scanners that type and for what is pasted: all of them give one text. */
export function Scanner(props: {
  /** The camera rests while a card is looked at. */
  paused: boolean
  onScan: OnCode
  /** Text that is no code: part of a name or the end of a number. */
  onSearch: (text: string) => void
  /** The field has the keys at once: one name after the other from a pile of papers. */
  typing?: boolean | undefined
  /** What may be typed, where it is not a person who is looked for. */
  typedLabel?: string | undefined
}) {
  const camera = useCamera(props.paused, props.onScan)
  return (
    <div class="scanner">
      {!props.paused && (
        <div class={`camera ${camera.state.value}`}>
          <video ref={camera.video} muted playsInline aria-label={t('scan.camera')} />
          {camera.state.value === 'on' && <div class="aim" aria-hidden="true" />}
          <p class="camera-word" role="status">
            {t(`scan.${camera.state.value}`)}
          </p>
          <div class="camera-buttons">
            {camera.torch.value !== null && (
              <Button onClick={camera.torch.value.toggle}>
                {camera.torch.value.on ? t('scan.torch-off') : t('scan.torch-on')}
              </Button>
            )}
            <Button onClick={() => setMuted(!muted.value)}>
              {muted.value ? t('scan.unmute') : t('scan.mute')}
            </Button>
          </div>
        </div>
      )}
      <TypedField {...props} />
    </div>
  )
}

/** Our codes, cards and packs are long and carry signs that no name has. */
export const looksScanned = (text: string) =>
  text.length > 60 || ['|', '\u001D'].some((sign) => text.includes(sign)) || /^(\]|MT1\.|HC1:)/.test(text)

function TypedField(props: {
  onScan: OnCode
  onSearch: (text: string) => void
  typing?: boolean | undefined
  typedLabel?: string | undefined
}) {
  const id = useId()
  const text = useSignal('')
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (props.typing === true) input.current?.focus()
  }, [])
  const send = (event: Event) => {
    event.preventDefault()
    const typed = text.value.trim()
    if (typed === '') return input.current?.focus()
    if (looksScanned(typed)) {
      if (props.onScan(typed) !== false) text.value = ''
      // What a hand scanner types next takes the place of what could not be taken now.
      else input.current?.select()
    } else props.onSearch(typed)
  }
  return (
    <form class="typed" role="search" onSubmit={send}>
      <label for={id}>{props.typedLabel ?? t('scan.typed')}</label>
      <span class="with-button">
        <input
          id={id}
          ref={input}
          type="search"
          value={text.value}
          maxLength={4000}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          onInput={(event) => {
            text.value = event.currentTarget.value
          }}
        />
        <Button type="submit">{t('scan.find')}</Button>
      </span>
    </form>
  )
}
