import { useSignal } from '@preact/signals'
import type { Outlines, ReadOutlines } from '#features/geography/outline-contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { FileDrop } from '../shared/ui/file-drop.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { t } from './map-words.ts'

const BYTES_MAX = 5 * 1024 * 1024

type Read = Out<typeof ReadOutlines>
type Chosen = { id: string; file: File; geojson: unknown; read: Read | null; fault: string | null }

/** The centre's own map: first which ward each feature is, then kept when a person has seen it. */
export function OutlineUpload() {
  const outlines = useGet<Out<typeof Outlines>>('/v1/outlines')
  const { timeZone } = useAccount().authority
  const chosen = useSignal<Chosen | null>(null)
  const busy = useSignal(false)
  const send = async (store: boolean, content: Pick<Chosen, 'id' | 'file' | 'geojson'>) => {
    busy.value = true
    const { id, file, geojson } = content
    try {
      const read = await api.put<Read>('/v1/outlines', { id, name: file.name.slice(0, 120), store, geojson })
      chosen.value = { ...content, read, fault: null }
      if (store) await outlines.reload()
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      chosen.value = { ...content, read: null, fault: error.title }
    } finally {
      busy.value = false
    }
  }
  const take = async (file: File) => {
    const content = { id: newId(), file, geojson: null }
    if (file.size > BYTES_MAX) {
      chosen.value = { ...content, read: null, fault: t('file.too-big') }
      return
    }
    const geojson = parse(await file.text())
    if (geojson === null) chosen.value = { ...content, read: null, fault: t('file.not-json') }
    else await send(false, { ...content, geojson })
  }
  const now = chosen.value
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={<ButtonLink href={paths.centre.board()}>{t('to-board')}</ButtonLink>}
    >
      <Card>
        <Loading of={outlines}>
          {({ set, items }) => (
            <Facts
              items={[
                [
                  t('now'),
                  set === null
                    ? t('now.none')
                    : t('now.of', {
                        name: set.name,
                        at: formatInstant(set.receivedAt, timeZone),
                        count: items.length,
                      }),
                ],
              ]}
            />
          )}
        </Loading>
        <FileDrop
          label={t('file')}
          hint={t('file.hint')}
          accept=".geojson,.json"
          file={now?.file ?? null}
          disabled={busy.value}
          onFile={(file) => void take(file)}
        />
      </Card>
      {now?.fault != null && <Notice tone="bad" title={now.fault} />}
      {now?.read != null && <Found read={now.read} busy={busy.value} onStore={() => void send(true, now)} />}
    </Page>
  )
}

function parse(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && !Array.isArray(parsed) ? parsed : null
  } catch {
    return null
  }
}

function Found({ read, busy, onStore }: { read: Read; busy: boolean; onStore: () => void }) {
  const { features, missing, stored } = read
  return (
    <>
      {stored ? (
        <Notice tone="good" title={t('stored')} />
      ) : (
        <p class="actions">
          <Button
            kind="main"
            busy={busy}
            disabled={features.every(({ placeId }) => placeId === null)}
            onClick={onStore}
          >
            {t('store')}
          </Button>
        </p>
      )}
      <Notice
        tone={missing.length === 0 ? 'good' : 'warn'}
        title={
          missing.length === 0
            ? t('missing.none')
            : t('missing', { wards: missing.map(({ name }) => name).join(', ') })
        }
      />
      <Table
        caption={t('found')}
        rows={features}
        rowKey={({ number }) => String(number)}
        columns={[
          {
            key: 'number',
            head: t('found.number'),
            number: true,
            cell: ({ number }) => number,
            rowHead: true,
          },
          { key: 'label', head: t('found.label'), cell: ({ label }) => label },
          {
            key: 'ward',
            head: t('found.ward'),
            cell: ({ placeName, how }) =>
              placeName === null ? (
                <StatusMark tone="warn">{t('found.not')}</StatusMark>
              ) : (
                <>
                  {placeName} <small>({t(how === 'code' ? 'found.code' : 'found.name')})</small>
                </>
              ),
            sort: ({ placeName }) => placeName ?? '',
          },
        ]}
      />
    </>
  )
}
