import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Campaign } from '#features/campaigns/contract.ts'
import type { Site } from '#features/sessions/contract.ts'
import type { RosterFile, RosterPreview, SendRoster, SentRoster } from '#features/sessions/roster-contract.ts'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { keepFile } from '../shared/keep-file.ts'
import { useHeadingFocus, useHeldFocus } from '../shared/held-focus.ts'
import { paths } from '../shared/paths.ts'
import { useToday } from '../shared/today.ts'
import { optionsOf, useAll } from '../shared/wards.ts'
import { formatNumber, language } from '../shared/words.ts'
import { useSentId } from '../shared/sent-id.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { DayField, SelectField } from '../shared/ui/fields.tsx'
import { FileDrop } from '../shared/ui/file-drop.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Figures, Notice, Page } from '../shared/ui/page.tsx'
import { useSending } from '../setup/session-sending.tsx'
import { RosterRow, type Entry } from './roster-rows.tsx'
import { SentSlips } from './roster-slips.tsx'
import { wordMissing } from './rosters.tsx'
import { t } from './roster-words.ts'

type Preview = Out<typeof RosterPreview>
type Sent = Out<typeof SentRoster>

const blank = (rowNumber: number): Entry => ({
  rowNumber,
  fullName: '',
  unit: '',
  idNumber: '',
  phone: '',
  task: '',
  duty: null,
})

/** Lines that nobody has written on are no people; where none is written the first one says what is missing. */
function writtenOf(entries: readonly Entry[]): Entry[] {
  const written = entries.filter(({ fullName, unit, idNumber, phone, task, duty }) =>
    [fullName, unit, idNumber, phone, task, duty ?? ''].some((text) => text.trim() !== ''),
  )
  return written.length === 0 ? entries.slice(0, 1) : written
}

/** A staff list by form or by file: the file fills the form, the form is checked, and what is checked is sent. */
export function NewRoster(_props: PageProps) {
  const campaigns = useAll<Out<typeof Campaign>>('/v1/campaigns')
  const sites = useAll<Out<typeof Site>>('/v1/sites')
  const sent = useSignal<Sent | null>(null)
  useHeadingFocus(sent.value)
  return (
    <Page
      title={sent.value === null ? t('new') : t('receipt')}
      lead={sent.value === null ? t('preview.lead') : undefined}
      actions={<ButtonLink href={paths.ward.rosters()}>{t('back')}</ButtonLink>}
    >
      {sent.value !== null ? (
        <SentSlips sent={sent.value} />
      ) : (
        <Loading of={campaigns}>
          {(allCampaigns) => (
            <Loading of={sites}>
              {(allSites) =>
                allSites.length === 0 ? (
                  <Notice tone="warn" title={t('site.none')} />
                ) : (
                  <RosterForm
                    campaigns={allCampaigns.filter(({ state }) => state !== 'closed')}
                    sites={allSites}
                    onSent={(done) => {
                      sent.value = done
                      scrollTo(0, 0)
                    }}
                  />
                )
              }
            </Loading>
          )}
        </Loading>
      )}
    </Page>
  )
}

function RosterForm(props: {
  campaigns: readonly Out<typeof Campaign>[]
  sites: readonly Out<typeof Site>[]
  onSent: (sent: Sent) => void
}) {
  const { campaigns, sites } = props
  const today = formatDay(useToday())
  const form = useForm(
    {
      campaignId: campaigns.length === 1 ? campaigns[0]!.id : '',
      siteId: sites.length === 1 ? sites[0]!.id : '',
      fromOn: today,
      toOn: today,
    },
    { campaignId: [required], siteId: [required], fromOn: [required, day], toOn: [required, day] },
  )
  const entries = useSignal<readonly Entry[]>([blank(1), blank(2), blank(3)])
  const fileName = useSignal('')
  /** What was checked, as it was sent to be checked: anything changed since has to be checked again. */
  const checked = useSignal<{ text: string; preview: Preview } | null>(null)
  const idOf = useSentId()
  const bodyOf = (): In<typeof SendRoster> => {
    const { fromOn, toOn, ...values } = form.values.value
    const days = { fromOn: parseDay(fromOn) ?? '', toOn: parseDay(toOn) ?? '' }
    return { ...values, ...days, fileName: fileName.value, rows: writtenOf(entries.value) }
  }
  const check = async () => {
    const body = bodyOf()
    const preview = await api.post<Preview>('/v1/rosters/preview', body)
    checked.value = { text: JSON.stringify(body), preview }
  }
  // The service words what is wrong: another language is another reading.
  useEffect(() => {
    if (checked.value !== null) void check()
  }, [language.value])
  const fresh = checked.value !== null && checked.value.text === JSON.stringify(bodyOf())
  const send = useSending<null>(async () => {
    const body = bodyOf()
    props.onSent(await api.post<Sent>('/v1/rosters', { ...body, id: idOf(body) }))
  })
  const lines = useHeldFocus<HTMLUListElement>(entries.value.length)
  const change = (rowNumber: number, fields: Partial<Entry>) => {
    entries.value = entries.value.map((one) => (one.rowNumber === rowNumber ? { ...one, ...fields } : one))
  }
  return (
    <>
      <TakeFile
        onRead={(rows, name) => {
          entries.value = rows
          fileName.value = name
          checked.value = null
        }}
      />
      <Card title={t('rows')}>
        <Form
          form={form}
          submitWord={t('preview')}
          onSubmit={check}
          others={
            <Button
              onClick={() => {
                const last = Math.max(0, ...entries.value.map(({ rowNumber }) => rowNumber))
                entries.value = [...entries.value, blank(last + 1)]
              }}
            >
              {t('add')}
            </Button>
          }
        >
          <div class="fields-row">
            {campaigns.length > 1 && (
              <SelectField name="campaignId" label={t('campaign')} options={optionsOf(campaigns)} />
            )}
            <SelectField name="siteId" label={t('site')} options={optionsOf(sites)} />
            <DayField name="fromOn" label={t('from')} />
            <DayField name="toOn" label={t('to')} />
          </div>
          <ul class="staff-rows" ref={lines} tabIndex={-1} aria-label={t('rows')}>
            {entries.value.map((entry) => (
              <RosterRow
                key={entry.rowNumber}
                entry={entry}
                judged={checked.value?.preview.rows.find(({ rowNumber }) => rowNumber === entry.rowNumber)}
                onChange={(fields) => change(entry.rowNumber, fields)}
                onRemove={() => {
                  entries.value = entries.value.filter(({ rowNumber }) => rowNumber !== entry.rowNumber)
                }}
              />
            ))}
          </ul>
        </Form>
      </Card>
      {checked.value !== null && (
        <Checked preview={checked.value.preview} fresh={fresh}>
          {send.refusal()}
          <p class="form-buttons">
            <Button
              kind="main"
              busy={send.busy.value}
              disabled={!fresh || checked.value.preview.counts.stopped > 0}
              onClick={() => send.send(null)}
            >
              {t('send')}
            </Button>
          </p>
        </Checked>
      )}
    </>
  )
}

function Checked(props: { preview: Preview; fresh: boolean; children: ComponentChildren }) {
  const { counts, missing, sessions } = props.preview
  const named = sessions.map(({ sessionOn }) => formatDay(sessionOn))
  return (
    <Card title={t('preview')}>
      <Figures
        items={[
          { label: t('count.people'), value: formatNumber(counts.people) },
          { label: t('count.new'), value: formatNumber(counts.new) },
          { label: t('count.known'), value: formatNumber(counts.known) },
          {
            label: t('count.stopped'),
            value: formatNumber(counts.stopped),
            tone: counts.stopped > 0 ? 'bad' : 'good',
          },
        ]}
      />
      {missing.length > 0 && (
        <Notice tone="warn" title={t('crew.lacks-title')}>
          <p>{t('crew.lacks-body', { duties: wordMissing(missing) })}</p>
        </Notice>
      )}
      <p>{named.length === 0 ? t('sessions.none') : t('sessions', { sessions: named.join(', ') })}</p>
      {!props.fresh && <Notice tone="info" title={t('preview.changed')} />}
      {props.children}
    </Card>
  )
}

function TakeFile(props: { onRead: (rows: Entry[], fileName: string) => void }) {
  const file = useSignal<File | null>(null)
  const read = useSending(async (chosen: File) => {
    const parts = new FormData()
    parts.append('file', chosen)
    const { rows } = await api.post<Out<typeof RosterFile>>('/v1/rosters/file', parts)
    props.onRead(rows, chosen.name.slice(0, 200))
  })
  const template = useSending<null>(() => keepFile('/v1/rosters/template?format=xlsx'))
  return (
    <Card
      title={t('by.file')}
      actions={
        <Button busy={template.busy.value} onClick={() => template.send(null)}>
          {t('template')}
        </Button>
      }
    >
      {read.refusal()}
      {template.refusal()}
      <FileDrop
        label={t('file.label')}
        hint={t('file.hint')}
        accept=".xls,.xlsx,.csv"
        file={file.value}
        disabled={read.busy.value}
        onFile={(chosen) => {
          file.value = chosen
          read.send(chosen)
        }}
      />
    </Card>
  )
}
