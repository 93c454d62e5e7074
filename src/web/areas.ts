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
  /** Where the service says how much waits in it (`open`); shown beside its name to who may look. */
  openCount?: { path: string; permission: Permission }
  /** Pages whose table has more columns than fit elsewhere: they take the whole of a wide screen. */
  widePaths?: readonly string[]
  /** Its pages stand in the menu of another area, fetched apart from it. */
  inMenuOf?: string
  /** Fetched when the area is first opened. */
  load: () => Promise<{ pages: Pages }>
}

/** The areas in the order of the top bar. A page is added in its `area.ts`, and here when the menu shows it. */
export const areas: readonly Area[] = [
  {
    prefix: '/site',
    word: 'nav.site',
    nav: [
      { path: paths.site.sessions(), word: 'nav.sessions-today', permission: 'person.identify' },
      { path: paths.site.rescue(), word: 'nav.rescue', permission: 'session.run' },
    ],
    load: () => import('./site/area.ts'),
  },
  {
    prefix: '/centre',
    word: 'nav.centre',
    nav: [
      { path: paths.centre.board(), word: 'nav.board', permission: 'report.read' },
      { path: paths.centre.lists(), word: 'nav.submissions', permission: 'campaign.manage' },
      { path: paths.centre.plans(), word: 'nav.plans', permission: 'plan.read' },
      { path: paths.review.list(), word: 'nav.reviews', permission: 'review.read' },
      { path: paths.review.phones(), word: 'nav.silent-phones', permission: 'review.read' },
      { path: paths.corrections.list(), word: 'nav.corrections', permission: 'correction.answer' },
    ],
    openCount: { path: '/v1/reviews/counts', permission: 'review.read' },
    widePaths: [paths.centre.board(), paths.centre.daily()],
    load: () => import('./centre/area.ts'),
  },
  {
    prefix: '/review',
    word: 'nav.reviews',
    nav: [],
    inMenuOf: '/centre',
    load: () => import('./review/area.ts'),
  },
  {
    prefix: '/corrections',
    word: 'nav.corrections',
    nav: [],
    inMenuOf: '/centre',
    load: () => import('./corrections/area.ts'),
  },
  {
    prefix: '/stock',
    word: 'nav.stock',
    nav: [
      { path: paths.stock.balances(), word: 'nav.balances', permission: 'stock.read' },
      { path: paths.stock.alarms(), word: 'nav.alarms', permission: 'stock.read' },
      { path: paths.stock.receive(), word: 'nav.receive', permission: 'stock.manage' },
      { path: paths.stock.issue(), word: 'nav.issue', permission: 'stock.move' },
      { path: paths.stock.shelf(), word: 'nav.shelf', permission: 'stock.count' },
      { path: paths.stock.transfers(), word: 'nav.transfers', permission: 'stock.read' },
      { path: paths.stock.lots(), word: 'nav.lots', permission: 'stock.read' },
      { path: paths.stock.books(), word: 'nav.books', permission: 'stock.read' },
      { path: paths.stock.wastage(), word: 'nav.wastage', permission: 'stock.read' },
    ],
    load: () => import('./stock/area.ts'),
  },
  {
    prefix: '/accounts',
    word: 'nav.accounts',
    nav: [
      { path: paths.accounts.list(), word: 'nav.staff', permission: 'account.read' },
      { path: paths.accounts.create(), word: 'nav.new-account', permission: 'account.help' },
    ],
    load: () => import('./accounts/area.ts'),
  },
  {
    prefix: '/ward',
    word: 'nav.ward',
    nav: [
      { path: paths.ward.lists(), word: 'nav.lists', permission: 'list.read' },
      { path: paths.ward.totals(), word: 'nav.totals', permission: 'list.upload' },
      { path: paths.ward.rosters(), word: 'nav.rosters', permission: 'session.staff' },
      { path: paths.ward.people(), word: 'nav.people', permission: 'person.edit' },
      { path: paths.ward.groups(), word: 'nav.groups', permission: 'group.manage' },
      { path: paths.ward.duplicates(), word: 'nav.duplicates', permission: 'person.merge' },
      { path: paths.ward.invitations(), word: 'nav.invitations', permission: 'invitation.issue' },
    ],
    load: () => import('./ward/area.ts'),
  },
  {
    prefix: '/setup',
    word: 'nav.setup',
    nav: [
      { path: paths.setup.places(), word: 'nav.places', permission: 'place.manage' },
      { path: paths.setup.rules(), word: 'nav.rules', permission: 'campaign.manage' },
      { path: paths.setup.campaigns(), word: 'nav.campaigns', permission: 'campaign.manage' },
      { path: paths.setup.targets(), word: 'nav.targets', permission: 'campaign.manage' },
      { path: paths.setup.sites(), word: 'nav.sites', permission: 'session.plan' },
      { path: paths.setup.sessions(), word: 'nav.sessions', permission: 'session.staff' },
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

/** The area whose menu stands beside the pages of this one. */
export const menuOf = (area: Area | undefined): Area | undefined =>
  area?.inMenuOf === undefined ? area : areas.find(({ prefix }) => prefix === area.inMenuOf)

export const areaName = (area: Area): string => t(area.word)
