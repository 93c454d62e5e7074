import { useRef } from 'preact/hooks'
import type { Reminders as RemindersContract } from '#features/registrants/declaration-contract.ts'
import { api, withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { keepFile } from '../shared/keep-file.ts'
import { useLoad } from '../shared/load.ts'
import { language } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { useSending } from '../setup/session-sending.tsx'
import { t } from './lists-words.ts'

/** Whom to call, as text to copy and as a file. The service sends nothing by itself. */
export function Reminders({ asked }: { asked: { campaignId: string; listKind: string } }) {
  // The service words the lines: another language is another reading.
  const read = useLoad(`reminders ${language.value} ${asked.campaignId} ${asked.listKind}`, () =>
    api.get<Out<typeof RemindersContract>>('/v1/list-reminders', { query: asked }),
  )
  const keep = useSending<'xlsx' | 'csv'>((format) =>
    keepFile(withQuery('/v1/list-reminders/file', { ...asked, format })),
  )
  return (
    <Card title={t('reminders')}>
      {keep.refusal()}
      <p>{t('reminders.lead')}</p>
      <Loading of={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('reminders.none')}</p>
          ) : (
            <>
              <Copyable text={items.map(({ text }) => text).join('\n')} lines={items.length} />
              <p class="form-buttons">
                <Button busy={keep.busy.value} onClick={() => keep.send('xlsx')}>
                  Excel (.xlsx)
                </Button>
                <Button busy={keep.busy.value} onClick={() => keep.send('csv')}>
                  CSV
                </Button>
              </p>
            </>
          )
        }
      </Loading>
    </Card>
  )
}

const LINES_MAX = 12

function Copyable({ text, lines }: { text: string; lines: number }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      toast(() => t('copied'))
    } catch {
      // Without the right to write the clipboard the text is there, selected, to be copied by hand.
      area.current?.select()
      toast(() => t('copy.failed'))
    }
  }
  return (
    <>
      <textarea
        ref={area}
        class="copyable"
        readOnly
        aria-label={t('reminders.text')}
        rows={Math.min(lines + 1, LINES_MAX)}
        value={text}
      />
      <p class="form-buttons">
        <Button onClick={() => void copy()}>{t('copy')}</Button>
      </p>
    </>
  )
}
