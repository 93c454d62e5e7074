import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { formatBirth } from '#domain/form-days.ts'
import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'
import type { LotReach, LotRecipient, LotRecipientPage } from '#features/doses/recall-contract.ts'
import type { PageProps } from '../areas.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { takeFile } from '../shared/keep-file.ts'
import { useGet, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useMay } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Figures, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { formatNumber, language } from '../shared/words.ts'
import { LotStatusMark } from './lot-status.tsx'
import { Where } from './lot.tsx'
import { t } from './recipient-words.ts'

type Reach = Out<typeof LotReach>
type Recipient = Out<typeof LotRecipient>

/** The one screen of a recall: how many, where they live, where it was injected, where the rest lies, and who. */
export function Recipients({ params }: PageProps) {
  const lotId = params['lotId'] ?? ''
  const reach = useGet<Reach>(`/v1/lots/${lotId}/reach`)
  return (
    <Loading of={reach}>
      {(found) => (
        <Page
          title={t('title', { lot: found.lot.code })}
          lead={found.lot.productName}
          actions={
            <>
              <Button onClick={() => print()}>{t('print')}</Button>
              <ButtonLink href={paths.stock.lot(lotId)}>{t('lot')}</ButtonLink>
            </>
          }
        >
          <Numbers reach={found} />
          {found.doses === 0 ? null : <Places reach={found} />}
          <Where where={found.where} />
          <Names lotId={lotId} doses={found.doses} />
        </Page>
      )}
    </Loading>
  )
}

function Numbers({ reach }: { reach: Reach }) {
  const { lot, recalledOn, documentNumber, people, doses, afterRecall, firstOn, lastOn, where } = reach
  const left = where.reduce((sum, row) => sum + Math.max(0, row.doses), 0)
  return (
    <>
      {recalledOn === null ? (
        <p>
          <LotStatusMark lot={lot} />
        </p>
      ) : (
        <Notice tone="bad" title={t('recalled', { day: formatDay(recalledOn), document: documentNumber })}>
          {afterRecall > 0 && <p>{t('after', { count: afterRecall })}</p>}
        </Notice>
      )}
      <Figures
        items={[
          { label: t('people'), value: formatNumber(people) },
          {
            label: t('doses'),
            value: formatNumber(doses),
            ...(firstOn === null || lastOn === null
              ? {}
              : { note: `${formatDay(firstOn)} – ${formatDay(lastOn)}` }),
          },
          { label: t('left'), value: formatNumber(left) },
        ]}
      />
    </>
  )
}

function Places({ reach: { wards, sites } }: { reach: Reach }) {
  return (
    <>
      <Table
        caption={t('by-ward')}
        rows={wards}
        rowKey={({ wardId }) => wardId}
        columns={[
          { key: 'ward', head: t('ward'), rowHead: true, cell: ({ wardName }) => wardName },
          { key: 'people', head: t('people'), number: true, cell: ({ people }) => formatNumber(people) },
        ]}
      />
      <Table
        caption={t('by-site')}
        rows={sites}
        rowKey={({ siteId, siteName }) => siteId ?? siteName}
        columns={[
          { key: 'site', head: t('site'), rowHead: true, cell: ({ siteName }) => siteName },
          { key: 'doses', head: t('doses'), number: true, cell: ({ doses }) => formatNumber(doses) },
          {
            key: 'days',
            head: t('days'),
            cell: ({ firstOn, lastOn }) =>
              firstOn === lastOn ? formatDay(firstOn) : `${formatDay(firstOn)} – ${formatDay(lastOn)}`,
          },
        ]}
      />
    </>
  )
}

/** Names are read only when somebody asks for them: each reading is written down. */
function Names({ lotId, doses }: { lotId: string; doses: number }) {
  const may = useMay()
  const opened = useSignal(false)
  if (!may('person.read') || doses === 0) return null
  return (
    <Card title={t('names')}>
      <p>{t('names.lead')}</p>
      <div class="form-buttons">
        {!opened.value && (
          <Button
            kind="main"
            onClick={() => {
              opened.value = true
            }}
          >
            {t('open')}
          </Button>
        )}
        {may('person.export') && (
          <Button onClick={() => takeFile(`/v1/lots/${lotId}/recipients/file`, { format: 'xlsx' })}>
            {t('file')}
          </Button>
        )}
      </div>
      {opened.value && <NameList lotId={lotId} />}
    </Card>
  )
}

function NameList({ lotId }: { lotId: string }) {
  const people = usePages<Recipient>(`/v1/lots/${lotId}/recipients`, { limit: 200 })
  // How many are hidden comes with every page; pages joined together have lost it.
  const hidden = useRef(0)
  const page = people.current.value.data as Out<typeof LotRecipientPage> | null
  if (page !== null && 'hidden' in page) hidden.current = page.hidden
  return (
    <Loading of={people}>
      {({ items }) => (
        <>
          {hidden.current > 0 && <Notice tone="info" title={t('hidden', { count: hidden.current })} />}
          <div class="as-cards">
            <Table
              caption={t('names')}
              captionHidden
              empty={t('none')}
              rows={items}
              rowKey={({ doseId }) => doseId}
              rowTone={({ afterRecall }) => (afterRecall ? 'bad' : undefined)}
              columns={[
                { key: 'name', head: t('name'), rowHead: true, cell: ({ fullName }) => fullName },
                { key: 'born', head: t('born'), cell: (row) => formatBirth(row) },
                {
                  key: 'lives',
                  head: t('lives'),
                  cell: ({ wardName, groupName, address }) => (
                    <>
                      {wardName}
                      <small class="under">
                        {[groupName, address].filter((part) => part !== '').join(', ')}
                      </small>
                    </>
                  ),
                  sort: ({ wardName, groupName }) => `${wardName} ${groupName}`,
                },
                { key: 'phone', head: t('phone'), cell: ({ phone }) => phone || '–' },
                {
                  key: 'given',
                  head: t('given'),
                  cell: ({ givenOn, afterRecall }) => (
                    <>
                      {formatDay(givenOn)}
                      {afterRecall && <StatusMark tone="bad">{t('after-recall')}</StatusMark>}
                    </>
                  ),
                  sort: ({ givenOn }) => givenOn,
                },
                {
                  key: 'step',
                  head: t('step'),
                  cell: ({ step }) =>
                    step !== null && isStepCode(step) ? stepWords(step)[language.value] : '–',
                },
                {
                  key: 'site',
                  head: t('site'),
                  cell: ({ siteName }) => siteName,
                  sort: ({ siteName }) => siteName,
                },
              ]}
            />
          </div>
          {items.length > 0 && <Pager count={items.length} more={people.more} />}
        </>
      )}
    </Loading>
  )
}
