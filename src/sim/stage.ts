import { uuidv7 } from '#domain/ids.ts'
import type { createCampaign } from '#features/campaigns/create-campaign.ts'
import { createRejudging } from '#features/doses/rejudge-people.ts'
import { closeSetWriter, setWriterOf } from '#features/doses/the-writer.ts'

/** What use cases need. */
export type Deps = Parameters<typeof createCampaign>[0]

/** The service at hours of our choosing: its use cases and its set writer read the clock that `setNow` moves. */
export type Stage = ReturnType<typeof openStage>

/** @param bytes of new ids; from a seed, where the same run must give the same ids. */
export function openStage(service: Deps, startsAt: Date, bytes: (count: number) => Uint8Array) {
  let now = startsAt
  const clock = () => now
  const newId = () => uuidv7(now.getTime(), bytes(10))
  const { database, sealer, authority } = service
  const deps: Deps = {
    ...service,
    clock,
    newId,
    rejudging: createRejudging({ database, sealer, authority, clock, newId }),
  }
  return {
    deps,
    writer: setWriterOf(deps),
    /** The next writer of this database has the service's own clock again. */
    close: () => closeSetWriter(database),
    setNow: (at: Date) => {
      now = at
    },
  }
}

/** As many at once as the pool of the app serves well, so that commits share the disk. */
const WIDTH = 12

export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(WIDTH, items.length) }, worker))
}
