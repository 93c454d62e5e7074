import type { Person } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { sayBirth } from '../ward/people-table.tsx'
import { sayStep, t as p } from '../ward/people-words.ts'
import { t as w } from '../ward/person-words.ts'
import { t } from './words.ts'

export type PersonView = Out<typeof Person>

/** The record as it stands now, read again when something was changed. */
export function RecordCard({ personId, version }: { personId: string; version: number }) {
  const path = `/v1/people/${personId}`
  const record = useLoad(`${path} ${version}`, () => api.get<PersonView>(path))
  return (
    <Loading of={record}>
      {(person) => (
        <>
          <Card title={t('person')}>
            <Facts
              items={[
                [t('subject.name'), person.fullName],
                [p('born'), sayBirth(person)],
                [w('sex'), w(`sex.${person.sex}`)],
                [p('phone.head'), person.phone || '–'],
                [
                  w('numbers'),
                  person.numbers.map(({ kind, masked }) => `${w(`kind.${kind}`)} ${masked}`).join(', ') ||
                    '–',
                ],
                [w('address'), person.address || '–'],
                [p('group'), [person.groupName, person.wardName].filter(Boolean).join(', ') || '–'],
              ]}
            />
          </Card>
          <Table
            caption={w('doses')}
            empty={w('doses.none')}
            rows={person.doses}
            rowKey={({ id }) => id}
            columns={[
              { key: 'step', head: w('step'), cell: ({ step }) => sayStep(step), rowHead: true },
              { key: 'on', head: w('dose.on'), cell: ({ givenOn }) => formatDay(givenOn) },
              { key: 'vaccine', head: w('vaccine'), cell: ({ productName }) => productName },
              { key: 'lot', head: w('lot'), cell: ({ lotCode }) => lotCode || '–' },
              { key: 'place', head: w('place'), cell: ({ place }) => place || '–' },
            ]}
          />
        </>
      )}
    </Loading>
  )
}
