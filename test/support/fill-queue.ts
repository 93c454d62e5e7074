import { randomUUID } from 'node:crypto'
import type { BrowserContext } from 'playwright-core'
import { bundlePhone } from '../sync/bundle-phone.ts'

/**
 * Screenings of these people, put into this phone's own queue by the phone's own files; on a page beside the app, which
 * needs no network.
 *
 * @param of.each how many of each person.
 * @returns the ids of the entries.
 */
export async function fillQueue(
  context: BrowserContext,
  of: { personIds: readonly string[]; each: number; sessionId: string; at: Date },
): Promise<string[]> {
  const script = await bundlePhone()
  await context.route('**/fill.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  )
  await context.route('**/fill', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/fill.js"></script>' }),
  )
  const page = await context.newPage()
  await page.goto('/fill')
  await page.waitForFunction(() => 'phone' in window)
  const facts = of.personIds.flatMap((personId) =>
    Array.from({ length: of.each }, () => ({
      id: randomUUID(),
      kind: 'screening' as const,
      personId,
      sessionId: of.sessionId,
      capturedAt: of.at.toISOString(),
      outcome: 'eligible' as const,
      findings: [],
      vitals: {},
      examinerName: '',
      note: '',
    })),
  )
  await page.evaluate(async (facts) => {
    const all = await indexedDB.databases()
    const name = all.map((one) => one.name ?? '').find((one) => one.startsWith('muitiem-queue-'))!
    const store = await window.phone.openPhoneStore(name.replace('muitiem-queue-', ''))
    const { measure } = (await store.look()).memory
    await store.add(facts.map((fact) => ({ id: fact.id, measure, fact })))
    store.close()
  }, facts)
  await page.close()
  return facts.map(({ id }) => id)
}
