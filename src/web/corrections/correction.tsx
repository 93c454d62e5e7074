import { useSignal } from '@preact/signals'
import { actsOf } from '#domain/correction.ts'
import type { CorrectionDetail } from '#features/doses/correction-contract.ts'
import type { PageProps } from '../areas.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { AmendDialog, type Amending } from './amend.tsx'
import { AnswerDialog, type Answering } from './answer.tsx'
import { sayOwner, Standing } from './corrections.tsx'
import { photoAddress } from './photo.ts'
import { RecordCard } from './record.tsx'
import { Steps } from './steps.tsx'
import { t } from './words.ts'

export type Detail = Out<typeof CorrectionDetail>
export type Read = { request: Detail; etag: string | null; path: string; reload: () => Promise<void> }

/** One request: what was said, the record as it stands now, and what whoever answers may do. */
export function CorrectionPage({ params }: PageProps) {
  const path = `/v1/corrections/${params['requestId'] ?? ''}`
  const read = useLoad(path, () => api.read<Detail>(path))
  return (
    <Loading of={read}>
      {({ body, etag }) => <OneRequest request={body} etag={etag} path={path} reload={read.reload} />}
    </Loading>
  )
}

function OneRequest(of: Read) {
  const { request } = of
  const { person, subject, owner, state } = request
  const isOver = actsOf(state).length === 0
  return (
    <Page
      title={t(`subject.${subject}`)}
      lead={[person.fullName, t('born', { day: formatDay(person.bornOn) }), person.wardName].join(' · ')}
      actions={<ButtonLink href={paths.corrections.list()}>{t('back')}</ButtonLink>}
    >
      {request.isElsewhere ? (
        <Notice tone="info" title={t('elsewhere')} />
      ) : (
        !isOver &&
        !request.mayAnswer && <Notice tone="info" title={t('mine.not', { owner: t(`owner.${owner}`) })} />
      )}
      <Said of={request} />
      {!isOver && request.mayAnswer && <Acts {...of} />}
      {request.steps.length > 0 && <Steps of={request} />}
      {!request.isElsewhere && (
        <RecordCard personId={person.id} version={request.version + request.changes.length} />
      )}
    </Page>
  )
}

function Said({ of }: { of: Detail }) {
  const { timeZone } = useAccount().authority
  const { dose, wrong, shouldBe, evidence, photo, voice, askedByName, askedAt } = of
  const said = (text: string) => <p class="correction-said">{text || '–'}</p>
  return (
    <Card title={t('request')}>
      <Facts
        items={[
          [t('state'), <Standing of={of} />],
          ...(dose === null
            ? []
            : [
                [
                  t('dose'),
                  [formatDay(dose.givenOn), dose.productName, dose.lotCode].filter(Boolean).join(' · '),
                ] as const,
              ]),
          [t('wrong'), said(wrong)],
          [t('should-be'), said(shouldBe)],
          [t('evidence'), said(evidence)],
          ...(photo === null
            ? []
            : [
                [
                  t('photo'),
                  <img class="correction-photo" src={photoAddress(photo)} alt={t('photo')} />,
                ] as const,
              ]),
          [t('voice'), t('asked-by', { voice: t(`voice.${voice}`), name: askedByName })],
          [t('asked'), formatInstant(askedAt, timeZone)],
          [t('owner'), sayOwner(of)],
        ]}
      />
    </Card>
  )
}

/** Where the record is changed, and what may be said about the request. */
function Acts(of: Read) {
  const { request, etag, path, reload } = of
  const may = useMay()
  const busy = useSignal(false)
  const answering = useSignal<Answering | null>(null)
  const amending = useSignal<Amending | null>(null)
  const { dose, owner, state, person } = request
  /** Nothing to be said with it: one tap. */
  const tap = async (act: 'take' | 'give-back') => {
    busy.value = true
    try {
      await api.post(`${path}/steps`, { id: newId(), act }, { ifMatch: etag ?? '' })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      toast(() => error.title)
    }
    await reload()
    busy.value = false
  }
  const done = async () => {
    answering.value = null
    amending.value = null
    await reload()
  }
  return (
    <>
      <Card>
        <div class="correction-acts">
          {state === 'open' ? (
            <Button kind="main" busy={busy.value} onClick={() => void tap('take')}>
              {t('act.take')}
            </Button>
          ) : (
            <Button busy={busy.value} onClick={() => void tap('give-back')}>
              {t('act.give-back')}
            </Button>
          )}
          {may('person.edit') && (
            <ButtonLink href={paths.ward.person(person.id)}>{t('open-record')}</ButtonLink>
          )}
          {dose !== null && may('review.decide') && (
            <>
              <Button onClick={() => (amending.value = { act: 'correct', dose })}>
                {t('amend.correct')}
              </Button>
              <Button onClick={() => (amending.value = { act: 'void', dose })}>{t('amend.void')}</Button>
            </>
          )}
        </div>
        <div class="correction-acts">
          <Button kind={state === 'taken' ? 'main' : 'plain'} onClick={() => (answering.value = 'done')}>
            {t('act.done')}
          </Button>
          <Button onClick={() => (answering.value = 'hand-over')}>
            {t(owner === 'ward' ? 'act.hand-over.centre' : 'act.hand-over.ward')}
          </Button>
          <Button onClick={() => (answering.value = 'refuse')}>{t('act.refuse')}</Button>
        </div>
      </Card>
      <AnswerDialog
        {...of}
        answering={answering.value}
        onClose={() => (answering.value = null)}
        onDone={done}
      />
      <AmendDialog amending={amending.value} onClose={() => (amending.value = null)} onDone={done} />
    </>
  )
}
