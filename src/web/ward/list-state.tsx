import type { List, Upload } from '#features/registrants/contract.ts'
import type { Out } from '../shared/contract.ts'
import { StatusMark } from '../shared/ui/page.tsx'
import { t } from './words.ts'

export type ListView = Out<typeof List>
export type UploadView = Out<typeof Upload>

const timeTones = {
  'no-deadline': 'still',
  waiting: 'info',
  missing: 'bad',
  'on-time': 'good',
  late: 'warn',
} as const

export function InTime({ of }: { of: ListView['uploadedInTime'] }) {
  return <StatusMark tone={timeTones[of]}>{t(`in-time.${of}`)}</StatusMark>
}

const uploadTones = {
  queued: 'info',
  reading: 'info',
  preview: 'info',
  committed: 'good',
  cancelled: 'still',
  refused: 'bad',
  undone: 'warn',
} as const

export function UploadState({ of }: { of: UploadView['state'] }) {
  return <StatusMark tone={uploadTones[of]}>{t(`uploads.${of}`)}</StatusMark>
}
