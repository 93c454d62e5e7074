import { submissions, type Submission } from '#domain/declaration.ts'
import type {
  Deadlines as DeadlinesContract,
  SetDeadline,
} from '#features/registrants/declaration-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatInstant, parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { instantAt, parseTime } from '../shared/local-time.ts'
import { useAccount } from '../shared/session.ts'
import { kindName, submissionName, type ListKind } from '../shared/submissions.ts'
import { useSentId } from '../shared/sent-id.ts'
import { DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { t } from './lists-words.ts'

type Asked = { campaignId: string; listKind: ListKind }

/** Totals are due at 16:00 (CV 6616). */
const DUE_TIME = '16:00'
const time: Rule = (value) => (parseTime(value) === null ? () => t('deadline.wrong') : null)

/** Deadlines of the campaign for this kind of list, with those that were moved and why; and the form to set one. */
export function Deadlines({ asked, onSet }: { asked: Asked; onSet: () => Promise<void> }) {
  const { timeZone } = useAccount().authority
  const read = useGet<Out<typeof DeadlinesContract>>('/v1/deadlines', { campaignId: asked.campaignId })
  return (
    <Card title={t('deadlines')}>
      <Loading of={read}>
        {({ items }) => (
          <div class="as-cards">
            <Table
              caption={t('deadlines')}
              captionHidden
              empty={t('deadlines.none')}
              rows={items.filter(({ listKind }) => listKind === null || listKind === asked.listKind)}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'what',
                  head: t('deadline.what'),
                  cell: ({ submission }) => submissionName(submission),
                  rowHead: true,
                },
                {
                  key: 'due',
                  head: t('due'),
                  cell: ({ dueAt, current }) => (
                    <>
                      {current ? (
                        <strong>{formatInstant(dueAt, timeZone)}</strong>
                      ) : (
                        <s>{formatInstant(dueAt, timeZone)}</s>
                      )}
                      {!current && <span class="under">{t('deadline.moved')}</span>}
                    </>
                  ),
                },
                { key: 'reason', head: t('deadline.reason'), cell: ({ reason }) => reason || '–' },
                { key: 'document', head: t('deadline.document'), cell: (row) => row.documentNumber || '–' },
                {
                  key: 'by',
                  head: t('deadline.by'),
                  cell: ({ setBy, receivedAt }) => (
                    <>
                      {setBy}
                      <span class="under">{formatInstant(receivedAt, timeZone)}</span>
                    </>
                  ),
                },
              ]}
            />
          </div>
        )}
      </Loading>
      <DeadlineForm
        asked={asked}
        onSet={async () => {
          toastSaved()
          await Promise.all([read.reload(), onSet()])
        }}
      />
    </Card>
  )
}

function DeadlineForm({ asked, onSet }: { asked: Asked; onSet: () => Promise<void> }) {
  const { timeZone } = useAccount().authority
  const form = useForm(
    { submission: 'totals', dueOn: '', dueTime: DUE_TIME, documentNumber: '', reason: '' },
    { submission: [required], dueOn: [required, day], dueTime: [required, time] },
  )
  const idOf = useSentId()
  return (
    <Form
      form={form}
      submitWord={t('deadline.set')}
      onSubmit={async ({ dueOn, dueTime, ...values }) => {
        const submission = values.submission as Submission
        const fields = {
          ...values,
          submission,
          campaignId: asked.campaignId,
          listKind: submission === 'staff' ? null : asked.listKind,
          dueAt: instantAt(parseDay(dueOn) ?? '', parseTime(dueTime) ?? DUE_TIME, timeZone),
        }
        const body: In<typeof SetDeadline> = { ...fields, id: idOf(fields) }
        await api.post('/v1/deadlines', body)
        form.reset()
        await onSet()
      }}
    >
      <div class="fields-row">
        <SelectField
          name="submission"
          label={`${t('deadline.what')} (${kindName(asked.listKind)})`}
          options={submissions.map((one) => ({ value: one, label: submissionName(one) }))}
        />
        <DayField name="dueOn" label={t('deadline.on')} />
        <TextField name="dueTime" label={t('deadline.at')} size={6} placeholder="16:00" />
        <TextField name="documentNumber" label={t('deadline.document')} maxLength={120} />
      </div>
      <TextField
        name="reason"
        label={t('deadline.reason')}
        hint={t('deadline.reason-hint')}
        maxLength={500}
      />
    </Form>
  )
}
