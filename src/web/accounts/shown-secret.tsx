import type { ComponentChildren } from 'preact'
import { Notice } from '../shared/ui/page.tsx'
import { t } from './words.ts'

/** The one time that a secret is seen. */
export function ShownSecret(props: {
  kind: 'password' | 'pin'
  secret: string
  signInName: string
  children?: ComponentChildren
}) {
  return (
    <Notice tone="good" title={t('secret.title')}>
      <p>{t(`secret.${props.kind}`, { name: props.signInName })}</p>
      <p class="secret-text">{props.secret}</p>
      <p>{t('secret.lead')}</p>
      {props.children}
    </Notice>
  )
}
