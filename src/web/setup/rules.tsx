import type { ImportedRules, ImportRules, Rules } from '#features/campaigns/contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { language } from '../shared/words.ts'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Facts, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { t } from './campaign-words.ts'

type RuleSet = Out<typeof Rules>

/** The dated rules by which a dose is judged, each with its document. */
export function RulesPage() {
  const rules = useLoad('rules', loadRules)
  const form = useForm({})
  return (
    <Page title={t('rules.title')} lead={t('rules.lead')} topDown>
      <Card>
        <Form
          form={form}
          submitWord={t('rules.load')}
          onSubmit={async () => {
            const body: In<typeof ImportRules> = { source: 'vietnam' }
            const { version, products } = await api.post<Out<typeof ImportedRules>>('/v1/rules/import', body)
            toast(() => t('rules.loaded', { version, products }))
            await rules.reload()
          }}
        >
          <Loading of={rules}>
            {(set) =>
              set === null ? (
                <Empty>{t('rules.none')}</Empty>
              ) : (
                <Facts items={[[t('rules.version'), set.version]]} />
              )
            }
          </Loading>
        </Form>
      </Card>
      <Loading of={rules}>{(set) => set !== null && <Intervals rules={set} />}</Loading>
    </Page>
  )
}

/** Null while none are loaded: that is where one starts, not a failure. */
async function loadRules(): Promise<RuleSet | null> {
  try {
    return await api.get<RuleSet>('/v1/rules')
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'rules.missing') return null
    throw error
  }
}

function Intervals({ rules }: { rules: RuleSet }) {
  const stepName = (code: string) =>
    code === 'any'
      ? t('rules.any-step')
      : (rules.steps.find((step) => step.code === code)?.words[language.value] ?? code)
  const family = (name: string) => (name === 'any' ? t('rules.any') : name)
  return (
    <div class="as-cards">
      <Table
        caption={t('rules.intervals')}
        rows={rules.intervalRules}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'family',
            head: t('rules.family'),
            cell: (rule) => `${family(rule.familyBefore)} → ${family(rule.familyAfter)}`,
            sort: (rule) => rule.familyBefore,
            rowHead: true,
          },
          { key: 'from', head: t('rules.from-step'), cell: (rule) => stepName(rule.fromStep) },
          { key: 'to', head: t('rules.to-step'), cell: (rule) => stepName(rule.toStep) },
          {
            key: 'days',
            head: t('rules.min-days'),
            number: true,
            cell: (rule) => rule.minDays,
            sort: (rule) => rule.minDays,
          },
          {
            key: 'since',
            head: t('rules.since'),
            cell: (rule) => formatDay(rule.validFrom),
            sort: (rule) => rule.validFrom,
          },
          { key: 'document', head: t('rules.document'), cell: (rule) => rule.documentNumber },
        ]}
      />
    </div>
  )
}
