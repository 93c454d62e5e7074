import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { areaName, areas } from './areas.ts'
import { installOffer } from './install.ts'
import { useAccount, useMay } from './shared/session.ts'
import { t } from './shell-words.ts'
import { Button } from './shared/ui/button.tsx'
import { Card, Notice, Page } from './shared/ui/page.tsx'

/** The first page: what this account may do, area by area. */
export function Home() {
  const { fullName, grants } = useAccount()
  const may = useMay()
  const open = areas
    .map((area) => ({ area, entries: area.nav.filter(({ permission }) => may(permission)) }))
    .filter(({ entries }) => entries.length > 0)
  return (
    <Page title={t('home.title', { name: fullName })} lead={open.length > 0 ? t('home.lead') : undefined}>
      {open.length === 0 && <Notice tone="info" title={t('home.nothing')} />}
      {grants.some(({ role }) => role === 'ward-official') && <OwedAtHome />}
      <div class="columns">
        {open.map(({ area, entries }) => (
          <Card key={area.prefix} title={areaName(area)}>
            <ul class="links">
              {entries.map(({ path, word }) => (
                <li key={path}>
                  <a href={path}>{t(word)}</a>
                </li>
              ))}
            </ul>
          </Card>
        ))}
        <Install />
      </div>
    </Page>
  )
}

/** Where the browser offers it. */
function Install() {
  const offer = installOffer.value
  if (offer === null) return null
  return (
    <Card title={t('install.title')}>
      <p>{t('install.lead')}</p>
      <Button onClick={() => void offer()}>{t('install.do')}</Button>
    </Card>
  )
}

/** What the ward owes and until when; fetched for ward officials alone. */
function OwedAtHome() {
  const owed = useSignal<{ Owed: ComponentType } | null>(null)
  useEffect(() => {
    void import('./ward/declare-owed.tsx').then(
      (loaded) => {
        owed.value = loaded
      },
      () => undefined, // its file is gone after an update: the same card stands on the page of the lists
    )
  }, [])
  if (owed.value === null) return null
  const { Owed } = owed.value
  return <Owed />
}
