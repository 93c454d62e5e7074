/** Every address of a page is made here and nowhere else. A pattern names its parts: `:listId`. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  account: () => '/account',
  setup: {
    places: () => '/setup/places',
    rules: () => '/setup/rules',
    campaigns: () => '/setup/campaigns',
    campaign: (campaignId: string) => `/setup/campaigns/${campaignId}`,
  },
}

/** Where to go after signing in: an address of our own pages and nothing else. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : paths.home()
}
