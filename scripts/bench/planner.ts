import { readBounds } from './planner/bounds.ts'
import { generatedSources } from './planner/generated.ts'
import { makeInstances, repeatsFor, type Instance, type Shock, type Source } from './planner/instance.ts'
import { againstNone, describe, markOf, mean, percentile, type Mark } from './planner/marks.ts'
import { outsideSources } from './planner/outside.ts'
import { literal, none, planned } from './planner/policies.ts'
import { measureSpeed, type Speed } from './planner/speed.ts'
import { simulate, type Policy } from './planner/world.ts'

type Say = (line: string) => void
type Wanted = { data: string; instances: number }

/** Nobody counts a fridge in these cities, as in the reference runs; so the limit for old counts is left out. */
const settings = { oldCountDoses: 1_000_000 }
const policies = {
  none,
  literal,
  ours: planned(settings),
  raw: planned({ ...settings, paceMode: 'raw' }),
} satisfies Record<string, () => Policy>

/** Goals of the planner's page (its §4.9), as far as instances can show them; `raw` has to miss the first. */
const goals = {
  doses_pct: { least: 97 },
  doses_pct_p5: { least: 92.5 },
  dose_days_pct: { least: 97.3 },
  dose_days_pct_p5: { least: 95.5 },
  worst_vs_none: { least: -1.5 },
  worse_share: { most: 0.08 },
  expired_pct: { most: 0.25 },
  moves: { most: 45 },
  missing_pct: { most: 0.1 },
  worst_ward_share: { least: 0.6 },
  late_entry_doses_pct: { least: 96.5 },
  late_entry_share: { least: 0.85 },
  stop_doses_pct: { least: 96.5 },
  median_ms: { most: 50 },
  max_ms: { most: 200 },
} satisfies Partial<Record<keyof PlannerReport, { least: number } | { most: number }>>

export type PlannerReport = {
  doses_pct: number
  doses_pct_p5: number
  dose_days_pct: number
  dose_days_pct_p5: number
  worst_vs_none: number
  expired_pct: number
  /** … of which would expire even with perfect foresight and free, instant moves. */
  forced_expired_pct: number
  moves: number
  late_entry_doses_pct: number
  late_entry_share: number
  worse_share: number
  /** Ordered of what was not really there, as a share of the supply. */
  missing_pct: number
  /** Doses per person of the lowest ward beside the city's, where vaccine is scarcest and comes weekly. */
  worst_ward_share: number
  stop_doses_pct: number
  raw_doses_pct: number
  raw_pace_fails: boolean
  median_ms: number
  max_ms: number
}

/** Plays every policy on campaigns that never happened, and tells what share of the perfect-foresight bound it reached. */
export async function benchPlanner({ data, instances }: Wanted, say: Say): Promise<PlannerReport> {
  const outside = outsideSources(data)
  const sources = outside ?? generatedSources()
  say(outside === null ? `No data at ${data}: generated instances.` : `Instances from ${data}.`)
  const repeats = repeatsFor(instances, sources.length)
  const play = (shock: Shock, count: number) => playAll(sources, outside === null, count, shock, say)
  const base = await play('none', repeats)
  const none = base.none
  for (const [name, marks] of Object.entries(base)) say(describe(name, marks, none))
  for (const family of new Set(none.map((mark) => mark.instance.family))) {
    const own = (marks: readonly Mark[]) => marks.filter((mark) => mark.instance.family === family)
    say(describe(`  ours, ${family}`, own(base.ours), own(none)))
  }
  const shockRepeats = repeatsFor(instances / 2, sources.length)
  const late = await play('late-entry', shockRepeats)
  for (const [name, marks] of Object.entries(late)) say(describe(`late entry, ${name}`, marks, late.none))
  const stop = await play('stop', shockRepeats)
  for (const [name, marks] of Object.entries(stop)) say(describe(`real stop, ${name}`, marks, stop.none))
  const speed = measureSpeed()
  say(
    `500 wards × 50 lots: median ${speed.medianMs.toFixed(1)} ms, longest ${speed.maxMs.toFixed(1)} ms; ` +
      `processor time of an undisturbed one ${speed.processorMs.toFixed(1)} ms`,
  )
  const report = summarise(base, late, stop, speed)
  for (const line of missedGoals(report)) say(line)
  return report
}

type Marks = Record<keyof typeof policies, Mark[]>

async function playAll(
  sources: readonly Source[],
  isGenerated: boolean,
  repeats: number,
  shock: Shock,
  say: Say,
): Promise<Marks> {
  const all = makeInstances(sources, repeats, shock)
  const bounds = await readBounds(all, isGenerated, say)
  const marksOf = (policy: () => Policy) =>
    all.map((instance: Instance) => markOf(instance, bounds.get(instance)!, simulate(instance, policy())))
  return {
    none: marksOf(policies.none),
    literal: marksOf(policies.literal),
    ours: marksOf(policies.ours),
    raw: marksOf(policies.raw),
  }
}

function summarise(base: Marks, late: Marks, stop: Marks, speed: Speed): PlannerReport {
  const difference = againstNone(base.ours, base.none)
  const weekly = base.ours.filter(({ instance }) => instance.cadence === 7 && instance.scarcity <= 0.85)
  const scarce = base.ours.filter(({ instance }) => instance.cadence === 7 && instance.scarcity <= 0.6)
  const rawDoses = mean(base.raw.map((mark) => mark.dosesPct))
  const doses = base.ours.map((mark) => mark.dosesPct)
  const doseDays = base.ours.map((mark) => mark.doseDaysPct)
  return {
    doses_pct: round(mean(doses)),
    doses_pct_p5: round(percentile(doses, 0.05)),
    dose_days_pct: round(mean(doseDays)),
    dose_days_pct_p5: round(percentile(doseDays, 0.05)),
    worst_vs_none: round(Math.min(...difference)),
    expired_pct: round(100 * mean(weekly.map((mark) => mark.expiredShare))),
    forced_expired_pct: round(100 * mean(weekly.map((mark) => mark.forcedShare))),
    moves: round(mean(base.ours.map((mark) => mark.moves))),
    late_entry_doses_pct: round(mean(late.ours.map((mark) => mark.dosesPct))),
    late_entry_share: round(mean(late.ours.map((mark) => mark.affectedShare))),
    worse_share: round(mean(difference.map((points) => (points < 0 ? 1 : 0)))),
    missing_pct: round(100 * mean(base.ours.map((mark) => mark.missingShare))),
    worst_ward_share: round(mean(scarce.map((mark) => mark.worstShare))),
    stop_doses_pct: round(mean(stop.ours.map((mark) => mark.dosesPct))),
    raw_doses_pct: round(rawDoses),
    raw_pace_fails: rawDoses < goals.doses_pct.least,
    median_ms: round(speed.medianMs),
    max_ms: round(speed.maxMs),
  }
}

/** Told, not hidden: these figures come from outside data as much as from the planner. */
export function missedGoals(report: PlannerReport): string[] {
  const lines: string[] = []
  for (const [name, goal] of Object.entries(goals)) {
    const reached = report[name as keyof typeof goals]
    if ('least' in goal && reached < goal.least)
      lines.push(`Goal missed: ${name} ${reached}, wanted at least ${goal.least}`)
    if ('most' in goal && reached > goal.most)
      lines.push(`Goal missed: ${name} ${reached}, wanted at most ${goal.most}`)
  }
  if (!report.raw_pace_fails) lines.push(`Goal missed: raw pace reaches ${report.raw_doses_pct}`)
  return lines
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
