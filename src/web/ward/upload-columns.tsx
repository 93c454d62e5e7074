import { useSignal } from '@preact/signals'
import type { ListField } from '#domain/person-list/fields.ts'
import { listLayouts } from '#domain/person-list/layouts.ts'
import type { MapUploadHeadings } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { fieldChoices, fieldName } from './upload-field-words.ts'
import { t } from './upload-reading-words.ts'

type Field = In<typeof MapUploadHeadings>['headings'][number]['field']

/** What was found under which letter; what nobody knows is said by hand, once for the ward. */
export function UploadColumns(props: { upload: UploadView; mayMap: boolean; onMapped: () => Promise<void> }) {
  const { columns, unknownColumns, ignoredRows, layout } = props.upload
  const isKnown = unknownColumns.length === 0
  return (
    <section class="screen-only">
      <Card title={t('columns.title')}>
        <p>{isKnown ? t('columns.all-known') : t('columns.unknown', { count: unknownColumns.length })}</p>
        {props.mayMap && !isKnown && <MapColumns key={props.upload.version} {...props} />}
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

function MapColumns({ upload, onMapped }: { upload: UploadView; onMapped: () => Promise<void> }) {
  const { unknownColumns, layout } = upload
  // A field for each column; two columns may bear one heading, so its letter tells them apart.
  const form = useForm<Record<string, string>>(
    { layout: layout ?? '', ...Object.fromEntries(unknownColumns.map(({ column }) => [column, ''])) },
    { layout: [required] },
  )
  const nothing = useSignal(false)
  const held = new Set(upload.columns.map(({ field }) => field))
  const chosen = (values: Record<string, string>) =>
    unknownColumns.flatMap(({ key, column }) =>
      values[column] === undefined || values[column] === '' ? [] : [{ key, field: values[column] as Field }],
    )
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
  const takenElsewhere = (own: string) =>
    new Set<string>([
      ...held,
      ...chosen(form.values.value)
        .map(({ field }) => field)
        .filter((field) => field !== form.values.value[own]),
    ])
  return (
    <Form form={form} submitWord={t('columns.read-again')} onSubmit={send}>
      {nothing.value && <Notice tone="bad" title={t('columns.nothing')} />}
      <div class="unknown-columns">
        {unknownColumns.map(({ column, text }) => (
          <SelectField
            key={column}
            name={column}
            label={text === '' ? t('columns.nameless', { column }) : t('columns.one', { column, text })}
            options={[
              { value: '', label: t('columns.later') },
              { value: 'ignore', label: t('columns.ignore') },
              ...fieldChoices(takenElsewhere(column)),
            ]}
          />
        ))}
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
