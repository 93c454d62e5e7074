/** Every address of a page is made here and nowhere else. A pattern names its parts: `:listId`. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  account: () => '/account',
  ward: {
    lists: () => '/ward/lists',
    list: (listId: string) => `/ward/lists/${listId}`,
    upload: (uploadId: string) => `/ward/lists/uploads/${uploadId}`,
    people: () => '/ward/people',
    person: (personId: string) => `/ward/people/${personId}`,
    /** Of which ward, and answered how, stands in the query. */
    duplicates: (query = '') => `/ward/duplicates${query}`,
    /** Whose papers are printed stands in the query: `?listId=…` or `?groupId=…`. */
    invitations: (query = '') => `/ward/invitations${query}`,
    /** For which campaign, ward and kind of list stands in the query. */
    totals: (query = '') => `/ward/totals${query}`,
    declaration: (declarationId: string) => `/ward/totals/${declarationId}`,
    rosters: () => '/ward/staff',
    newRoster: () => '/ward/staff/new',
    roster: (rosterId: string) => `/ward/staff/lists/${rosterId}`,
  },
  centre: {
    board: () => '/centre',
    lists: () => '/centre/lists',
    plans: () => '/centre/plans',
    plan: (planId: string) => `/centre/plans/${planId}`,
  },
  site: {
    sessions: () => '/site',
    session: (sessionId: string, tab = '') => `/site/sessions/${sessionId}${tab === '' ? '' : `?tab=${tab}`}`,
    form: (sessionId: string, personId: string) => `/site/sessions/${sessionId}/people/${personId}/form`,
    slip: (sessionId: string, personId: string) => `/site/sessions/${sessionId}/people/${personId}/slip`,
  },
  stock: {
    balances: () => '/stock',
    receive: () => '/stock/receive',
    issue: () => '/stock/issue',
    transfers: () => '/stock/transfers',
    newTransfer: () => '/stock/transfers/new',
    transfer: (transferId: string) => `/stock/transfers/${transferId}`,
  },
  accounts: {
    list: () => '/accounts',
    create: () => '/accounts/new',
    account: (accountId: string) => `/accounts/${accountId}`,
  },
  setup: {
    places: () => '/setup/places',
    rules: () => '/setup/rules',
    campaigns: () => '/setup/campaigns',
    campaign: (campaignId: string) => `/setup/campaigns/${campaignId}`,
    targets: (campaignId?: string) =>
      campaignId === undefined ? '/setup/targets' : `/setup/targets?campaignId=${campaignId}`,
    sites: () => '/setup/sites',
    sessions: () => '/setup/sessions',
    session: (sessionId: string) => `/setup/sessions/${sessionId}`,
  },
}

/** Where to go after signing in: an address of our own pages and nothing else. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : paths.home()
}
