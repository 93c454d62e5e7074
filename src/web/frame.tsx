import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { areaName, areas, type Area } from './areas.ts'
import icon from './icon.svg'
import { LeftBehind } from './left-behind.tsx'
import { NewVersion } from './new-version.tsx'
import { t as k } from './shared/kit-words.ts'
import { Languages } from './shared/languages.tsx'
import { useGet } from './shared/load.ts'
import { paths } from './shared/paths.ts'
import { here } from './shared/router.ts'
import { useAccount, useMay } from './shared/session.ts'
import { OlderBar } from './shared/ui/loading.tsx'
import { formatNumber } from './shared/words.ts'
import { t } from './shell-words.ts'

/** What stands around every page: the areas at the top, the pages of the area at the side. */
export function Frame(props: { area?: Area | undefined; children: ComponentChildren }) {
  const account = useAccount()
  const may = useMay()
  const shown = areas.filter(({ nav }) => nav.some(({ permission }) => may(permission)))
  return (
    <>
      <a class="skip" href="#main" onClick={toMain}>
        {k('frame.skip')}
      </a>
      {account.authority.demo && <div class="demo-band">{t('demo.band')}</div>}
      <header class="top">
        <div class="top-inner">
          <Brand />
          <nav class={shown.length > 3 ? 'areas many' : 'areas'} aria-label={k('frame.areas')}>
            {shown.map((area) => (
              <a
                key={area.prefix}
                href={area.nav.find(({ permission }) => may(permission))?.path}
                aria-current={area === props.area ? 'true' : undefined}
                ref={area === props.area ? toSight : null}
              >
                {areaName(area)}
                {area.openCount !== undefined && may(area.openCount.permission) && (
                  <OpenCount path={area.openCount.path} />
                )}
              </a>
            ))}
          </nav>
          <div class="top-right">
            <Languages />
            <a
              class="who"
              href={paths.account()}
              aria-current={here.value.path === paths.account() ? 'page' : undefined}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="12" cy="8" r="4" />
                <path d="M4 21c0-4.500 3.600-7 8-7s8 2.500 8 7" />
              </svg>
              <span>{account.fullName}</span>
            </a>
          </div>
        </div>
      </header>
      <div class={frameClass(props.area)}>
        {props.area !== undefined && <Side area={props.area} />}
        <main id="main" tabIndex={-1}>
          <NewVersion />
          {props.children}
          <div class="foot-bars">
            <LeftBehind />
            <OlderBar />
          </div>
        </main>
      </div>
    </>
  )
}

/** Wide from the first picture on: a frame that grows when its table comes moves everything in it. */
function frameClass(area: Area | undefined): string {
  if (area === undefined) return 'frame'
  return area.widePaths?.includes(here.value.path) === true ? 'frame with-side wide' : 'frame with-side'
}

const COUNT_EVERY_MS = 60_000

/** How much waits there; nothing is shown while nothing does, or while it is not known. */
function OpenCount({ path }: { path: string }) {
  const counts = useGet<{ open: number }>(path)
  useEffect(() => {
    const timer = setInterval(() => void counts.reload(), COUNT_EVERY_MS)
    return () => clearInterval(timer)
  }, [path])
  const open = counts.current.value.data?.open ?? 0
  if (open === 0) return null
  return (
    <span class="open-count">
      <span aria-hidden="true">{formatNumber(open)}</span>
      <span class="heard">{t('nav.open', { count: open })}</span>
    </span>
  )
}

export function Brand() {
  return (
    <a class="brand" href={paths.home()}>
      <img src={icon} alt="" width="28" height="28" />
      Mũi Tiêm
    </a>
  )
}

/** Beside the page on a desk; folded above it on a phone. */
function Side({ area }: { area: Area }) {
  const may = useMay()
  const { path } = here.value
  const openedAt = useSignal<string | null>(null)
  const open = openedAt.value === path
  const current = entryOf(area, path)
  const entries = area.nav.filter(({ permission }) => may(permission))
  return (
    <nav class={entries.length > 1 ? 'side' : 'side lone'} aria-label={areaName(area)}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          openedAt.value = open ? null : path
        }}
      >
        {k('frame.menu')}: {areaName(area)}
        <span aria-hidden="true">{open ? '▴' : '▾'}</span>
      </button>
      <ul class={open ? 'open' : ''}>
        {entries.map((entry) => (
          <li key={entry.path}>
            <a href={entry.path} aria-current={entry === current ? 'page' : undefined}>
              {t(entry.word)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The entry that the address lies under; of several the closest, so that `/stock/transfers` is not also `/stock`. */
function entryOf({ nav }: Area, path: string) {
  return nav
    .filter((entry) => path === entry.path || path.startsWith(`${entry.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
}

/** On a phone the areas are one line, wider than the screen. */
function toSight(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' })
}

function toMain(event: Event): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
