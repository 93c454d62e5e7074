import { useSignal } from '@preact/signals'
import type { LocalDate } from '#domain/dates.ts'
import { checkLotSeen } from '#domain/lot-pack.ts'
import { heldFates, overFates, type Fate } from '#domain/transfer.ts'
import type { ClosureBody, DispatchBody, ReceptionBody } from '#features/stock/transfer-contract.ts'
import type { In } from '../shared/contract.ts'
import { t as k } from '../shared/kit-words.ts'
import { useToday } from '../shared/today.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { LongTextField, NumberField, TextField } from '../shared/ui/fields.tsx'
import { Form, notShort, required, useForm, wholeNumber, type Rule, type Values } from '../shared/ui/form.tsx'
import { Card, Notice, StatusMark } from '../shared/ui/page.tsx'
import { CodeScan } from './code-scan.tsx'
import { degrees } from './temperature.ts'
import { parseTenths } from './tenths.ts'
import type { TransferView } from './transfer.tsx'
import { t } from './transfer-words.ts'

type Act = { transfer: TransferView; act: (verb: string, content: unknown) => Promise<void> }
type Line = TransferView['lines'][number]

const VIALS_MAX = 1_000_000
const vials = wholeNumber(0, VIALS_MAX)

/** One field for each lot, named after it. */
const perLine = <T,>(lines: readonly Line[], name: string, value: (line: Line) => T): Record<string, T> =>
  Object.fromEntries(lines.map((line) => [`${name}-${line.lotId}`, value(line)]))

const numberIn = (values: Values, name: string, { lotId }: Line) => Number(values[`${name}-${lotId}`] ?? 0)
const tenthsIn = (value: string | boolean | undefined) => parseTenths(String(value ?? ''))
const lotTitle = ({ productName, lotCode }: Line) => `${productName}, ${t('lot')} ${lotCode}`

const checkLot = ({ lotCode }: Line, seen: string, today: LocalDate) =>
  checkLotSeen(seen.trim(), { code: lotCode, gtin: null }, today)

/** Scanned from the pack, or typed as printed on the vial: it must be this line's lot. */
const isLot =
  (line: Line, today: LocalDate): Rule =>
  (value) =>
    value.trim() === '' || checkLot(line, value, today) !== null
      ? null
      : () => t('dispatch.other-lot', { lot: line.lotCode })

/** The sender counts the shelf, packs, and hands over. */
export function Dispatch({ transfer, act }: Act) {
  const lines = transfer.lines.filter(({ approvedVials }) => approvedVials > 0)
  const today = useToday()
  const strange = useSignal(false)
  const form = useForm<Values>(
    {
      ...perLine(lines, 'shelf', () => ''),
      ...perLine(lines, 'vials', ({ approvedVials }) => String(approvedVials)),
      ...perLine(lines, 'seen', () => ''),
      temperature: '',
      handedOverBy: '',
      carriedBy: '',
      note: '',
    },
    {
      ...perLine(lines, 'shelf', () => [required, vials]),
      ...perLine(lines, 'vials', () => [required, vials]),
      ...perLine(lines, 'seen', (line) => [required, isLot(line, today)]),
      temperature: [required, degrees],
      handedOverBy: [required],
      carriedBy: [required],
    },
  )
  return (
    <Card title={t('dispatch')}>
      <CodeScan
        label={t('scan-lot')}
        hint={t('scan-lot.hint')}
        sendWord={t('scan-lot.send')}
        onCode={(code) => {
          const line = lines.find((each) => checkLot(each, code, today) !== null)
          strange.value = line === undefined
          if (line !== undefined) form.set({ [`seen-${line.lotId}`]: code })
        }}
      />
      {strange.value && <Notice tone="bad" title={t('scan-lot.strange')} />}
      <Form
        form={form}
        submitWord={t('dispatch.send')}
        onSubmit={async (values) => {
          const body: In<typeof DispatchBody> = {
            lines: lines.map((line) => ({
              lotId: line.lotId,
              shelfVials: numberIn(values, 'shelf', line),
              vials: numberIn(values, 'vials', line),
              lotSeen: String(values[`seen-${line.lotId}`]),
            })),
            temperatureTenths: tenthsIn(values['temperature']) ?? 0,
            handedOverBy: String(values['handedOverBy']),
            carriedBy: String(values['carriedBy']),
            note: String(values['note']),
          }
          await act('dispatch', body)
        }}
      >
        {lines.map((line) => (
          <fieldset key={line.lotId} class="lot-fields">
            <legend>{lotTitle(line)}</legend>
            <div class="fields-row">
              <NumberField name={`shelf-${line.lotId}`} label={t('dispatch.shelf')} />
              <NumberField
                name={`vials-${line.lotId}`}
                label={t('dispatch.vials')}
                hint={t('dispatch.vials-hint', { vials: line.approvedVials })}
              />
            </div>
            {checkLot(line, String(form.values.value[`seen-${line.lotId}`]), today) === 'scanned' ? (
              <p class="lot-seen">
                <StatusMark tone="good">{t('dispatch.scanned', { lot: line.lotCode })}</StatusMark>
                <Button kind="quiet" onClick={() => form.set({ [`seen-${line.lotId}`]: '' })}>
                  {t('dispatch.scan-again')}
                </Button>
              </p>
            ) : (
              <TextField
                name={`seen-${line.lotId}`}
                label={t('dispatch.seen')}
                hint={t('dispatch.seen-hint')}
                maxLength={200}
                size={20}
              />
            )}
          </fieldset>
        ))}
        <TextField name="temperature" label={t('temperature')} size={8} />
        <div class="fields-row">
          <TextField name="handedOverBy" label={t('handed-over-by')} maxLength={100} />
          <TextField name="carriedBy" label={t('carried-by')} maxLength={100} />
        </div>
        <LongTextField name="note" label={t('note')} hint={t('note.shelf')} maxLength={500} />
      </Form>
    </Card>
  )
}

/** The receiver counts with open eyes: nothing is filled in beforehand. */
export function Receive({ transfer, act }: Act) {
  const lines = transfer.lines.filter(({ dispatchedVials }) => (dispatchedVials ?? 0) > 0)
  const form = useForm<Values>(
    {
      ...perLine(lines, 'vials', () => ''),
      ...perLine(lines, 'damaged', () => '0'),
      temperature: '',
      loggerMin: '',
      loggerMax: '',
      signedBy: '',
      note: '',
    },
    {
      ...perLine(lines, 'vials', () => [required, vials]),
      ...perLine(lines, 'damaged', () => [required, vials]),
      temperature: [required, degrees],
      loggerMin: [degrees],
      loggerMax: [degrees],
      signedBy: [required],
    },
  )
  return (
    <Card title={t('receive')}>
      <p>{t('receive.lead')}</p>
      <Form
        form={form}
        submitWord={t('receive.send')}
        onSubmit={async (values) => {
          const body: In<typeof ReceptionBody> = {
            lines: lines.map((line) => ({
              lotId: line.lotId,
              vials: numberIn(values, 'vials', line),
              damagedVials: numberIn(values, 'damaged', line),
            })),
            signedBy: String(values['signedBy']),
            temperatureTenths: tenthsIn(values['temperature']) ?? 0,
            loggerMinTenths: tenthsIn(values['loggerMin']),
            loggerMaxTenths: tenthsIn(values['loggerMax']),
            note: String(values['note']),
          }
          await act('reception', body)
        }}
      >
        {lines.map((line) => (
          <fieldset key={line.lotId} class="lot-fields">
            <legend>{lotTitle(line)}</legend>
            <div class="fields-row">
              <NumberField name={`vials-${line.lotId}`} label={t('receive.vials')} />
              <NumberField name={`damaged-${line.lotId}`} label={t('receive.damaged')} />
            </div>
          </fieldset>
        ))}
        <div class="fields-row">
          <TextField name="temperature" label={t('temperature')} size={8} />
          <TextField name="loggerMin" label={t('temperature.min')} size={8} />
          <TextField name="loggerMax" label={t('temperature.max')} size={8} />
        </div>
        <TextField name="signedBy" label={t('signed-by')} maxLength={100} />
        <LongTextField name="note" label={t('note')} hint={t('note.reception')} maxLength={500} />
      </Form>
    </Card>
  )
}

/** Each vial in dispute gets its fate; a transfer received as sent is closed with its paper. */
export function Close({ transfer, act }: Act) {
  const held = transfer.lines.filter(({ heldVials }) => heldVials > 0)
  const over = transfer.lines.filter(({ overVials }) => overVials > 0)
  const fields = [
    ...held.flatMap((line) => heldFates.map((fate) => ({ line, fate }))),
    ...over.flatMap((line) => overFates.map((fate) => ({ line, fate }))),
  ]
  const nameOf = (line: Line, fate: Fate) => `${fate}-${line.lotId}`
  const form = useForm<Values>(
    { decision: '', ...Object.fromEntries(fields.map(({ line, fate }) => [nameOf(line, fate), '0'])) },
    {
      decision: [required, notShort],
      ...Object.fromEntries(fields.map(({ line, fate }) => [nameOf(line, fate), [required, vials]])),
    },
  )
  return (
    <Card title={t('close')}>
      <Form
        form={form}
        submitWord={t('close')}
        onSubmit={async (values) => {
          const body: In<typeof ClosureBody> = {
            decision: String(values['decision']),
            fates: fields
              .map(({ line, fate }) => ({ lotId: line.lotId, fate, vials: numberIn(values, fate, line) }))
              .filter((each) => each.vials > 0),
          }
          await act('closure', body)
        }}
      >
        {held.map((line) => (
          <fieldset key={`held-${line.lotId}`} class="lot-fields">
            <legend>{t('close.held', { lot: line.lotCode, vials: line.heldVials })}</legend>
            <div class="fields-row">
              {heldFates.map((fate) => (
                <NumberField key={fate} name={nameOf(line, fate)} label={t(`fate.${fate}`)} size={6} />
              ))}
            </div>
          </fieldset>
        ))}
        {over.map((line) => (
          <fieldset key={`over-${line.lotId}`} class="lot-fields">
            <legend>{t('close.over', { lot: line.lotCode, vials: line.overVials })}</legend>
            <div class="fields-row">
              {overFates.map((fate) => (
                <NumberField key={fate} name={nameOf(line, fate)} label={t(`fate.${fate}`)} size={6} />
              ))}
            </div>
          </fieldset>
        ))}
        <LongTextField name="decision" label={t('close.decision')} maxLength={500} />
      </Form>
    </Card>
  )
}

/** Called off with a reason; what is under way goes back to the sender. */
export function Cancel({ act }: Act) {
  const asking = useSignal(false)
  const form = useForm({ reason: '' }, { reason: [required, notShort] })
  const stop = () => {
    asking.value = false
  }
  return (
    <>
      <p>
        <Button
          onClick={() => {
            asking.value = true
          }}
        >
          {t('cancel')}
        </Button>
      </p>
      <Dialog title={t('cancel')} open={asking.value} onClose={stop}>
        <Form
          form={form}
          submitWord={t('cancel')}
          danger
          onSubmit={async ({ reason }) => {
            await act('cancellation', { reason })
          }}
          others={<Button onClick={stop}>{k('form.cancel')}</Button>}
        >
          <LongTextField name="reason" label={t('reason')} maxLength={500} />
        </Form>
      </Dialog>
    </>
  )
}
