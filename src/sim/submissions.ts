import { addDays, type LocalDate } from '#domain/dates.ts'
import { declareTotals } from '#features/registrants/declare-totals.ts'
import { setDeadline } from '#features/registrants/set-deadline.ts'
import type { City, Ward } from './city.ts'
import { inParallel, type openStage } from './stage.ts'

/** Totals are due at 16:00, as Huế ordered it. */
const DUE_HOUR = 16
const IN_TIME_HOUR = 14.5
const LATE_HOUR = 17.75

/**
 * The day before the first session: totals fall due, most wards have declared, some are late and one sends nothing. Staff
 * lists fall due tomorrow.
 *
 * @param at the instant of an hour of a day.
 */
export async function declareWards(
  stage: ReturnType<typeof openStage>,
  city: City,
  { on, today, at }: { on: LocalDate; today: LocalDate; at: (day: LocalDate, hours: number) => Date },
): Promise<void> {
  const { deps } = stage
  const due = { campaignId: city.campaignId, reason: '', documentNumber: '6616/KH-UBND' }
  await setDeadline(deps, city.actor, {
    ...due,
    submission: 'totals',
    listKind: 'ward',
    dueAt: at(on, DUE_HOUR).toISOString(),
  })
  await setDeadline(deps, city.actor, {
    ...due,
    submission: 'staff',
    listKind: null,
    dueAt: at(addDays(today, 1), DUE_HOUR).toISOString(),
  })
  const turns = { inTime: [] as Ward[], late: [] as Ward[] }
  for (const [index, ward] of city.wards.entries()) {
    if (index % 18 === 7) continue
    turns[index % 9 === 4 ? 'late' : 'inTime'].push(ward)
  }
  stage.setNow(at(on, IN_TIME_HOUR))
  await inParallel(turns.inTime, (ward) => declareWard(stage, city, ward))
  stage.setNow(at(on, LATE_HOUR))
  await inParallel(turns.late, (ward) => declareWard(stage, city, ward))
}

async function declareWard({ deps }: ReturnType<typeof openStage>, city: City, ward: Ward): Promise<void> {
  const adults = ward.residents.filter(({ isAdult }) => isAdult).length
  await declareTotals(
    deps,
    city.actor,
    {
      campaignId: city.campaignId,
      wardId: ward.id,
      listKind: 'ward',
      basis: 'code',
      numbers: [
        { key: '10', persons: adults },
        { key: '16', persons: ward.residents.length - adults },
      ],
      note: '',
    },
    'vi',
  )
}
