import { stepWords } from '#domain/vaccination/steps.ts'
import { withQuery } from '../shared/api.ts'
import { formatInstant } from '../shared/days.ts'
import { takeFile } from '../shared/keep-file.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { language } from '../shared/words.ts'
import type { Campaign } from './board-switches.tsx'
import { t } from './board-words.ts'
import type { ProgressView } from './figures.ts'
import { viewQuery, type View } from './view.ts'
import { t as w } from './words.ts'

/** Paper, files, and the pages behind the board. */
export function BoardTools(props: { campaign: Campaign; view: View; progress: ProgressView }) {
  const { campaign, view, progress } = props
  const { timeZone } = useAccount().authority
  const may = useMay()
  const { by, step, group, unitsOn, asOf } = view
  const file = (format: 'csv' | 'xlsx') =>
    withQuery('/v1/progress/file', {
      campaign: campaign.id,
      by,
      step,
      group,
      unitsOn,
      recordedBy: asOf,
      format,
      language: language.value,
    })
  const query = viewQuery(campaign.id, view)
  // On paper there are no switches: what was chosen by them is said.
  const told = [
    stepWords(step)[language.value],
    `${w('by')}: ${w(`by.${by}`)}`,
    `${w('group')}: ${progress.groupName ?? w('group.all')}`,
    ...(unitsOn === null ? [] : [`${t('units')}: ${t('units.2025')}`]),
  ]
  return (
    <>
      <div class="board-tools screen-only">
        <Button onClick={() => window.print()}>{t('print')}</Button>
        <Button onClick={() => takeFile(file('xlsx'))}>{t('xlsx')}</Button>
        <Button onClick={() => takeFile(file('csv'))}>{t('csv')}</Button>
        <ButtonLink href={paths.centre.charts(query)}>{t('charts')}</ButtonLink>
        <ButtonLink href={paths.centre.daily(query)}>{t('daily')}</ButtonLink>
        {may('place.manage') && <ButtonLink href={paths.centre.map()}>{t('outlines')}</ButtonLink>}
      </div>
      <p class="print-only">
        <b>{told.join(' · ')}</b>
        <br />
        {t('printed.at', { at: formatInstant(progress.generatedAt, timeZone) })}
      </p>
    </>
  )
}
