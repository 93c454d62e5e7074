import { areaName, areas } from './areas.ts'
import { useAccount, useMay } from './shared/session.ts'
import { t } from './shell-words.ts'
import { Card, Notice, Page } from './shared/ui/page.tsx'

/** The first page: what this account may do, area by area. */
export function Home() {
  const { fullName } = useAccount()
  const may = useMay()
  const open = areas
    .map((area) => ({ area, entries: area.nav.filter(({ permission }) => may(permission)) }))
    .filter(({ entries }) => entries.length > 0)
  return (
    <Page title={t('home.title', { name: fullName })} lead={open.length > 0 ? t('home.lead') : undefined}>
      {open.length === 0 && <Notice tone="info" title={t('home.nothing')} />}
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
      </div>
    </Page>
  )
}
