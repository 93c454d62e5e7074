import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

const QUIET_MODULES = 4

/** A QR as one path; its maker is fetched only by the pages that show one. */
export function QrCode(props: { text: string; label: string }) {
  const drawn = useSignal<{ path: string; size: number } | null>(null)
  useEffect(() => {
    let wanted = true
    void import('qrcode').then(({ create }) => {
      if (wanted) drawn.value = draw(create(props.text, { errorCorrectionLevel: 'M' }).modules)
    })
    return () => {
      wanted = false
    }
  }, [props.text])
  const side = (drawn.value?.size ?? 33) + 2 * QUIET_MODULES
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      {drawn.value !== null && <path d={drawn.value.path} fill="#000" />}
    </svg>
  )
}

function draw(modules: { size: number; get: (row: number, column: number) => number | boolean }) {
  const squares: string[] = []
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) squares.push(`M${column + QUIET_MODULES} ${row + QUIET_MODULES}h1v1h-1z`)
  return { path: squares.join(''), size: modules.size }
}
