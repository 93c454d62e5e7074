import { useSignal } from '@preact/signals'
import type { PageProps } from '../areas.ts'
import { formatDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Page } from '../shared/ui/page.tsx'
import { FormPaper } from './form-paper.tsx'
import { PaperSource, WithoutNetwork } from './paper-source.tsx'
import { readPapers, type PrintedList } from './papers-here.ts'
import { bornText, stepName } from './visits.ts'
import { t } from './table-words.ts'

const BLANK_FORMS_MAX = 50
type Chosen = { list: boolean; forms: boolean; blank: number }

/** The evening before: the list of who is called, and a form for each, printed in one go. */
export function SessionPapers({ params }: PageProps) {
  const sessionId = params['sessionId'] ?? ''
  const papers = useLoad(`papers ${sessionId}`, () => readPapers(sessionId))
  const chosen = useSignal<Chosen>({ list: true, forms: true, blank: 5 })
  return (
    <Page
      title={t('papers.title')}
      lead={t('papers.lead')}
      actions={
        <>
          <Button kind="main" onClick={() => print()}>
            {t('paper.print')}
          </Button>
          <ButtonLink href={paths.site.session(sessionId)}>{t('paper.back')}</ButtonLink>
        </>
      }
    >
      <WithoutNetwork of={papers} sessionId={sessionId} />
      <Loading of={papers}>
        {(data) => (
          <>
            <PaperSource asOf={data.asOf} />
            <Choose
              chosen={chosen.value}
              onChange={(change) => (chosen.value = { ...chosen.value, ...change })}
            />
            {data.people.length === 0 && <Empty>{t('papers.nobody')}</Empty>}
            <Printed papers={data} {...chosen.value} />
          </>
        )}
      </Loading>
    </Page>
  )
}

function Choose(props: { chosen: Chosen; onChange: (change: Partial<Chosen>) => void }) {
  const { list, forms, blank } = props.chosen
  return (
    <fieldset class="papers-choice screen-only">
      <legend>{t('papers.what')}</legend>
      <label class="choice">
        <input
          type="checkbox"
          checked={list}
          onChange={({ currentTarget }) => props.onChange({ list: currentTarget.checked })}
        />
        <span>{t('papers.list')}</span>
      </label>
      <label class="choice">
        <input
          type="checkbox"
          checked={forms}
          onChange={({ currentTarget }) => props.onChange({ forms: currentTarget.checked })}
        />
        <span>{t('papers.forms')}</span>
      </label>
      <label class="choice">
        <input
          type="number"
          min={0}
          max={BLANK_FORMS_MAX}
          value={blank}
          onChange={({ currentTarget }) => {
            const count = Math.trunc(Number(currentTarget.value)) || 0
            props.onChange({ blank: Math.min(BLANK_FORMS_MAX, Math.max(0, count)) })
          }}
        />
        <span>{t('papers.blank')}</span>
      </label>
    </fieldset>
  )
}

function Printed({ papers, list, forms, blank }: { papers: PrintedList } & Chosen) {
  const nothingYet = { consent: null, screening: null, phone: '' }
  return (
    <div class="papers">
      {list && <CalledList papers={papers} />}
      {forms &&
        papers.people.map(({ card, address }) => (
          <FormPaper key={card.person.id} form={{ ...papers, ...nothingYet, person: card.person, address }} />
        ))}
      {Array.from({ length: blank }, (_, index) => (
        <FormPaper key={`blank ${index}`} form={{ ...papers, ...nothingYet, person: null, address: '' }} />
      ))}
    </div>
  )
}

/** Filled in by hand where there is neither network nor phone, and entered from it later. */
function CalledList({ papers }: { papers: PrintedList }) {
  return (
    <article class="paper card">
      <h2>{t('papers.list')}</h2>
      <p>
        {papers.siteName} · {formatDay(papers.sessionOn)} ·{' '}
        {t('papers.count', { count: papers.people.length })}
      </p>
      <table class="called-list">
        <thead>
          <tr>
            {(['number', 'hour', 'name', 'born', 'group', 'step', 'lot', 'time', 'signature'] as const).map(
              (name) => (
                <th key={name} scope="col">
                  {t(`papers.${name}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {papers.people.map(({ card, slotTime }, index) => (
            <tr key={card.person.id}>
              <td>{index + 1}</td>
              <td>{slotTime ?? ''}</td>
              <th scope="row">{card.person.fullName}</th>
              <td>{bornText(card.person)}</td>
              <td>{card.person.groupName ?? ''}</td>
              <td>{stepName(card.next.step)}</td>
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  )
}
