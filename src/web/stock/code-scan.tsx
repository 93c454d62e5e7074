import { useSignal } from '@preact/signals'
import { useId, useRef } from 'preact/hooks'
import { useCamera } from '../site/camera.ts'
import { catalogue } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'

const t = catalogue({
  camera: { vi: 'Quét bằng camera', en: 'Scan with the camera', lo: 'ສະແກນດ້ວຍກ້ອງ' },
  stop: { vi: 'Tắt camera', en: 'Stop the camera', lo: 'ປິດກ້ອງ' },
  picture: { vi: 'Hình từ camera', en: 'Camera picture', lo: 'ພາບຈາກກ້ອງ' },
  starting: { vi: 'Đang mở camera…', en: 'Starting the camera…', lo: 'ກຳລັງເປີດກ້ອງ…' },
  on: { vi: 'Đưa mã vào giữa khung', en: 'Hold the code in the middle', lo: 'ວາງລະຫັດໄວ້ກາງ' },
  refused: {
    vi: 'Trình duyệt không cho dùng camera. Dùng máy quét cầm tay hoặc gõ mã vào ô bên dưới.',
    en: 'The browser does not allow the camera. Use a hand scanner or type the code below.',
    lo: 'ບຣາວເຊີບໍ່ອະນຸຍາດກ້ອງ. ໃຊ້ເຄື່ອງສະແກນ ຫຼື ພິມລະຫັດຂ້າງລຸ່ມ.',
  },
  none: {
    vi: 'Máy này không có camera. Dùng máy quét cầm tay hoặc gõ mã vào ô bên dưới.',
    en: 'This device has no camera. Use a hand scanner or type the code below.',
    lo: 'ເຄື່ອງນີ້ບໍ່ມີກ້ອງ. ໃຊ້ເຄື່ອງສະແກນ ຫຼື ພິມລະຫັດຂ້າງລຸ່ມ.',
  },
})

/**
 * A code from the camera, from a scanner that types and ends with Enter, or typed by hand: all three give one text. The
 * camera starts when it is asked for, and rests after a code.
 */
export function CodeScan(props: {
  label: string
  hint?: string
  sendWord: string
  onCode: (text: string) => void
}) {
  const id = useId()
  const filming = useSignal(false)
  const text = useSignal('')
  const input = useRef<HTMLInputElement>(null)
  const camera = useCamera(!filming.value, (code) => {
    filming.value = false
    props.onCode(code)
  })
  const send = (event: Event) => {
    event.preventDefault()
    const typed = text.value.trim()
    if (typed === '') return input.current?.focus()
    text.value = ''
    props.onCode(typed)
  }
  return (
    <div class="code-scan">
      {filming.value && (
        <div class={`camera ${camera.state.value}`}>
          <video ref={camera.video} muted playsInline aria-label={t('picture')} />
          {camera.state.value === 'on' && <div class="aim" aria-hidden="true" />}
          <p class="camera-word" role="status">
            {t(camera.state.value)}
          </p>
        </div>
      )}
      <form class="field" onSubmit={send}>
        <label for={id}>{props.label}</label>
        {props.hint !== undefined && (
          <p class="hint" id={`${id}-hint`}>
            {props.hint}
          </p>
        )}
        <span class="with-button">
          <input
            id={id}
            ref={input}
            type="text"
            value={text.value}
            maxLength={500}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            enterkeyhint="done"
            aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
            onInput={(event) => {
              text.value = event.currentTarget.value
            }}
          />
          <Button type="submit">{props.sendWord}</Button>
          <Button
            onClick={() => {
              filming.value = !filming.value
            }}
          >
            {filming.value ? t('stop') : t('camera')}
          </Button>
        </span>
      </form>
    </div>
  )
}
