import { addDays, type LocalDate } from '#domain/dates.ts'
import { setExpectedArrival } from '#features/planner/set-expected-arrival.ts'
import { setWardSupply } from '#features/planner/set-ward-supply.ts'
import type { City } from './city.ts'
import { inParallel, type Deps } from './stage.ts'

const ROOM_DOSES = 4000
const REASON = 'Khảo sát kho lạnh và đường đi đầu đợt'

/** What the centre has asked every ward before it began: a fridge of some size, a road of some minutes; and what is announced. */
export async function surveySupply(
  deps: Deps,
  city: City,
  { today, productId }: { today: LocalDate; productId: string },
): Promise<void> {
  const wards = city.wards.map((ward, index) => ({ ward, index }))
  await inParallel(wards, async ({ ward, index }) => {
    await setWardSupply(deps, city.actor, ward.id, {
      minStockDays: 2,
      acceptsTransfers: true,
      rooms: [{ storageClass: 'fridge-2-8', capacityDoses: ROOM_DOSES + 1000 * (index % 4) }],
      roads: [{ fromWardId: null, minutes: 10 + ((index * 7) % 36) }],
      reason: REASON,
    })
  })
  await setExpectedArrival(deps, city.actor, deps.newId(), {
    productId,
    arrivesOn: addDays(today, 4),
    doses: 6000,
    documentNumber: '2750/SYT-NVY',
  })
}
