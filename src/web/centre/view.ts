import { isLocalDate } from '#domain/dates.ts'
import { plannedSteps, type StepCode } from '#domain/vaccination/steps.ts'
import { withQuery } from '../shared/api.ts'
import { here, navigate } from '../shared/router.ts'

export const rowKinds = ['ward', 'group', 'site', 'enterprise', 'target-group', 'step'] as const
export type RowKind = (typeof rowKinds)[number]

/** What of a campaign is looked at: all of it stands in the address, so that it can be sent and comes back. */
export type View = {
  by: 'residence' | 'injection'
  step: StepCode
  group: string | null
  rows: RowKind
  /** Recorded by the end of this day, instead of now. */
  asOf: string | null
  unitsOn: string | null
  /** Of one ward, for rows below it. */
  place: string | null
}

export function readView(): View {
  const { query } = here.value
  const day = (name: string) => {
    const text = query.get(name)
    return text !== null && isLocalDate(text) ? text : null
  }
  const by = query.get('by') === 'injection' ? 'injection' : 'residence'
  return {
    by,
    step: plannedSteps.find((code) => code === query.get('step')) ?? 'primary-1',
    // What is counted by place of injection knows no age and no code.
    group: by === 'injection' ? null : query.get('group'),
    rows: rowKinds.find((kind) => kind === query.get('rows')) ?? 'ward',
    asOf: day('asOf'),
    unitsOn: day('unitsOn'),
    place: query.get('place'),
  }
}

/** The address keeps everything else; an empty answer leaves it. */
export function putView(change: Record<string, string>): void {
  const query = { ...Object.fromEntries(here.value.query), ...change }
  navigate(withQuery(here.value.path, query), 'replace')
}

/** For the way to a page about the same view. */
export function viewQuery(campaign: string, { by, step, group }: View): string {
  return withQuery('', { campaign, by, step, group })
}
