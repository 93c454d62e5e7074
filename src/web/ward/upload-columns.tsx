import { useSignal } from '@preact/signals'
import type { ListField } from '#domain/person-list/fields.ts'
import { listLayouts } from '#domain/person-list/layouts.ts'
import type { MapUploadHeadings } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { useHeldFocus } from '../shared/held-focus.ts'
import { SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { fieldChoices, fieldName } from './upload-field-words.ts'
import { t } from './upload-reading-words.ts'

type Field = In<typeof MapUploadHeadings>['headings'][number]['field']
/** A heading that is asked for, and what was said of it: `''` is nothing. */
type Asked = { column: string; text: string; key: string; samples: readonly string[]; said: string }

function askedIn({ unknownColumns, mappedColumns }: UploadView): Asked[] {
  return [
    ...unknownColumns.map((heading) => ({ ...heading, said: '' })),
    ...mappedColumns.map(({ field, ...heading }) => ({ ...heading, samples: [], said: field })),
  ]
}

/** What was found under which letter; what nobody knows is said by hand, once for the ward, until it is forgotten. */
export function UploadColumns(props: { upload: UploadView; mayMap: boolean; onMapped: () => Promise<void> }) {
  const { columns, unknownColumns, mappedColumns, ignoredRows, layout } = props.upload
  const isKnown = unknownColumns.length === 0
  const asked = askedIn(props.upload)
  const part = useHeldFocus<HTMLElement>(props.upload.version)
  return (
    <section class="screen-only" ref={part} tabIndex={-1} aria-label={t('columns.title')}>
      <Card title={t('columns.title')}>
        <p>{isKnown ? t('columns.all-known') : t('columns.unknown', { count: unknownColumns.length })}</p>
        {mappedColumns.length > 0 && <p>{t('columns.remembered', { count: mappedColumns.length })}</p>}
        {props.mayMap && asked.length > 0 && (
          <MapColumns key={props.upload.version} {...props} asked={asked} />
        )}
        <details>
          <summary>
            {t('columns.found', { count: columns.length })}
            {layout !== null && ` · ${t(`layout.${layout}`)}`}
          </summary>
          <ul class="found-columns">
            {columns.map(({ field, column }) => (
              <li key={field}>
                <strong>{column}</strong> {fieldName(field as ListField)}
              </li>
            ))}
            {!props.mayMap &&
              unknownColumns.map(({ key, column, text }) => (
                <li key={key}>
                  <strong>{column}</strong> {text}: {t('columns.later')}
                </li>
              ))}
          </ul>
        </details>
        {ignoredRows > 0 && <p class="hint">{t('columns.ignored-rows', { count: ignoredRows })}</p>}
      </Card>
    </section>
  )
}

function MapColumns(props: { upload: UploadView; asked: readonly Asked[]; onMapped: () => Promise<void> }) {
  const { upload, asked, onMapped } = props
  const { layout } = upload
  // A field for each column; two columns may bear one heading, so its letter tells them apart.
  const form = useForm<Record<string, string>>(
    { layout: layout ?? '', ...Object.fromEntries(asked.map(({ column, said }) => [column, said])) },
    { layout: [required] },
  )
  const nothing = useSignal(false)
  const held = new Set(upload.columns.map(({ field }) => field))
  const chosen = (values: Record<string, string>) =>
    asked.flatMap(({ key, column, said }) => {
      const field = values[column] ?? ''
      if (field === said) return []
      return [{ key, field: field === '' ? null : (field as Field) }]
    })
  const send = async (values: Record<string, string>) => {
    const headings = chosen(values)
    const otherLayout = listLayouts.find((one) => one === values['layout'] && one !== layout)
    nothing.value = headings.length === 0 && otherLayout === undefined
    if (nothing.value) return
    const body: In<typeof MapUploadHeadings> = {
      headings,
      ...(otherLayout === undefined ? {} : { layout: otherLayout }),
    }
    try {
      await api.put(`/v1/uploads/${upload.id}/mapping`, body, { ifMatch: `"${upload.version}"` })
      toast(() => t('columns.mapped'))
    } finally {
      await onMapped()
    }
  }
  const takenElsewhere = ({ column, said }: Asked) => {
    const own = form.values.value[column]
    const others = asked
      .flatMap((each) => form.values.value[each.column] ?? [])
      .filter((field) => field !== own)
    return new Set<string>([...held, ...others].filter((field) => field !== said))
  }
  return (
    <Form form={form} submitWord={t('columns.read-again')} onSubmit={send}>
      {nothing.value && <Notice tone="bad" title={t('columns.nothing')} />}
      <div class="unknown-columns">
        {asked.map((heading) => {
          const { column, text, samples, said } = heading
          return (
            <SelectField
              key={column}
              name={column}
              label={text === '' ? t('columns.nameless', { column }) : t('columns.one', { column, text })}
              {...(samples.length === 0
                ? {}
                : { hint: t('columns.samples', { samples: samples.join(' · ') }) })}
              options={[
                { value: '', label: said === '' ? t('columns.later') : t('columns.forget') },
                { value: 'ignore', label: t('columns.ignore') },
                ...fieldChoices(takenElsewhere(heading)),
              ]}
            />
          )
        })}
      </div>
      <SelectField
        name="layout"
        label={t('columns.layout')}
        options={listLayouts.map((one) => ({ value: one, label: t(`layout.${one}`) }))}
      />
      {upload.undecided < upload.counts.suspected && <p class="hint">{t('again.decisions')}</p>}
    </Form>
  )
}
