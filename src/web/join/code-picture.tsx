import type { ComponentChildren } from 'preact'
import { joinAddress } from '#domain/join.ts'
import { isLoopback } from '#domain/sign-in.ts'
import type { JoinCode } from '#features/sessions/join-contract.ts'
import type { Out } from '../shared/contract.ts'
import { paths } from '../shared/paths.ts'
import { Notice } from '../shared/ui/page.tsx'
import { QrCode } from '../shared/ui/qr-code.tsx'
import { t } from './words.ts'

export type CodeView = Out<typeof JoinCode>

const isThisMachine = ({ hostname }: URL) =>
  hostname === 'localhost' || isLoopback(hostname.replace(/[[\]]/g, ''))

/** Where phones open the page: as this one did, unless that reaches no further than the machine itself. */
function originFor({ publicUrl }: CodeView): URL {
  const own = new URL(location.origin)
  return isThisMachine(own) ? new URL(publicUrl) : own
}

/** The shift's QR, and a word where phones could not open what it says. */
export function CodePicture({ code, children }: { code: CodeView; children: ComponentChildren }) {
  const { origin, hostname, protocol } = originFor(code)
  const isReached = !isThisMachine(new URL(origin)) && hostname !== '0.0.0.0' && protocol === 'https:'
  return (
    <div class="join-code">
      <QrCode text={joinAddress(origin, paths.join(), code.code)} label={t('card.qr')} />
      {children}
      {!isReached && (
        <div class="screen-only">
          <Notice tone="warn" title={t('card.unreachable', { origin })} />
        </div>
      )}
    </div>
  )
}
