/** Every address of a page is made here and nowhere else. `shell` and `area.ts` hold the patterns. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  account: () => '/account',
}

/** Where to go after signing in: an address of our own pages and nothing else. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : paths.home()
}
