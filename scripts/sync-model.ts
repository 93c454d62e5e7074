/**
 * The queue of phones under every trouble that may befall it, from seeds: `npm run -s sync-model -- --seeds 10000`. Each
 * seed is one story of three phones with two hundred acts each; on a fault its seed is printed, and the same seed plays
 * it again: `npm run -s sync-model -- --seeds 1 --from 4711`.
 */
import { parseArgs } from 'node:util'
import { playStories } from '../test/sync/play-stories.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '10000' }, from: { type: 'string', default: '1' } },
})

function whole(name: keyof typeof values): number {
  const number = Number(values[name])
  if (!Number.isSafeInteger(number) || number < 1 || number > 2 ** 31)
    throw new Error(`--${name} takes a whole number from 1 on`)
  return number
}

const [count, from] = [whole('seeds'), whole('from')]
const seeds = Array.from({ length: count }, (_, at) => from + at)
const begun = performance.now()
let [played, acked, restores, crashes] = [0, 0, 0, 0]
const failed: number[] = []
await playStories(seeds, {
  onOutcome({ seed, faults, seen }) {
    played += 1
    acked += seen.acked
    restores += seen.restores
    crashes += seen.crashes
    if (faults.length > 0) {
      failed.push(seed)
      console.log(`seed ${seed}: FAULTS\n  ${faults.slice(0, 10).join('\n  ')}`)
    }
    if (played % 500 === 0) console.log(`${played} of ${count} stories, ${failed.length} failed`)
  },
})
const seconds = ((performance.now() - begun) / 1000).toFixed(1)
console.log(
  `sync-model: ${failed.length === 0 && played === count ? 'OK' : `FAILED seeds=${failed.join(',')}`} stories=${played} ticked=${acked} restores=${restores} crashes=${crashes} seconds=${seconds}`,
)
process.exitCode = failed.length > 0 || played !== count ? 1 : 0
