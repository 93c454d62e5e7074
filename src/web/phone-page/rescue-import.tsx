import { useSignal } from '@preact/signals'
import { FORMAT, type RescueFile, type RescueParcel } from '../phone/rescue.ts'
import type { RescueAnswer } from '#features/doses/rescue-contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { FileDrop } from '../shared/ui/file-drop.tsx'
import { Card, Figures, Notice, Page, ProgressBar } from '../shared/ui/page.tsx'
import { t } from './words.ts'

type Counts = { new: number; duplicate: number; held: number; conflict: number }
type Run = {
  file: RescueFile
  /** Parcels that have been answered. */
  done: number
  counts: Counts
  /** Why some were not taken, each sentence once. */
  refusals: readonly string[]
  /** Entries that the service could not read; they are only in the file. */
  refused: readonly Refused[]
}
/** By its parcel and its place in it, both from 1: the page cannot see into a parcel. */
type Refused = { parcel: number; number: number; where: string }

/** An officer brings in what somebody else's phone could not send. Each parcel is answered by itself. */
export function RescueImport() {
  const chosen = useSignal<File | null>(null)
  const isWrong = useSignal(false)
  const run = useSignal<Run | null>(null)
  const isRunning = run.value !== null && run.value.done < run.value.file.parcels.length

  const take = async (picked: File) => {
    chosen.value = picked
    const file = readFile(await picked.text())
    isWrong.value = file === null
    run.value =
      file === null
        ? null
        : {
            file,
            done: 0,
            counts: { new: 0, duplicate: 0, held: 0, conflict: 0 },
            refusals: [],
            refused: [],
          }
    for (const parcel of file?.parcels ?? []) run.value = await send(run.value!, parcel)
  }

  return (
    <Page title={t('import.title')} lead={t('import.lead')}>
      <Card>
        <FileDrop
          label={t('import.file')}
          accept=".json,application/json"
          file={chosen.value}
          disabled={isRunning}
          onFile={(picked) => void take(picked)}
        />
      </Card>
      {isWrong.value && <Notice tone="bad" title={t('import.not-ours')} />}
      {run.value !== null && <Outcome run={run.value} />}
    </Page>
  )
}

function Outcome({ run: { file, done, counts, refusals, refused } }: { run: Run }) {
  const of = file.parcels.length
  const arrived = counts.new + counts.duplicate + counts.held
  const answeredForGood = refused.length + counts.conflict
  return (
    <>
      {done < of ? (
        <ProgressBar
          label={t('import.title')}
          value={done}
          of={of}
          text={t('import.running', { at: done + 1, of })}
        />
      ) : (
        <Notice
          tone={arrived === file.entries ? 'good' : 'bad'}
          title={t(wordOf(file.entries - arrived, answeredForGood), { count: arrived, of: file.entries })}
        >
          {refusals.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {refused.length > 0 && <RefusedEntries refused={refused} />}
        </Notice>
      )}
      <Figures
        items={[
          { label: t('import.new'), value: counts.new },
          { label: t('import.duplicate'), value: counts.duplicate },
          {
            label: t('import.held'),
            value: counts.held,
            ...(counts.held > 0 ? { tone: 'warn' as const } : {}),
          },
          ...(counts.conflict > 0
            ? [{ label: t('import.conflict'), value: counts.conflict, tone: 'bad' as const }]
            : []),
        ]}
      />
    </>
  )
}

/** Trying again helps only where something has not been answered yet. */
function wordOf(missing: number, answeredForGood: number) {
  if (missing === 0) return 'import.done'
  return missing > answeredForGood ? 'import.partly' : 'import.all-that-can'
}

function RefusedEntries({ refused }: { refused: readonly Refused[] }) {
  return (
    <>
      <p>{t('import.refused', { count: refused.length })}</p>
      <ul>
        {refused.map(({ parcel, number, where }) => (
          <li key={`${parcel} ${number}`}>{t('import.refused-one', { parcel, number, where })}</li>
        ))}
      </ul>
    </>
  )
}

async function send(run: Run, parcel: RescueParcel): Promise<Run> {
  const next = { ...run, done: run.done + 1 }
  try {
    const { receipts, refused } = await api.post<Out<typeof RescueAnswer>>('/v1/rescues', parcel)
    const counts = { ...run.counts }
    for (const { outcome, stored } of receipts) {
      if (outcome === 'conflict') counts.conflict += 1
      else if (outcome === 'duplicate') counts.duplicate += 1
      else if (stored === 'quarantined') counts.held += 1
      else counts.new += 1
    }
    const places = refused.map(({ number, where }) => ({ parcel: next.done, number, where }))
    return { ...next, counts, refused: [...run.refused, ...places] }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    return { ...next, refusals: [...new Set([...run.refusals, error.title])] }
  }
}

/** Null for any other file, and for one that was cut off. */
function readFile(text: string): RescueFile | null {
  try {
    const file = JSON.parse(text) as Partial<RescueFile>
    return file.format === FORMAT && file.version === 1 && Array.isArray(file.parcels)
      ? (file as RescueFile)
      : null
  } catch {
    return null
  }
}
