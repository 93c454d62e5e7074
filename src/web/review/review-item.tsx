import { useSignal } from '@preact/signals'
import { answersOf, type ReviewAnswer } from '#domain/vaccination/review.ts'
import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'
import type { ReviewDetail } from '#features/doses/review-contract.ts'
import type { PageProps } from '../areas.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { language } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { Decide, type Chosen } from './decide.tsx'
import { HeldCard } from './held-card.tsx'
import { LostCard } from './lost-card.tsx'
import { answerName, kindAsk, kindName } from './kind-words.ts'
import { whereOf } from './reviews.tsx'
import { heldWhy, whyWords } from './why-words.ts'
import { t } from './words.ts'

export type Detail = Out<typeof ReviewDetail>
type Dose = Detail['doses'][number]

/** Both sides of one question, and its answer. */
export function ReviewItem({ params }: PageProps) {
  const path = `/v1/reviews/${params['itemId'] ?? ''}`
  const item = useLoad(path, () => api.read<Detail>(path))
  return (
    <Loading of={item}>
      {({ body, etag }) => <OneItem item={body} etag={etag} path={path} reload={item.reload} />}
    </Loading>
  )
}

function OneItem(props: { item: Detail; etag: string | null; path: string; reload: () => Promise<void> }) {
  const { item, path } = props
  const { timeZone } = useAccount().authority
  const mayDecide = useMay()('review.decide') && item.state !== 'decided'
  const chosen = useSignal<Chosen | null>(null)
  const choose = (decision: ReviewAnswer, doseId?: string) => {
    const all = item.doses.map((dose) => dose.doseId)
    chosen.value = {
      decision,
      ...(doseId === undefined ? {} : { doseId }),
      ...(decision === 'really-two' ? { countedDoseIds: all } : {}),
    }
  }
  const own = async (take: boolean) => {
    try {
      await api.put(`${path}/owner`, { take }, props.etag === null ? {} : { ifMatch: props.etag })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      toast(() => error.title)
    }
    await props.reload()
  }
  const why = item.held === null ? whyWords(item.seen) : [heldWhy(item.held.why)]
  return (
    <Page
      title={kindName(item.kind)}
      lead={kindAsk(item.kind)}
      actions={<ButtonLink href={paths.review.list()}>{t('back')}</ButtonLink>}
    >
      {why.length > 0 && (
        <Notice tone="warn">
          <ul class="review-why">
            {why.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Card>
        <Facts
          items={[
            ...(item.person === null && item.doses.length === 0 && item.held === null
              ? []
              : ([[t('person'), <PersonText of={item} />]] as const)),
            [t('session'), whereOf(item)],
            [t('opened'), formatInstant(item.openedAt, timeZone)],
            [t('state'), <State of={item} />],
          ]}
        />
        {mayDecide && (
          <div class="review-acts">
            <Button onClick={() => own(item.state !== 'taken')}>
              {item.state === 'taken' ? t('give-back') : t('take')}
            </Button>
          </div>
        )}
      </Card>
      {item.held !== null && <HeldCard held={item.held} />}
      {item.lost !== null && <LostCard lost={item.lost} />}
      <div class="review-sides">
        {item.doses.map((dose, at) => (
          <DoseCard
            key={dose.doseId}
            dose={dose}
            number={at + 1}
            answers={mayDecide ? answersOf(item.kind).filter(isOfOneDose) : []}
            choose={choose}
          />
        ))}
      </div>
      {mayDecide ? (
        <Card title={t('decide')}>
          <div class="review-acts">
            {answersOf(item.kind)
              .filter((answer) => !isOfOneDose(answer))
              .map((answer) => (
                <Button key={answer} onClick={() => choose(answer)}>
                  {answerName(answer)}
                </Button>
              ))}
          </div>
        </Card>
      ) : (
        item.state !== 'decided' && <Notice tone="info" title={t('decide.centre')} />
      )}
      <Decide path={path} etag={props.etag} chosen={chosen.value} close={() => (chosen.value = null)} />
    </Page>
  )
}

const stepText = (step: string | null): string =>
  step !== null && isStepCode(step) ? stepWords(step)[language.value] : t('step.none')

const isOfOneDose = (answer: ReviewAnswer) => answer === 'this-one-counts' || answer === 'voided'

function PersonText({ of }: { of: Detail }) {
  const { person } = of
  if (person === null) return <>{t('person.hidden')}</>
  const { fullName, bornOn, wardName } = person
  return (
    <>
      {[fullName, t('born', { day: formatDay(bornOn) }), wardName]
        .filter((part) => part !== null)
        .join(' · ')}
    </>
  )
}

function State({ of }: { of: Detail }) {
  if (of.state === 'decided') return <StatusMark tone="good">{t('state.decided')}</StatusMark>
  if (of.state === 'taken')
    return <StatusMark tone="info">{t('state.taken', { name: of.ownerName ?? '' })}</StatusMark>
  return <StatusMark tone="warn">{t('state.open')}</StatusMark>
}

function DoseCard(props: {
  dose: Dose
  number: number
  answers: readonly ReviewAnswer[]
  choose: (answer: ReviewAnswer, doseId: string) => void
}) {
  const { dose, number } = props
  const { timeZone } = useAccount().authority
  const remarks = whyWords(dose.flags)
  return (
    <Card title={t('dose.title', { number })}>
      <Facts
        items={[
          [t('product'), dose.productName],
          [t('lot'), dose.lotCode],
          [t('given'), formatInstant(dose.givenAt, timeZone)],
          [t('recorded'), formatInstant(dose.recordedAt, timeZone)],
          [t('site'), dose.siteName],
          [t('author'), dose.authorName],
          [t('step'), stepText(dose.step)],
          ...(remarks.length === 0 ? [] : ([[t('flags'), remarks.join(' ')]] as const)),
        ]}
      />
      <div class="review-acts">
        {props.answers.map((answer) => (
          <Button key={answer} onClick={() => props.choose(answer, dose.doseId)}>
            {answerName(answer)}
            <span class="heard">: {t('dose.title', { number })}</span>
          </Button>
        ))}
      </div>
    </Card>
  )
}
