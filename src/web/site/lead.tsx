import { dutyWords, type Duty } from '#domain/roster.ts'
import type { OpenVialList } from '#features/stock/contract.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet, useLoad } from '../shared/load.ts'
import { takeFile } from '../shared/keep-file.ts'
import { JoinCard } from '../join/join-card.tsx'
import { useAccount, useMay } from '../shared/session.ts'
import { formatNumber, language } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Figures, Notice, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { useEffect, useRef } from 'preact/hooks'
import { newId } from '../shared/clock.ts'
import { useTap } from './entries.ts'
import type { TableProps } from './session-page.tsx'
import { SessionMoves } from '../setup/session-moves.tsx'
import { Standby } from './standby.tsx'
import { t as st } from './standby-words.ts'
import { useNow } from './use-now.ts'
import { visits, type Status } from './visits.ts'
import { t } from './table-words.ts'

const EVERY_MS = 10_000
type Vials = Out<typeof OpenVialList>

/** How the session stands now, for whoever leads it. */
export function Lead(props: TableProps & { reload: () => Promise<void> }) {
  const { session } = props
  const may = useMay()
  const status = useLoad(`status ${session.id}`, () => visits.status(session.id))
  const vials = useGet<Vials>('/v1/open-vials', { sessionId: session.id })
  useEffect(() => {
    const timer = setInterval(() => void status.reload(), EVERY_MS)
    return () => clearInterval(timer)
  }, [session.id])
  return (
    <>
      {may('session.staff') && <JoinCard sessionId={session.id} onChanged={status.reload} />}
      <Loading of={status}>{(data) => <Counts status={data} />}</Loading>
      <Loading of={vials}>
        {({ items }) => <OpenVials {...props} vials={items} reloadVials={vials.reload} />}
      </Loading>
      {session.state === 'open' && <Standby sessionId={session.id} />}
      {may('person.export') && <DayDoses session={session} />}
      <Card title={st('end.title')}>
        <p>{st('end.lead')}</p>
        <SessionMoves session={session} onMoved={props.reload} />
      </Card>
    </>
  )
}

/** What was given here on the day of the session, in one press. */
function DayDoses({ session: { siteId, sessionOn } }: Pick<TableProps, 'session'>) {
  const asked = { siteId, givenOn: sessionOn, purpose: 'own-check', format: 'xlsx' }
  return (
    <Card title={st('export.title')}>
      <p>{st('export.lead')}</p>
      <Button onClick={() => takeFile('/v1/exports/doses', asked)}>{st('export.do')}</Button>
    </Card>
  )
}

function Counts({ status }: { status: Status }) {
  const { counts, stock } = status
  const held = counts.deferred + counts.contraindicated + counts.referred
  return (
    <>
      <Figures
        items={[
          { label: t('lead.arrived'), value: formatNumber(counts.arrived) },
          { label: t('lead.cleared'), value: formatNumber(counts.eligible + counts.caution) },
          { label: t('lead.given'), value: formatNumber(counts.given), tone: 'good' },
          {
            label: t('lead.not-entered'),
            value: formatNumber(status.notEntered),
            note: t('lead.not-entered-note'),
            tone: status.notEntered > 0 ? 'warn' : 'good',
          },
          {
            label: t('lead.opened'),
            value: formatNumber(stock.openedNominal),
            note: t('lead.wasted', { doses: formatNumber(stock.wasted) }),
          },
          { label: t('lead.held'), value: formatNumber(held + counts.refused) },
          { label: t('lead.observed'), value: formatNumber(counts.observed) },
          {
            label: t('lead.reactions'),
            value: `${formatNumber(counts.reactionsCommon)} / ${formatNumber(counts.reactionsSevere)}`,
            tone: counts.reactionsSevere > 0 ? 'bad' : 'still',
          },
          {
            label: t('lead.stock'),
            value: formatNumber(stock.held),
            note: t('lead.issued', { doses: stock.issued }),
          },
        ]}
      />
      {status.quarantined > 0 && (
        <Notice tone="warn" title={t('lead.quarantined', { count: status.quarantined })} />
      )}
      <Card title={t('lead.crew')}>
        <ul class="crew-list">
          {status.crew.map(({ duty, posted, present }) => (
            <li key={duty}>
              <StatusMark tone={present > 0 ? 'good' : 'warn'}>
                {duty in dutyWords ? dutyWords[duty as Duty][language.value] : duty}: {present}/{posted}
              </StatusMark>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

function OpenVials(props: TableProps & { vials: Vials['items']; reloadVials: () => Promise<void> }) {
  const { session, lots, lot } = props
  const { timeZone } = useAccount().authority
  const now = useNow(30_000)
  const tap = useTap()
  const clock = (instant: string) => formatInstant(instant, timeZone).slice(11)
  const close = (id: string) =>
    void tap.run(async () => {
      await api.post(`/v1/open-vials/${id}/closure`)
      await props.reloadVials()
    })
  const asked = useRef<{ id: string; lotId: string } | null>(null)
  const open = () =>
    void tap.run(async () => {
      if (lot === null) return
      const { lotId } = lot
      // When the answer is lost, the next tap asks for the same vial, not for another one.
      if (asked.current?.lotId !== lotId) asked.current = { id: newId(), lotId }
      await api.post('/v1/open-vials', { ...asked.current, sessionId: session.id })
      asked.current = null
      await props.reloadVials()
    })
  return (
    <Card
      title={t('vials.title')}
      actions={
        <Button disabled={lot === null || lot.blocked !== null} busy={tap.busy.value} onClick={open}>
          {t('vials.open')}
        </Button>
      }
    >
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      <div class="as-cards">
        <Table
          caption={t('vials.title')}
          captionHidden
          empty={t('vials.none')}
          rows={props.vials}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'lot',
              head: t('vials.lot'),
              rowHead: true,
              cell: ({ lotId }) => lots.find((one) => one.lotId === lotId)?.lotCode ?? '–',
            },
            { key: 'opened', head: t('vials.opened'), cell: ({ openedAt }) => clock(openedAt) },
            {
              key: 'discard',
              head: t('vials.discard'),
              cell: ({ discardBy }) =>
                Date.parse(discardBy) <= now.getTime() ? (
                  <StatusMark tone="bad">{t('vials.late', { at: clock(discardBy) })}</StatusMark>
                ) : (
                  <StatusMark tone="info">{clock(discardBy)}</StatusMark>
                ),
            },
            {
              key: 'close',
              head: t('vials.end'),
              cell: ({ id }) => <Button onClick={() => close(id)}>{t('vials.close')}</Button>,
            },
          ]}
        />
      </div>
    </Card>
  )
}
