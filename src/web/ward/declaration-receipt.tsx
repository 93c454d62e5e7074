import type { Declaration } from '#features/registrants/declaration-contract.ts'
import type { PageProps } from '../areas.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { PaperButton } from '../shared/paper-button.tsx'
import { kindName, punctualityName, punctualityTones } from '../shared/submissions.ts'
import { formatNumber } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { t } from './declare-words.ts'

/** What the ward keeps in its hand: what it declared, when, and whether in time. */
export function DeclarationPage({ params }: PageProps) {
  const { timeZone } = useAccount().authority
  const read = useGet<Out<typeof Declaration>>(`/v1/declarations/${params['declarationId']}`)
  return (
    <Loading of={read}>
      {(one) => (
        <Page
          title={t('receipt')}
          lead={`${one.wardName} · ${one.campaignName}`}
          actions={
            <>
              <Button kind="main" onClick={() => print()}>
                {t('print')}
              </Button>
              <PaperButton
                address={`/v1/declarations/${one.id}/receipt.pdf`}
                name="bien-nhan-so-lieu"
                word={t('pdf')}
              />
              <ButtonLink
                href={paths.ward.totals(
                  withQuery('', {
                    campaignId: one.campaignId,
                    wardId: one.wardId,
                    listKind: one.listKind,
                  }),
                )}
              >
                {t('back')}
              </ButtonLink>
            </>
          }
        >
          <Notice tone={one.current ? 'good' : 'info'} title={one.current ? t('receipt.kept') : t('older')} />
          <Card>
            <Facts
              items={[
                [t('kind'), kindName(one.listKind)],
                [t('at'), formatInstant(one.receivedAt, timeZone)],
                [t('by'), one.declaredBy],
                [t('due'), one.dueAt === null ? t('none') : formatInstant(one.dueAt, timeZone)],
                [
                  t('in-time'),
                  <StatusMark tone={punctualityTones[one.inTime]}>{punctualityName(one.inTime)}</StatusMark>,
                ],
                [t('total'), <strong>{t('persons', { count: one.total })}</strong>],
                ...(one.note === '' ? [] : [[t('note'), one.note] as const]),
                [t('receipt.id'), <span class="secret-text">{one.id}</span>],
              ]}
            />
          </Card>
          <Table
            caption={t('numbers')}
            rows={one.numbers}
            rowKey={({ key }) => key}
            columns={[
              { key: 'group', head: t('group'), cell: ({ label }) => label, rowHead: true },
              {
                key: 'persons',
                head: t('total'),
                number: true,
                cell: ({ persons }) => formatNumber(persons),
              },
            ]}
          />
        </Page>
      )}
    </Loading>
  )
}
