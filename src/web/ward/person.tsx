import { useSignal } from '@preact/signals'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { toast, toastSaved } from '../shared/ui/toast.tsx'
import { AskButton } from '../corrections/ask-button.tsx'
import { Merges } from '../duplicates/merges.tsx'
import { markPeople } from './people-bulk.tsx'
import { Platform, Police, sayBirth } from './people-table.tsx'
import { sayStep, t as p } from './people-words.ts'
import { ChildForm } from './person-child.tsx'
import { EditForm } from './person-edit.tsx'
import { EventForm } from './person-event.tsx'
import { History } from './person-history.tsx'
import type { Card as Person, Read } from './person-types.ts'
import { t, type PersonWord } from './person-words.ts'
import { sayPriority } from './priority-options.ts'

/** One person: the card, what can be put right, what happened, and who said so. */
export function PersonPage({ params }: PageProps) {
  const path = `/v1/people/${params['personId']}`
  const read = useLoad(path, () => api.read<Person>(path))
  return (
    <Loading of={read}>
      {({ body, etag }) => (
        <Page
          title={body.fullName}
          lead={[body.groupName, body.wardName].filter(Boolean).join(', ')}
          actions={
            <>
              <AskButton personId={body.id} />
              <ButtonLink href={paths.ward.people()}>{t('back')}</ButtonLink>
            </>
          }
        >
          <Views key={body.id} read={{ person: body, etag }} reload={read.reload} />
        </Page>
      )}
    </Loading>
  )
}

function Views({ read, reload }: { read: Read; reload: () => Promise<void> }) {
  const tab = useSignal('card')
  const may = useMay()
  const navigate = useNavigate()
  const saved = async () => {
    toastSaved()
    await reload()
    tab.value = 'card'
  }
  const handedOver = () => {
    toast(() => t('event.gone'))
    navigate(paths.ward.people())
  }
  const tabs = [
    { key: 'card', label: t('tab.card'), content: () => <CardView read={read} reload={reload} /> },
    ...(may('person.edit')
      ? [
          { key: 'edit', label: t('tab.edit'), content: () => <EditForm read={read} onSaved={saved} /> },
          {
            key: 'event',
            label: t('tab.event'),
            content: () => <EventForm read={read} onSaved={saved} onHandedOver={handedOver} />,
          },
          ...(read.person.living === 'here'
            ? [
                {
                  key: 'child',
                  label: t('tab.child'),
                  content: () => (
                    <ChildForm
                      guardian={read.person}
                      onMade={(id) => {
                        toastSaved()
                        navigate(paths.ward.person(id))
                      }}
                    />
                  ),
                },
              ]
            : []),
          {
            key: 'history',
            label: t('tab.history'),
            content: () => (
              <>
                {may('person.merge') && <Merges personId={read.person.id} onUndone={reload} />}
                <History personId={read.person.id} version={read.person.version} />
              </>
            ),
          },
        ]
      : []),
  ]
  return (
    <Tabs
      label={read.person.fullName}
      tabs={tabs}
      chosen={tab.value}
      onChoose={(key) => {
        tab.value = key
      }}
    />
  )
}

function CardView({ read: { person }, reload }: { read: Read; reload: () => Promise<void> }) {
  const { timeZone } = useAccount().authority
  const may = useMay()
  const busy = useSignal(false)
  const mark = async (entered: boolean) => {
    busy.value = true
    await markPeople({ entered, people: { personIds: [person.id] } })
    await reload()
    busy.value = false
  }
  const { guardian, platformAt, platformByName } = person
  return (
    <>
      <Card>
        <Facts
          items={[
            [p('born'), sayBirth(person)],
            [t('sex'), t(`sex.${person.sex}`)],
            [p('code'), sayPriority(person.priorityCode)],
            [p('phone.head'), person.phone || '–'],
            [
              t('numbers'),
              person.numbers.length === 0
                ? '–'
                : person.numbers.map(({ kind, masked }) => (
                    <span key={`${kind}${masked}`} class="under">
                      {t(`kind.${kind}`)} {masked}
                    </span>
                  )),
            ],
            [t('address'), person.address || '–'],
            [t('workplace'), person.workplace || '–'],
            [t('household'), sayHousehold(person)],
            [t('ethnicity'), person.ethnicity || '–'],
            [p('group'), person.groupName || '–'],
            [t('collaborators'), person.collaborators.join(', ') || '–'],
            ...(guardian === null ? [] : [[t('guardian'), <Guardian of={guardian} />] as const]),
            [p('living'), <Living of={person.living} />],
            [p('police'), <Police of={person.policeMatch} />],
            [
              p('platform'),
              <>
                <Platform of={person.platform} />
                {platformAt !== null && (
                  <span class="under">
                    {t('platform.by', {
                      name: platformByName ?? '',
                      at: formatInstant(platformAt, timeZone),
                    })}
                  </span>
                )}
              </>,
            ],
          ]}
        />
        {may('person.edit') && (
          <p class="actions">
            {person.platform !== 'entered' && (
              <Button busy={busy.value} onClick={() => void mark(true)}>
                {p('mark')}
              </Button>
            )}
            {platformAt !== null && (
              <Button kind="quiet" busy={busy.value} onClick={() => void mark(false)}>
                {p('unmark')}
              </Button>
            )}
          </p>
        )}
      </Card>
      <div class="as-cards">
        <Table
          caption={t('doses')}
          empty={t('doses.none')}
          rows={person.doses}
          rowKey={({ id }) => id}
          columns={[
            { key: 'step', head: t('step'), cell: ({ step }) => sayStep(step), rowHead: true },
            { key: 'on', head: t('dose.on'), cell: ({ givenOn }) => formatDay(givenOn) },
            { key: 'vaccine', head: t('vaccine'), cell: ({ productName }) => productName },
            { key: 'lot', head: t('lot'), cell: ({ lotCode }) => lotCode || '–' },
            { key: 'place', head: t('place'), cell: ({ place }) => place || '–' },
          ]}
        />
      </div>
      {person.registrations.length > 0 && (
        <Card title={t('lists')}>
          <ul class="links">
            {person.registrations.map(({ id, listId, listName }) => (
              <li key={id}>
                {listId === null || listName === null ? (
                  t('by-form')
                ) : (
                  <a href={paths.ward.list(listId)}>{listName}</a>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

const livingTones = { here: 'good', moved: 'warn', dead: 'still', withdrawn: 'still' } as const

const Living = ({ of }: { of: Person['living'] }) => (
  <StatusMark tone={livingTones[of]}>{p(`living.${of}`)}</StatusMark>
)

const sayHousehold = ({ householdNumber, householdRelation }: Person) =>
  [householdNumber, householdRelation].filter((text) => text !== '').join(' · ') || '–'

function Guardian({ of: { id, name, relation } }: { of: NonNullable<Person['guardian']> }) {
  const words: Readonly<Record<string, PersonWord>> = {
    mother: 'relation.mother',
    father: 'relation.father',
    grandparent: 'relation.grandparent',
    other: 'relation.other',
  }
  const word = words[relation]
  const said = word === undefined ? relation : t(word)
  return (
    <>
      {id === null ? name : <a href={paths.ward.person(id)}>{name}</a>}
      {said !== '' && <span class="under">{said}</span>}
    </>
  )
}
