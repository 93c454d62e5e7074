import type { DrawSlips, SentRoster, Slip } from '#features/sessions/roster-contract.ts'
import type { In, Out } from '../shared/contract.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Card, Facts, Notice } from '../shared/ui/page.tsx'
import { formatInstant } from '../shared/days.ts'
import { PaperButton } from '../shared/paper-button.tsx'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { dutyName } from '../setup/session-words.ts'
import { CrewMark, wordDays, type RosterView } from './rosters.tsx'
import { t } from './roster-words.ts'

type SlipView = Out<typeof Slip>

/** The receipt of a list that was just sent, with its slips: their PINs are seen this once. */
export function SentSlips({ sent }: { sent: Out<typeof SentRoster> }) {
  const { roster, slips } = sent
  return (
    <>
      <div class="screen-only">
        <Notice tone="good" title={t('receipt.kept')} />
        <Card
          actions={<ButtonLink href={paths.ward.roster(roster.id)}>{roster.siteName}</ButtonLink>}
          title={t('receipt')}
        >
          <RosterFacts roster={roster} />
        </Card>
      </div>
      <SlipSheet rosterId={roster.id} slips={slips} siteName={roster.siteName} days={wordDays(roster)} />
    </>
  )
}

export function RosterFacts({ roster }: { roster: RosterView }) {
  const { timeZone } = useAccount().authority
  return (
    <Facts
      items={[
        [t('site'), roster.siteName],
        [t('days'), wordDays(roster)],
        [t('sent'), formatInstant(roster.receivedAt, timeZone)],
        [t('by'), roster.sentBy],
        [t('people'), formatNumber(roster.people)],
        [t('made'), formatNumber(roster.accountsMade)],
        [t('crew'), <CrewMark missing={roster.missing} />],
      ]}
    />
  )
}

/** A slip for each person, to be cut apart; on paper nothing else of the page is left. */
export function SlipSheet(props: {
  rosterId: string
  slips: readonly SlipView[]
  siteName: string
  days: string
}) {
  const pins = props.slips.flatMap(({ accountId, pin }) => (pin === null ? [] : [{ accountId, pin }]))
  return (
    <section>
      <h2>{t('slips')}</h2>
      <p class="screen-only">{t('slips.lead')}</p>
      <p class="form-buttons">
        <Button kind="main" onClick={() => print()}>
          {t('print')}
        </Button>{' '}
        <PaperButton
          address={`/v1/rosters/${props.rosterId}/slips.pdf`}
          name="phieu-dang-nhap"
          word={t('pdf')}
          body={{ pins } satisfies In<typeof DrawSlips>}
        />
      </p>
      <ul class="slips">
        {props.slips.map((slip) => (
          <li key={slip.accountId} class="slip">
            <strong>{slip.fullName}</strong>
            <span class="under">
              {props.siteName} · {props.days}
            </span>
            <span class="under">{slip.duties.map((duty) => dutyName(duty)).join(', ')}</span>
            <dl>
              <dt>{t('slip.address')}</dt>
              <dd class="secret-text">{location.origin}</dd>
              <dt>{t('slip.name')}</dt>
              <dd class="secret-text">{slip.signInName}</dd>
              <dt>{t('slip.pin')}</dt>
              <dd class={slip.pin === null ? '' : 'secret-text pin'}>
                {slip.pin ?? (slip.waiting ? t('slip.waiting') : t('slip.same'))}
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
