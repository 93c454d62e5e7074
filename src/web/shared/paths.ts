/** Every address of a page is made here and nowhere else. A pattern names its parts: `:listId`. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  account: () => '/account',
  /** Of a shift; its code stands in the fragment. Open to whoever scans it. */
  join: () => '/join',
  /** What lies on this phone; open to whoever holds it. */
  phone: () => '/phone',
  ward: {
    lists: () => '/ward/lists',
    list: (listId: string) => `/ward/lists/${listId}`,
    upload: (uploadId: string) => `/ward/lists/uploads/${uploadId}`,
    /** A filter may stand in the query; never a name. */
    people: (query = '') => `/ward/people${query}`,
    newPerson: (query = '') => `/ward/people/new${query}`,
    person: (personId: string) => `/ward/people/${personId}`,
    /** Of which ward stands in the query. */
    groups: (query = '') => `/ward/groups${query}`,
    group: (groupId: string) => `/ward/groups/${groupId}`,
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
    /** What is looked at stands in the query, here and on the pages that are reached from the board. */
    board: (query = '') => `/centre${query}`,
    ward: (wardId: string, query = '') => `/centre/wards/${wardId}${query}`,
    missing: (query = '') => `/centre/missing${query}`,
    quality: (work: string, query = '') => `/centre/quality/${work}${query}`,
    entry: (query = '') => `/centre/entry${query}`,
    charts: (query = '') => `/centre/charts${query}`,
    daily: (query = '') => `/centre/daily${query}`,
    map: () => '/centre/map',
    lists: () => '/centre/lists',
    plans: () => '/centre/plans',
    planTry: () => '/centre/plans/try',
    planSupply: () => '/centre/plans/supply',
    plan: (planId: string) => `/centre/plans/${planId}`,
  },
  site: {
    sessions: () => '/site',
    session: (sessionId: string, tab = '') => `/site/sessions/${sessionId}${tab === '' ? '' : `?tab=${tab}`}`,
    joinPaper: (sessionId: string) => `/site/sessions/${sessionId}/join`,
    papers: (sessionId: string) => `/site/sessions/${sessionId}/papers`,
    form: (sessionId: string, personId: string) => `/site/sessions/${sessionId}/people/${personId}/form`,
    rescue: () => '/site/rescue',
    slip: (sessionId: string, personId: string) => `/site/sessions/${sessionId}/people/${personId}/slip`,
  },
  review: {
    /** Of which kind and ward stands in the query. */
    list: (kind = '', wardId = '') => {
      const asked = Object.entries({ kind, wardId }).filter(([, value]) => value !== '')
      return asked.length === 0 ? '/review' : `/review?${new URLSearchParams(asked).toString()}`
    },
    item: (itemId: string) => `/review/items/${itemId}`,
    phones: () => '/review/phones',
  },
  corrections: {
    /** Which of them stands in the query. */
    list: (query = '') => `/corrections${query}`,
    item: (requestId: string) => `/corrections/${requestId}`,
  },
  stock: {
    balances: () => '/stock',
    receive: () => '/stock/receive',
    issue: () => '/stock/issue',
    /** Which tab stands in the query: `?tab=waste`. */
    shelf: (query = '') => `/stock/shelf${query}`,
    alarms: () => '/stock/alarms',
    /** Of which lot, holder and days stands in the query. */
    books: (query = '') => `/stock/books${query}`,
    wastage: () => '/stock/wastage',
    lots: () => '/stock/lots',
    lot: (lotId: string) => `/stock/lots/${lotId}`,
    recipients: (lotId: string) => `/stock/lots/${lotId}/people`,
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
