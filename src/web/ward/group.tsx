import { useSignal } from '@preact/signals'
import type { PlaceDetail } from '#features/geography/contract.ts'
import type { WardGroups } from '#features/registrants/contract.ts'
import type { PageProps } from '../areas.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useOwnWards } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { EndGroup, JoinGroup, MoveGroup } from './group-changes.tsx'
import { GroupPosts } from './group-posts.tsx'
import { RenameGroup } from './group-rename.tsx'
import { groupsOf } from './groups.tsx'
import { t } from './group-words.ts'

type Detail = Out<typeof PlaceDetail>

/** One residential group: who lives there, who looks after it, and what becomes of it. */
export function GroupPage({ params }: PageProps) {
  const read = useGet<Detail>(`/v1/places/${params['groupId']}`)
  return (
    <Loading of={read}>
      {(place) => (
        <Page
          title={place.name}
          actions={<ButtonLink href={groupsOf(place.parentId ?? '')}>{t('back')}</ButtonLink>}
        >
          <OneGroup key={place.id} place={place} onChanged={read.reload} />
        </Page>
      )}
    </Loading>
  )
}

function OneGroup({ place, onChanged }: { place: Detail; onChanged: () => Promise<void> }) {
  const read = useGet<Out<typeof WardGroups>>('/v1/residential-groups', { wardId: place.parentId })
  const wards = useOwnWards('group.manage')
  const tab = useSignal('collaborator')
  const changed = async () => {
    await Promise.all([onChanged(), read.reload()])
  }
  return (
    <Loading of={read}>
      {({ on, items }) => {
        const group = items.find(({ id }) => id === place.id)
        if (group === undefined) return <Ended place={place} />
        const others = items.filter(({ id, validFrom }) => id !== place.id && validFrom <= on)
        return (
          <Loading of={wards}>
            {(own) => {
              const elsewhere = own.filter(({ id }) => id !== place.parentId)
              return (
                <>
                  <Card>
                    <Facts
                      items={[
                        [t('code'), group.code],
                        [t('people'), formatNumber(group.people)],
                        [t('since'), formatDay(group.validFrom)],
                        ...(group.validTo === null
                          ? []
                          : [[t('state'), t('state.until', { day: formatDay(group.validTo) })] as const]),
                        ...(place.names.length < 2 ? [] : [[t('names'), <Names place={place} />] as const]),
                      ]}
                    />
                    <div class="actions">
                      <ButtonLink href={paths.ward.people(`?wardId=${place.parentId}&groupId=${place.id}`)}>
                        {t('see-people')}
                      </ButtonLink>
                      <ButtonLink href={paths.ward.invitations(`?groupId=${place.id}`)}>
                        {t('papers')}
                      </ButtonLink>
                    </div>
                  </Card>
                  <Tabs
                    label={t('works')}
                    chosen={tab.value}
                    onChoose={(key) => {
                      tab.value = key
                    }}
                    tabs={[
                      {
                        key: 'collaborator',
                        label: t('tab.collaborator'),
                        content: () => <GroupPosts group={group} on={on} onChanged={changed} />,
                      },
                      {
                        key: 'rename',
                        label: t('tab.rename'),
                        content: () => <RenameGroup group={group} on={on} onChanged={changed} />,
                      },
                      ...(others.length === 0
                        ? []
                        : [
                            {
                              key: 'join',
                              label: t('tab.join'),
                              content: () => (
                                <JoinGroup group={group} on={on} others={others} wardId={place.parentId!} />
                              ),
                            },
                          ]),
                      ...(elsewhere.length === 0
                        ? []
                        : [
                            {
                              key: 'move',
                              label: t('tab.move'),
                              content: () => <MoveGroup group={group} on={on} wards={elsewhere} />,
                            },
                          ]),
                      {
                        key: 'end',
                        label: t('tab.end'),
                        content: () => <EndGroup group={group} on={on} wardId={place.parentId!} />,
                      },
                    ]}
                  />
                </>
              )
            }}
          </Loading>
        )
      }}
    </Loading>
  )
}

function Names({ place }: { place: Detail }) {
  return (
    <ul class="plain-lines">
      {place.names.map(({ code, name, validFrom }) => (
        <li key={validFrom}>
          {name} ({code}), {t('post.since', { day: formatDay(validFrom) })}
        </li>
      ))}
    </ul>
  )
}

function Ended({ place }: { place: Detail }) {
  const heir = place.changes.find(({ fromId, part }) => fromId === place.id && part === 'whole')
  return (
    <Notice tone="warn" title={t('ended', { day: place.validTo === null ? '' : formatDay(place.validTo) })}>
      {heir !== undefined && (
        <p>
          <a href={paths.ward.group(heir.toId)}>{t('ended.to', { name: heir.toName })}</a>
        </p>
      )}
    </Notice>
  )
}
