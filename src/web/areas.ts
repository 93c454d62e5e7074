import type { ComponentType } from 'preact'
import type { Permission } from '#domain/access.ts'
import { paths } from './shared/paths.ts'
import { t, type ShellWord } from './shell-words.ts'

/** What a page is given: the parts named in its pattern. */
export type PageProps = { params: Record<string, string> }
/** The pages of an area, by pattern (`/ward/lists/:listId`). */
export type Pages = Record<string, ComponentType<PageProps>>

export type NavEntry = { path: string; word: ShellWord; permission: Permission }
export type Area = {
  prefix: string
  word: ShellWord
  /** What stands in its menu; an account sees those that it may use. An area without any is not shown. */
  nav: readonly NavEntry[]
  /** Fetched when the area is first opened. */
  load: () => Promise<{ pages: Pages }>
}

/** The areas in the order of the top bar. A page is added in its `area.ts`, and here when the menu shows it. */
export const areas: readonly Area[] = [
  {
    prefix: '/setup',
    word: 'nav.setup',
    nav: [
      { path: paths.setup.places(), word: 'nav.places', permission: 'place.manage' },
      { path: paths.setup.rules(), word: 'nav.rules', permission: 'campaign.manage' },
      { path: paths.setup.campaigns(), word: 'nav.campaigns', permission: 'campaign.manage' },
    ],
    load: () => import('./setup/area.ts'),
  },
]

/** Reached without the menu. */
export const accountArea: Area = {
  prefix: paths.account(),
  word: 'nav.account',
  nav: [],
  load: () => import('./account/area.ts'),
}

export const areaOf = (path: string): Area | undefined =>
  [...areas, accountArea].find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))

export const areaName = (area: Area): string => t(area.word)
