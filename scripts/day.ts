/**
 * The whole main job on a fresh database, over HTTP with real sign-ins: `npm run -s day -- [--form FILE]`. Three wards of
 * Huế in October 2021, one of them slow, from their lists to vials that change wards; ends with `day: OK` when every
 * identity holds. The clock is the service's own and runs through five days in a minute.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { createAdmin } from '#features/accounts/create-admin.ts'
import { createRejudging } from '#features/doses/rejudge-people.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { buildApp } from '#src/app.ts'
import { loadConfig, makeSecrets } from '#src/config.ts'
import { openDeps } from '#src/service.ts'
import { carry, closeSession, createUser, openSession, prepareWard, sendList, transfer } from './day/city.ts'
import type { Campaign, Lot, SentList } from './day/city.ts'
import { Client, type Clock, type User } from './day/client.ts'
import { Field, type Session, type Ward } from './day/field.ts'
import { checkIdentities } from './day/identities.ts'
import { playDoor } from './day/door.ts'

const lastDay: LocalDate = '2021-10-18'
const DAYS_BEFORE = 4
const firstDay = addDays(lastDay, -DAYS_BEFORE)
const ROWS = 1_000
const NEIGHBOUR_ROWS = 300
/** Vials sent to each ward's fridge, and people a day: the second ward is slow, the third runs dry. */
const plan = [
  { code: '19756', vials: 80, perDay: 24 },
  { code: '19753', vials: 90, perDay: 5 },
  { code: '19759', vials: 20, perDay: 30 },
] as const

const { values } = parseArgs({ options: { form: { type: 'string' } } })
const silent = { info: () => undefined, warn: (message: string) => console.error(message) }
let steps = 0
const say = (text: string) => console.log(`${String((steps += 1)).padStart(2)}. ${text}`)

function createClock(): Clock {
  let now = new Date(`${firstDay}T06:30:00+07:00`)
  return {
    now: () => now,
    move: (ms) => (now = new Date(now.getTime() + ms)),
    // Never back: what was done stays before what is done.
    moveTo: (at) => (now = at > now ? at : now),
  }
}
const hour = (on: LocalDate, time: string) => new Date(`${on}T${time}:00+07:00`)

async function run(dataDir: string): Promise<void> {
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, makeSecrets())
  const clock = createClock()
  const opened = await openDeps(config, silent)
  // Whatever works by itself goes by the clock of these days too: what it writes is dated like everything else.
  const timed = { ...opened.deps, clock: clock.now }
  const deps = { ...timed, rejudging: createRejudging(timed) }
  const app = await buildApp({ ...deps, log: false })
  try {
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    say(`An empty database; the service listens at ${address}`)
    const client = new Client(address, clock)
    const field = new Field(client, clock)
    const admin = await createAdmin(deps, { signInName: 'quantri', fullName: 'Lê Văn Quản Trị' })
    client.note('createAccount')
    client.note('createGrant')
    const result = await playCampaign(client, field, clock, { ...admin, role: 'admin' })
    say('Identities, both sides of each:')
    const { failed, doses } = await checkIdentities(
      opened,
      config.database.schema,
      field.tally,
      client.changes,
    )
    if (failed > 0) throw new Error(`${failed} identities do not hold`)
    const { registrants, moved, received } = result
    console.log(
      `day: OK registrants=${registrants} doses=${doses} wards=${plan.length} moved=${moved} received=${received}`,
    )
  } finally {
    await app.close()
    await opened.close()
  }
}

type Result = { registrants: number; moved: number; received: number }

async function playCampaign(client: Client, field: Field, clock: Clock, admin: User): Promise<Result> {
  const centre = await createUser(client, admin, 'city-centre', 'trungtam')
  const { wards, campaign, lot } = await prepareCity(client, centre)
  const lists = await sendLists(client, wards, campaign)
  await setTargets(client, centre, wards, lists, campaign)
  for (let day = 0; day <= DAYS_BEFORE; day++) {
    const on = addDays(firstDay, day)
    clock.moveTo(hour(on, '07:00'))
    const sessions: Session[] = []
    for (const [at, ward] of wards.entries())
      sessions.push(await openSession(client, centre, ward, { on, campaign, lot, ...needOf(at) }))
    if (on === lastDay) {
      const calls = sessions.map(({ ward, people }) => `${ward.name} ${people.length}`).join(', ')
      say(
        `${on}: sessions open, each with a scanner and two data-entry officials present; on the lists: ${calls}`,
      )
      await playDoor(client, field, sessions, lists, { campaign, lot })
    }
    await playVisits(field, clock, sessions, lot, on)
    for (const session of sessions) await closeSession(client, session, lot)
    const given = sessions.map(({ ward, given }) => `${ward.name} ${given}`).join(', ')
    say(`${on}: sessions closed, paper, phones and server agree; doses given: ${given}`)
  }
  await sayProgress(client, centre, campaign, 'after the day')
  const registrants = lists.reduce((sum, list) => sum + list.new, 0)
  return { registrants, ...(await reallocate(client, centre, wards, campaign, lot)) }
}

const needOf = (at: number) => {
  const { perDay } = plan[at]!
  // Never more than the fridge still has: the third ward is dry on the last day.
  return { capacity: perDay + 24, vialsMax: Math.ceil((perDay + 12) / 6) }
}

async function prepareCity(
  client: Client,
  centre: User,
): Promise<{ wards: Ward[]; campaign: Campaign; lot: Lot }> {
  await client.change(centre, 'importPlaces', 'POST', '/places/import', { source: 'hue' })
  await client.change(centre, 'importRules', 'POST', '/rules/import', { source: 'vietnam' })
  type Places = { items: { id: string; code: string; name: string }[] }
  const within = hueGeography.authorityPlaceId
  const { body: places } = await client.ask<Places>(
    centre,
    'GET',
    `/places?kind=ward&within=${within}&limit=200`,
  )
  type Products = { items: { id: string; code: string; dosesPerVial: number }[] }
  const { body: products } = await client.ask<Products>(centre, 'GET', '/products')
  const product = products.items.find(({ code }) => code === 'comirnaty-30')!
  say(`Places and rules loaded: ${places.items.length} wards, ${products.items.length} products`)
  const { body: made, etag } = await client.change<{ id: string }>(
    centre,
    'createCampaign',
    'POST',
    '/campaigns',
    {
      name: 'Tiêm vắc xin COVID-19 tháng 10/2021',
      antigen: 'covid-19',
      fromOn: firstDay,
      toOn: '2021-11-15',
      documentNumber: '6616/UBND',
      plannerParams: { centreKeepsStock: false },
      productIds: [product.id],
    },
  )
  const { body: group } = await client.change<{ id: string }>(
    centre,
    'createTargetGroup',
    'POST',
    `/campaigns/${made.id}/target-groups`,
    { name: 'Từ 18 tuổi', ageFrom: 18 },
  )
  await client.change(centre, 'openCampaign', 'POST', `/campaigns/${made.id}/open`, undefined, etag)
  const wards: Ward[] = []
  for (const { code } of plan) {
    const place = places.items.find((each) => each.code === code)!
    wards.push(await prepareWard(client, centre, place, firstDay))
  }
  const lot = await supply(client, centre, wards, product)
  return { wards, campaign: { id: made.id, targetGroupId: group.id }, lot }
}

/** One lot at the centre, all of it sent on; the wards sign for their parts. */
async function supply(
  client: Client,
  centre: User,
  wards: readonly Ward[],
  product: { id: string; dosesPerVial: number },
): Promise<Lot> {
  const { body: holders } = await client.ask<{ items: { id: string }[] }>(
    centre,
    'GET',
    '/holders?kind=centre',
  )
  const [store] = holders.items
  const total = plan.reduce((sum, { vials }) => sum + vials, 0)
  const { body } = await client.change<{ lot: { id: string } }>(
    centre,
    'receiveLot',
    'POST',
    '/lots/receipts',
    {
      id: randomUUID(),
      to: { holderId: store!.id },
      productId: product.id,
      lotCode: 'FK0112',
      expiresOn: '2021-12-31',
      vials: total,
      documentNumber: 'PXK 211/2021',
    },
  )
  const lot = { id: body.lot.id, productId: product.id, dosesPerVial: product.dosesPerVial }
  let shelfVials = total
  for (const [at, ward] of wards.entries()) {
    const { vials } = plan[at]!
    await transfer(client, centre, { fromHolderId: store!.id, to: ward, lot, vials, shelfVials })
    shelfVials -= vials
  }
  say(`Campaign open; ${total} vials received and sent to ${wards.length} fridges, each signed for`)
  return lot
}

async function sendLists(client: Client, wards: readonly Ward[], campaign: Campaign): Promise<SentList[]> {
  const { form } = values
  const file = form === undefined ? null : { name: basename(form), bytes: readFileSync(form) }
  const lists: SentList[] = []
  for (const [at, ward] of wards.entries()) {
    const source = {
      file: at === 0 ? file : null,
      rows: at === 0 ? ROWS : NEIGHBOUR_ROWS,
      seed: at + 1,
      on: lastDay,
    }
    const list = await sendList(client, ward, campaign, source)
    lists.push(list)
    say(
      `${ward.name}: list previewed and confirmed, ${list.new} people new, ${list.refused} rows refused; the workbook came back`,
    )
  }
  return lists
}

async function setTargets(
  client: Client,
  centre: User,
  wards: readonly Ward[],
  lists: readonly SentList[],
  campaign: Campaign,
): Promise<void> {
  await client.change(centre, 'putTargets', 'PUT', `/campaigns/${campaign.id}/targets`, {
    rows: wards.map((ward, at) => ({
      placeId: ward.id,
      targetGroupId: campaign.targetGroupId,
      step: 'primary-1',
      persons: lists[at]!.new,
      source: 'list',
      asOfOn: firstDay,
    })),
  })
  await sayProgress(client, centre, campaign, 'before the first dose')
}

/** Everybody else who comes that day; one data-entry official of each ward sends what the phone has kept. */
async function playVisits(
  field: Field,
  clock: Clock,
  sessions: readonly Session[],
  lot: Lot,
  on: LocalDate,
): Promise<void> {
  for (const [at, session] of sessions.entries()) {
    const coming = session.people.splice(0, plan[at]!.perDay)
    const user = session.ward.dataEntry[0]!
    const entries = coming.flatMap(({ personId }) => {
      const dose =
        session.given < session.vials * lot.dosesPerVial ? { productId: lot.productId, lotId: lot.id } : null
      return field.visit(session, personId, dose, false)
    })
    if (entries.length === 0) continue
    await field.sync(user, entries)
    // The answer was lost on the way: the phone sends half of it again.
    await field.sync(user, entries.slice(0, Math.ceil(entries.length / 2)))
  }
  clock.moveTo(hour(on, '17:00'))
}

async function sayProgress(client: Client, centre: User, campaign: Campaign, when: string): Promise<void> {
  type Row = { place: { code: string; name: string }; done: number; percent: number | null }
  const { body } = await client.ask<{ items: Row[]; total: Omit<Row, 'place'> }>(
    centre,
    'GET',
    `/progress?campaign=${campaign.id}`,
  )
  const rows = body.items.filter(({ place }) => plan.some(({ code }) => code === place.code))
  const text = rows
    .map(
      ({ place, done, percent }) =>
        `${place.name} ${done} (${percent === null ? '–' : Math.round(percent)} %)`,
    )
    .join(', ')
  say(`Progress ${when}: ${text}`)
}

/** Proposed, approved by the centre, sent by the slow ward and signed for by the one that ran dry. */
async function reallocate(
  client: Client,
  centre: User,
  wards: readonly Ward[],
  campaign: Campaign,
  lot: Lot,
): Promise<{ moved: number; received: number }> {
  type Line = {
    id: string
    fromWardId: string | null
    toWardId: string
    doses: number
    vials: number
    text: { vi: string }
  }
  type Plan = { id: string; lines: Line[]; pace: { wardName: string; state: string; dosesPerDay: number }[] }
  for (const { official, fridgeId } of wards) {
    const countedDoses = await shelf(client, official, fridgeId)
    await client.change(official, 'recordCount', 'POST', `/holders/${fridgeId}/counts`, {
      id: randomUUID(),
      lotId: lot.id,
      countedDoses,
    })
  }
  const { body: proposed } = await client.change<Plan>(centre, 'proposePlan', 'POST', '/plans', {
    campaignId: campaign.id,
  })
  const known = proposed.pace.filter(({ wardName }) => wards.some(({ name }) => name === wardName))
  const paces = known.map((row) => `${row.wardName} ${row.state}, ${row.dosesPerDay}/day`).join('; ')
  say(`Plan of ${proposed.lines.length} lines; ${paces}`)
  const [slow, dry] = [wards[1]!, wards[2]!]
  const line = proposed.lines.find((each) => each.fromWardId === slow.id && each.toWardId === dry.id)
  if (line === undefined) throw new Error('The plan moves nothing from the slow ward to the one that ran dry')
  say(line.text.vi)
  const url = `/plans/${proposed.id}/lines/${line.id}/decision`
  await client.change(centre, 'decidePlanLine', 'POST', url, { verdict: 'approved' })
  type Decided = { lines: { id: string; decision: { transfer: { id: string } | null } | null }[] }
  const { body: decided } = await client.ask<Decided>(centre, 'GET', `/plans/${proposed.id}`)
  const transferId = decided.lines.find(({ id }) => id === line.id)?.decision?.transfer?.id
  if (transferId === undefined) throw new Error('The approved line made no transfer')
  const shelfVials = (await shelf(client, slow.official, slow.fridgeId)) / lot.dosesPerVial
  const people = { dispatcher: slow.official, receiver: dry.official }
  const received = await carry(client, people, { id: transferId, lot, vials: line.vials, shelfVials })
  say(`Approved, sent by ${slow.name}, received and signed for by ${dry.name}: ${received} doses`)
  return { moved: line.doses, received }
}

async function shelf(client: Client, user: User, holderId: string): Promise<number> {
  const { body } = await client.ask<{ items: { doses: number }[] }>(
    user,
    'GET',
    `/stock?holderId=${holderId}`,
  )
  return body.items.reduce((sum, { doses }) => sum + doses, 0)
}

const dataDir = mkdtempSync(join(tmpdir(), 'muitiem-day-'))
try {
  await run(dataDir)
} catch (error) {
  console.error(`day: FAILED ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
