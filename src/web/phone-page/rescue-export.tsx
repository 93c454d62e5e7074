import { useSignal } from '@preact/signals'
import { selectUnreadable } from '../phone/overview.ts'
import { learnRescueKey, rescueKey } from '../phone/rescue-key.ts'
import { packRescue } from '../phone/rescue.ts'
import { now } from '../shared/clock.ts'
import { Button } from '../shared/ui/button.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { thisPhone } from '../site/this-phone.ts'
import { t } from './words.ts'

/** `left`: entries that this phone can read no more, so that no file carries them. */
type Step = 'idle' | 'packing' | 'no-key' | { name: string; count: number; left: number }

/** Everything on this phone that the server does not have, as one sealed file among its downloads. */
export function RescueExport() {
  const step = useSignal<Step>('idle')
  const pack = async () => {
    step.value = 'packing'
    if (rescueKey() === null) await learnRescueKey()
    const key = rescueKey()
    if (key === null) {
      step.value = 'no-key'
      return
    }
    const { lines } = await thisPhone()
    const file = await packRescue(lines, key)
    const name = `muitiem-${now().toISOString().slice(0, 16).replaceAll(/\D/g, '')}-${file.entries}.json`
    if (file.entries > 0) keep(name, JSON.stringify(file))
    const left = lines.reduce((sum, { seen }) => sum + selectUnreadable(seen).length, 0)
    step.value = { name, count: file.entries, left }
  }
  const { value } = step
  return (
    <Card title={t('export.title')}>
      <p>{t('export.lead')}</p>
      <Button busy={value === 'packing'} onClick={() => void pack()}>
        {t('export.do')}
      </Button>
      {value === 'no-key' && <Notice tone="bad" title={t('export.no-key')} />}
      {typeof value === 'object' && value.count > 0 && <Notice tone="good" title={t('export.done', value)} />}
      {typeof value === 'object' && value.left > 0 && (
        <Notice tone="bad" title={t('export.left', { count: value.left })} />
      )}
    </Card>
  )
}

function keep(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads it after the click has long returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
