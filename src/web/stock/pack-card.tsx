import type { PackFinding } from '#domain/lot-pack.ts'
import { formatDay } from '../shared/days.ts'
import { paths } from '../shared/paths.ts'
import { Button } from '../shared/ui/button.tsx'
import { Facts, StatusMark, type Tone } from '../shared/ui/page.tsx'
import type { ReadPack } from './pack-read.ts'
import { finding as word, t } from './scan-words.ts'

const tones: Record<PackFinding, Tone> = {
  'product-unknown': 'warn',
  'lot-unclear': 'warn',
  'expiry-missing': 'warn',
  expired: 'bad',
  recalled: 'bad',
  'expiry-differs': 'bad',
  quarantine: 'warn',
  'lot-known': 'good',
  'lot-new': 'info',
}

/** What the code of a pack says, and what the books say about it. */
export function PackCard(props: { pack: ReadPack; onForget: () => void }) {
  const { code, product, lot, findings } = props.pack
  const lotText = code.lot ?? t('or-lots', { lots: code.lotReadings.join(' / ') })
  return (
    <div class="lot-fields" role="status">
      <h3>{t('scanned')}</h3>
      <Facts
        items={[
          [t('product'), product?.name ?? code.gtin ?? '–'],
          [t('lot'), lotText === '' ? '–' : lotText],
          [t('expires'), code.expiresOn === null ? '–' : formatDay(code.expiresOn)],
          ...(lot?.expiresOn == null ? [] : [[t('booked'), formatDay(lot.expiresOn)] as [string, string]]),
        ]}
      />
      <ul class="findings">
        {findings.map((each) => (
          <li key={each}>
            <StatusMark tone={tones[each]}>{word(each)}</StatusMark>
          </li>
        ))}
      </ul>
      <p>
        {lot !== null && <a href={paths.stock.lot(lot.id)}>{t('see-lot')}</a>}{' '}
        <Button kind="quiet" onClick={props.onForget}>
          {t('forget')}
        </Button>
      </p>
    </div>
  )
}
