import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { dailyColumns, dailyHeads } from '#domain/daily-report.ts'
import { isLocalDate, localDateAt } from '#domain/dates.ts'
import { fillWords } from '#domain/problem.ts'
import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { DailyReport } from '#features/reports/daily-contract.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { takeFile } from '../shared/keep-file.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { useAccount } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { formatNumber, language } from '../shared/words.ts'
import { chooseCampaign } from './board.tsx'
import type { Campaign } from './board-switches.tsx'
import { t as b } from './board-words.ts'
import { putView } from './view.ts'
import { t } from './ward-page-words.ts'

const say = (key: keyof typeof dailyHeads) => dailyHeads[key][language.value]

/** Phụ lục 5A as the law lays it out: on the screen, on paper, and as a file with the same figures. */
export function DailyPage() {
  const campaigns = useGet<Out<typeof CampaignPage>>('/v1/campaigns', { limit: 50 })
  return (
    <Loading of={campaigns}>
      {({ items }) => {
        const campaign = chooseCampaign(items)
        return campaign === undefined ? null : <DailyOf campaign={campaign} />
      }}
    </Loading>
  )
}

function DailyOf({ campaign }: { campaign: Campaign }) {
  const asked = (name: string) => {
    const text = here.value.query.get(name)
    return text !== null && isLocalDate(text) ? text : null
  }
  // Unasked, it is of today: of the service's day, not of this clock's.
  const query = { campaign: campaign.id, fromOn: asked('fromOn'), toOn: asked('toOn') }
  const report = useGet<Out<typeof DailyReport>>('/v1/reports/daily', query)
  const file = (format: 'csv' | 'xlsx') =>
    withQuery('/v1/reports/daily/file', { ...query, format, language: language.value })
  return (
    <Page
      title={b('daily')}
      lead={campaign.name}
      actions={
        <ButtonLink href={paths.centre.board(withQuery('', { campaign: campaign.id }))}>
          {t('back')}
        </ButtonLink>
      }
    >
      <Loading of={report}>
        {(found) => (
          <>
            <div class="switches screen-only">
              <DayInput key={`from ${found.fromOn}`} name="fromOn" label={t('from')} on={found.fromOn} />
              <DayInput key={`to ${found.toOn}`} name="toOn" label={t('to')} on={found.toOn} />
              <Button onClick={() => window.print()}>{b('print')}</Button>
              <Button onClick={() => takeFile(file('xlsx'))}>{b('xlsx')}</Button>
              <Button onClick={() => takeFile(file('csv'))}>{b('csv')}</Button>
            </div>
            <Sheet report={found} />
          </>
        )}
      </Loading>
    </Page>
  )
}

function DayInput({ name, label, on }: { name: 'fromOn' | 'toOn'; label: string; on: string }) {
  const id = useId()
  const text = useSignal(formatDay(on))
  return (
    <div class="switch">
      <label for={id}>{label}</label>
      <input
        id={id}
        inputMode="numeric"
        size={12}
        value={text.value}
        aria-invalid={parseDay(text.value) === null}
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
        onChange={() => {
          const day = parseDay(text.value)
          if (day !== null) putView({ [name]: day })
        }}
      />
    </div>
  )
}

function Sheet({ report }: { report: Out<typeof DailyReport> }) {
  const { authorityName, startedOn, fromOn, toOn, generatedAt, items, total } = report
  const { timeZone } = useAccount().authority
  const days = { from: formatDay(fromOn), to: formatDay(toOn) }
  const fill = (key: 'started' | 'reported', on: string) =>
    fillWords(dailyHeads[key], language.value, { day: formatDay(on) })
  return (
    <div class="daily-report">
      <header>
        <p class="daily-annex">
          <b>{say('annex')}</b>
          <br />
          <small>{say('rules')}</small>
        </p>
        <div class="daily-head">
          <p>
            <b>{authorityName}</b>
          </p>
          <p>
            <b>{say('nation')}</b>
            <br />
            {say('motto')}
          </p>
        </div>
      </header>
      <div class="daily-title">
        <h2>{say('title')}</h2>
        <p>
          {fill('started', startedOn)}
          <br />
          {fill('reported', localDateAt(new Date(generatedAt), timeZone))}
          <br />
          {fillWords(dailyHeads.days, language.value, days)}
        </p>
      </div>
      <div class="table-frame" role="region" aria-label={b('daily')} tabIndex={0}>
        <table>
          <caption class="heard">{say('title')}</caption>
          <thead>
            <tr>
              {(['number', 'unit', 'round', 'product'] as const).map((key) => (
                <th key={key} scope="col" rowSpan={2}>
                  {say(key)}
                </th>
              ))}
              {overHeads().map(({ key, word, span }) =>
                span === 0 ? (
                  <th key={key} scope="col" rowSpan={2}>
                    {word}
                  </th>
                ) : (
                  <th key={key} scope="colgroup" colSpan={span}>
                    {word}
                  </th>
                ),
              )}
              <th scope="col" rowSpan={2}>
                {say('note')}
              </th>
            </tr>
            <tr>
              {dailyColumns
                .filter(({ over }) => over !== null)
                .map(({ key, head }) => (
                  <th key={key} scope="col">
                    {head[language.value]}
                  </th>
                ))}
            </tr>
          </thead>
          <tbody>
            {items.map((row, at) => (
              <tr key={`${row.on} ${row.wardName} ${row.productName}`}>
                <td class="number">{at + 1}</td>
                <th scope="row">
                  {row.wardName}, {formatDay(row.on)}
                </th>
                <td>{row.roundName}</td>
                <td>{row.productName}</td>
                {dailyColumns.map(({ key }) => (
                  <td key={key} class="number">
                    {formatNumber(row[key])}
                  </td>
                ))}
                <td>
                  {row.mixedSessions > 0 &&
                    fillWords(dailyHeads.mixed, language.value, { count: row.mixedSessions })}
                </td>
              </tr>
            ))}
            <tr>
              <td />
              <th scope="row" colSpan={3}>
                {say('total')}
              </th>
              {dailyColumns.map(({ key }) => (
                <td key={key} class="number">
                  <b>{formatNumber(total[key])}</b>
                </td>
              ))}
              <td />
            </tr>
          </tbody>
        </table>
      </div>
      <footer class="signatures">
        <p>{say('maker')}</p>
        <p>{say('head')}</p>
      </footer>
    </div>
  )
}

/** The upper row of heads: columns that stand alone reach down through both (`span` 0). */
function overHeads(): { key: string; word: string; span: number }[] {
  const heads: { key: string; word: string; span: number }[] = []
  for (const { key, head, over } of dailyColumns) {
    const word = (over ?? head)[language.value]
    const last = heads.at(-1)
    if (over === null) heads.push({ key, word, span: 0 })
    else if (last?.word === word && last.span > 0) last.span += 1
    else heads.push({ key, word, span: 1 })
  }
  return heads
}
