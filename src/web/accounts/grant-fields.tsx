import { roles, type Role } from '#domain/access.ts'
import { isSiteRole } from '#domain/granting.ts'
import type { grantBody } from '#features/accounts/contract.ts'
import type { PlacePage } from '#features/geography/contract.ts'
import type { SessionPage, SitePage } from '#features/sessions/contract.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { roleName } from '../shared/roles.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { DayField, SelectField, type Option } from '../shared/ui/fields.tsx'
import { day, required, type Form, type Values } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { readAll } from '../shared/wards.ts'
import { endOfDay } from './end-of-day.ts'
import { t } from './words.ts'

/** What a new grant is asked for, in a form of its own or within one for a new account. */
export type GrantValues = { role: string; where: string; until: string }
export const grantValues: GrantValues = { role: '', where: '', until: '' }
export const grantRules = { role: [required], where: [required], until: [day] }

type Places = {
  wards: Out<typeof PlacePage>['items']
  sites: Out<typeof SitePage>['items']
  sessions: Out<typeof SessionPage>['items']
}
const none = { wards: [], sites: [], sessions: [] }

/** Role first; the places offered are those where it can hold. */
export function GrantFields({ form }: { form: Form<Values> }) {
  const may = useMay()
  const places = useLoad<Places>('grant-places', async () => {
    const [wards, sites, sessions] = await Promise.all([
      readAll<Places['wards'][number]>('/v1/places', { kind: 'ward' }),
      may('session.read') ? readAll<Places['sites'][number]>('/v1/sites', {}) : none.sites,
      may('session.read')
        ? Promise.all(
            ['open', 'planned'].map((state) =>
              readAll<Places['sessions'][number]>('/v1/sessions', { state }),
            ),
          )
        : [],
    ])
    return { wards, sites, sessions: sessions.flat() }
  })
  const offered = may('account.manage') ? roles : roles.filter(isSiteRole)
  const role = offered.find((one) => one === form.values.value['role'])
  return (
    <Loading of={places}>
      {(known) => (
        <>
          <SelectField
            name="role"
            label={t('role')}
            options={offered.map((one) => ({ value: one, label: roleName(one) }))}
            empties={['where']}
          />
          {role !== undefined && (
            <SelectField key={role} name="where" label={t('where')} options={wheresOf(role, known)} />
          )}
          <DayField name="until" label={t('until')} hint={t('until.hint')} />
        </>
      )}
    </Loading>
  )
}

function wheresOf(role: Role, { wards, sites, sessions }: Places): Option[] {
  const everywhere = { value: 'all', label: t('where.all') }
  const inWards = wards.map(({ id, name }) => ({ value: `place:${id}`, label: t('where.place', { name }) }))
  if (role === 'ward-official') return inWards
  if (!isSiteRole(role)) return [everywhere]
  return [
    ...sessions.map(({ id, sessionOn, siteName }) => ({
      value: `session:${id}`,
      label: t('where.session', { on: formatDay(sessionOn), name: siteName }),
    })),
    ...sites.map(({ id, name }) => ({ value: `site:${id}`, label: t('where.site', { name }) })),
    ...inWards,
  ]
}

/** As the service takes it; the last day counts whole, on the authority's clock. */
export function useGrantOf(): (values: GrantValues) => In<typeof grantBody> {
  const { timeZone } = useAccount().authority
  return ({ role, where, until }) => {
    const [kind, id] = where.split(':')
    const lastOn = parseDay(until)
    return {
      role: roles.find((one) => one === role) ?? 'scanner',
      ...(kind === 'place' && id !== undefined ? { placeId: id } : {}),
      ...(kind === 'site' && id !== undefined ? { siteId: id } : {}),
      ...(kind === 'session' && id !== undefined ? { sessionId: id } : {}),
      ...(lastOn === null ? {} : { validTo: endOfDay(lastOn, timeZone) }),
    }
  }
}
