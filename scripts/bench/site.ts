import { availableParallelism, loadavg } from 'node:os'
import { fillQueue } from '../../test/support/fill-queue.ts'
import { shortNameOf } from '#domain/identity/short-name.ts'
import { ensureWebBuilt } from '../build-web.ts'
import { percentile } from './planner/marks.ts'
import { openSiteGround, SESSION_ID, type Called, type SiteGround, type Volunteer } from './site/ground.ts'
import { ALL_SENT, chooseTab, CPU_SLOWED, openPhone, type BenchPhone } from './site/phone.ts'
import { keptAfter, see, takeTaps } from './site/stopwatch.ts'

export type SiteReport = {
  card_p50_ms: number
  card_p95_ms: number
  checkin_p50_ms: number
  checkin_p95_ms: number
  dose_p50_ms: number
  dose_p95_ms: number
  /** The most that one of them took. */
  dose_taps: number
  save_p95_ms: number
  drain_500_s: number
}

/** At most so much. */
const BARS: SiteReport = {
  card_p50_ms: 700,
  card_p95_ms: 2000,
  checkin_p50_ms: 3000,
  checkin_p95_ms: 5000,
  dose_p50_ms: 5000,
  dose_p95_ms: 10_000,
  dose_taps: 3,
  save_p95_ms: 100,
  drain_500_s: 60,
}
const ENTRIES = 500
const ENTRIES_EACH = 10
const WAIT_MS = 30_000
/** Between two people before the needle, though no hand is as fast: what the phone tries to send after one is over. */
const BREATH_MS = 1000

/**
 * How long the pages of a site let people wait, in a real Chromium of a phone's size with its CPU slowed, before a real
 * service. The fingers are a machine's, so that no reading and no talking is in it: what is left is the page's own.
 * Each series begins with one who is not counted, as the first of a morning. Of 20, the 95th percentile is the longest.
 *
 * - card: the camera's picture is there, with the code in it → the person's card is drawn.
 * - check-in: from the same moment → "Đã tiếp đón" is drawn.
 * - dose: first finger on the screen → "Đã ghi" is drawn; its taps are those that the page felt.
 * - save: the network away; finger on "Đã tiêm" → the transaction with strict durability is complete and the entry is read
 *   back from the disk (IndexedDB's own events). The mark that says so, the count of unsent entries, is told beside it.
 * - drain: the network is back as 3G → "Mọi bản ghi đã lên máy chủ" is drawn, and the database holds every entry once.
 *
 * @param say takes a line of what was measured.
 */
export async function benchSite(
  options: { people: number },
  say: (line: string) => void,
): Promise<{ report: SiteReport; lost: number }> {
  const load = () => `load ${loadavg()[0]!.toFixed(1)}`
  say(`${availableParallelism()} cores, ${load()} before the start; the phone's CPU slowed ${CPU_SLOWED}×`)
  await ensureWebBuilt()
  const ground = await openSiteGround()
  try {
    const volunteer = await ground.addVolunteer()
    const cleared = await ground.clear(2 * (options.people + 1))
    const invited = await ground.invite(options.people + 1)
    const phone = await openPhone(ground, volunteer)
    try {
      const arrivals = await measureArrivals(phone, invited)
      const cards = tell(
        'card',
        arrivals.map(({ cardMs }) => cardMs),
      )
      const checkIns = tell(
        'check-in',
        arrivals.map(({ checkInMs }) => checkInMs),
      )
      const doses = await measureDoses(phone, cleared.splice(0, options.people + 1))
      const given = tell(
        'dose',
        doses.map(({ doseMs }) => doseMs),
      )
      const saves = await measureSaves(phone, cleared)
      const saved = tell(
        'save',
        saves.map(({ keptMs }) => keptMs),
      )
      tell(
        'its mark',
        saves.map(({ markMs }) => markMs),
      )
      const { drainS, lost } = await measureDrain(ground, phone, volunteer)
      say(`drain     ${ENTRIES} entries in ${drainS.toFixed(1)} s, ${lost} lost or doubled; ${load()} now`)
      const report: SiteReport = {
        card_p50_ms: cards.p50,
        card_p95_ms: cards.p95,
        checkin_p50_ms: checkIns.p50,
        checkin_p95_ms: checkIns.p95,
        dose_p50_ms: given.p50,
        dose_p95_ms: given.p95,
        dose_taps: Math.max(...doses.map(({ taps }) => taps)),
        save_p95_ms: saved.p95,
        drain_500_s: Math.round(drainS * 10) / 10,
      }
      for (const [name, bar] of Object.entries(BARS)) {
        const got = report[name as keyof SiteReport]
        say(`bar: ${name} ${got} (≤ ${bar}): ${got <= bar ? 'met' : 'NOT met'}`)
      }
      return { report, lost }
    } finally {
      await phone.close()
    }
  } finally {
    await ground.close()
  }

  function tell(name: string, timesMs: readonly number[]) {
    const [p50, p95, max] = [0.5, 0.95, 1].map((share) => Math.round(percentile(timesMs, share))) as [
      number,
      number,
      number,
    ]
    say(
      `${name.padEnd(9)} ${timesMs.length} times: p50 ${p50} ms, p95 ${p95} ms, longest ${max} ms; ${load()}`,
    )
    return { p50, p95 }
  }
}

/** One after the other before the camera; who comes next is in the film before the camera opens again. */
async function measureArrivals(
  { page, camera }: BenchPhone,
  people: readonly (Called & { paper: string })[],
) {
  const cardOf = ({ fullName }: Called) => see(page, '.person-name', fullName)
  await chooseTab(page, 'Sàng lọc')
  await camera.show(people[0]!.paper)
  let coming = cardOf(people[0]!)
  await chooseTab(page, 'Tiếp đón')
  const measured: { cardMs: number; checkInMs: number }[] = []
  for (const [at, one] of people.entries()) {
    const card = await within(coming, `the card of ${at}`)
    const next = people[at + 1]
    await camera.show(next?.paper ?? null)
    const letIn = see(page, '.let-in', shortNameOf(one.fullName))
    if (next !== undefined) coming = cardOf(next)
    await page.getByRole('button', { name: 'Đúng người, tiếp đón' }).tap()
    const done = await within(letIn, `the check-in of ${at}`)
    measured.push({ cardMs: card.atMs - card.streamMs, checkInMs: done.atMs - card.streamMs })
  }
  return measured.slice(1)
}

/** Person, arm, given. */
async function giveDose(page: BenchPhone['page'], { fullName }: Called): Promise<number[]> {
  await takeTaps(page)
  await page
    .getByRole('button', { name: shortNameOf(fullName) })
    .first()
    .tap()
  await page.getByRole('button', { name: 'Tay trái' }).tap()
  await page.getByRole('button', { name: 'Đã tiêm', exact: true }).tap()
  return takeTaps(page)
}

async function measureDoses({ page }: BenchPhone, people: readonly Called[]) {
  await chooseTab(page, 'Tiêm')
  const measured: { doseMs: number; taps: number }[] = []
  for (const one of people) {
    const shortName = shortNameOf(one.fullName)
    await page.getByRole('button', { name: shortName }).waitFor()
    const recorded = see(page, '.toast', `Đã ghi: ${shortName}.`)
    const taps = await giveDose(page, one)
    const { atMs } = await within(recorded, `the dose of ${shortName}`)
    measured.push({ doseMs: atMs - taps[0]!, taps: taps.length })
  }
  return measured.slice(1)
}

async function measureSaves({ page, setNetwork }: BenchPhone, people: readonly Called[]) {
  await page.getByText(ALL_SENT).waitFor()
  await setNetwork('away')
  const measured: { keptMs: number; markMs: number }[] = []
  for (const [before, one] of people.entries()) {
    await page.waitForTimeout(BREATH_MS)
    const saved = see(page, '.queue-count', `${before + 1} bản ghi chưa gửi`)
    const recorded = see(page, '.toast', `Đã ghi: ${shortNameOf(one.fullName)}.`)
    const taps = await giveDose(page, one)
    const { atMs } = await within(saved, `saving ${before}`)
    const tapMs = taps.at(-1)!
    measured.push({ keptMs: (await keptAfter(page, tapMs)) - tapMs, markMs: atMs - tapMs })
    await within(recorded, `the word for ${before}`)
  }
  await setNetwork(null)
  await page.getByText(ALL_SENT).waitFor()
  return measured.slice(1)
}

async function measureDrain(ground: SiteGround, { page, context, setNetwork }: BenchPhone, who: Volunteer) {
  const called = await ground.call(ENTRIES / ENTRIES_EACH)
  await setNetwork('away')
  const ids = await fillQueue(context, {
    personIds: called.map(({ id }) => id),
    each: ENTRIES_EACH,
    sessionId: SESSION_ID,
    at: new Date(),
  })
  await within(see(page, '.queue-count', `${ENTRIES} bản ghi chưa gửi`), 'the full queue')
  const sent = see(page, '.queue-count', ALL_SENT)
  const startedMs = performance.now()
  await setNetwork('3g')
  await within(sent, 'an empty queue', 5 * 60_000)
  const drainS = (performance.now() - startedMs) / 1000
  const { rows } = await ground.client.query<{ all: number; ours: number }>(
    `SELECT count(*)::integer AS all, count(*) FILTER (WHERE id = ANY ($2))::integer AS ours
     FROM screening WHERE author_id = $1`,
    [who.accountId, ids],
  )
  const { all, ours } = rows[0]!
  return { drainS, lost: Math.abs(all - ENTRIES) + Math.abs(ours - ENTRIES) }
}

/** @throws Error when it has not come after so long. */
async function within<T>(coming: Promise<T>, what: string, ms = WAIT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`Nobody has seen ${what}`)), ms)
  })
  return Promise.race([coming, tooLate]).finally(() => clearTimeout(timer))
}
