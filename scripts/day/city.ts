import { randomUUID } from 'node:crypto'
import type { LocalDate } from '#domain/dates.ts'
import type { Duty } from '#domain/roster.ts'
import { makeList, packList } from '../make-list.ts'
import type { Client, User } from './client.ts'
import type { Called, Session, Ward } from './field.ts'

export type Lot = { id: string; productId: string; dosesPerVial: number }
export type Campaign = { id: string; targetGroupId: string }
type Page<T> = { items: T[]; nextCursor: string | null }
type WithId = { id: string }
type Created = { secret: string; account: { id: string; signInName: string } }

/** An account for somebody, made by the centre; its secret is shown once and changed at the first sign-in. */
export async function createUser(
  client: Client,
  by: User,
  role: User['role'],
  signInName: string,
  placeId?: string,
): Promise<User> {
  const { body } = await client.change<Created>(by, ['createAccount', 'createGrant'], 'POST', '/accounts', {
    signInName,
    fullName: `Cán bộ ${signInName}`,
    grants: [{ role, ...(placeId === undefined ? {} : { placeId }) }],
  })
  return { accountId: body.account.id, signInName, role, secret: body.secret }
}

/** The site of a ward with its fridge, and the ward's official. */
export async function prepareWard(
  client: Client,
  centre: User,
  place: { id: string; code: string; name: string },
  validFrom: LocalDate,
): Promise<Ward> {
  const { body: site } = await client.change<{ id: string; fridgeId: string }>(
    centre,
    'createSite',
    'POST',
    '/sites',
    { name: `Trạm Y tế ${place.name}`, kind: 'fixed', wardId: place.id, validFrom },
  )
  const official = await createUser(client, centre, 'ward-official', `phuong.${place.code}`, place.id)
  const { id, code, name } = place
  const unknown = { listId: '', scanner: official, dataEntry: [] }
  return { id, code, name, siteId: site.id, fridgeId: site.fridgeId, official, ...unknown }
}

export type SentList = { new: number; refused: number; rows: readonly (readonly string[])[] }

/** The ward's list: sent, looked at, confirmed, and the workbook with its answers fetched. */
export async function sendList(
  client: Client,
  ward: Ward,
  campaign: Campaign,
  source: { file: { name: string; bytes: Buffer } | null; rows: number; seed: number; on: LocalDate },
): Promise<SentList> {
  const { official } = ward
  const { body: list } = await client.change<WithId>(official, 'createList', 'POST', '/lists', {
    campaignId: campaign.id,
    kind: 'ward',
    wardId: ward.id,
    name: `Danh sách ${ward.name}`,
  })
  ward.listId = list.id
  const made = makeList({
    rows: source.rows,
    wardCode: ward.code,
    wardName: ward.name,
    seed: source.seed,
    dirty: 0.03,
    repeated: 0.01,
    on: source.on,
  })
  type Upload = { id: string; code?: string; counts: { new: number; rejected: number } }
  const send = ({ name, bytes }: { name: string; bytes: Buffer }) => {
    const form = new FormData()
    form.append('id', randomUUID())
    form.append('file', new Blob([new Uint8Array(bytes)]), name)
    return client.offer<Upload>(official, 'POST', `/lists/${list.id}/uploads`, form)
  }
  const invented = { name: `${ward.code}.xlsx`, bytes: packList(made.rows, 'xlsx') }
  let preview = await send(source.file ?? invented)
  const isBlank = preview.body.code === 'list.nobody'
  if (isBlank) {
    console.log('    the form given has its headings and nobody in it: invented people instead')
    preview = await send(invented)
  }
  if (preview.status !== 201) throw new Error(`List: ${preview.status} ${JSON.stringify(preview.body)}`)
  client.note('previewUpload')
  const { id } = preview.body
  const committed = await client.change<Upload>(
    official,
    'commitUpload',
    'POST',
    `/uploads/${id}/commit`,
    undefined,
    preview.etag,
  )
  await client.change(official, 'returnWorkbook', 'GET', `/uploads/${id}/workbook`)
  const { counts } = committed.body
  return { new: counts.new, refused: counts.rejected, rows: source.file === null || isBlank ? made.rows : [] }
}

export async function transfer(
  client: Client,
  centre: User,
  route: { fromHolderId: string; to: Ward; lot: Lot; vials: number; shelfVials: number },
): Promise<void> {
  const { fromHolderId, to, lot, vials, shelfVials } = route
  const { body } = await client.change<WithId>(centre, 'orderTransfer', 'POST', '/transfers', {
    id: randomUUID(),
    from: { holderId: fromHolderId },
    to: { holderId: to.fridgeId },
    lines: [{ lotId: lot.id, doses: vials * lot.dosesPerVial }],
    reason: 'Phân bổ đầu đợt',
  })
  await carry(client, { dispatcher: centre, receiver: to.official }, { id: body.id, lot, vials, shelfVials })
}

/** Counted and packed at one end, counted and signed for at the other. @returns doses received. */
export async function carry(
  client: Client,
  people: { dispatcher: User; receiver: User },
  parcel: { id: string; lot: Lot; vials: number; shelfVials: number },
): Promise<number> {
  const { id, lot, vials, shelfVials } = parcel
  const sent = await client.ask(people.dispatcher, 'GET', `/transfers/${id}`)
  await client.change(
    people.dispatcher,
    'dispatchTransfer',
    'POST',
    `/transfers/${id}/dispatch`,
    {
      lines: [{ lotId: lot.id, shelfVials, vials }],
      temperatureTenths: 45,
      handedOverBy: 'Trần Thị Bàn Giao',
      carriedBy: 'Lê Văn Vận Chuyển',
    },
    sent.etag,
  )
  const underWay = await client.ask(people.receiver, 'GET', `/transfers/${id}`)
  const { body } = await client.change<{ lines: { receivedDoses: number }[] }>(
    people.receiver,
    'receiveTransfer',
    'POST',
    `/transfers/${id}/reception`,
    {
      lines: [{ lotId: lot.id, vials }],
      signedBy: 'Phạm Thị Ký Nhận',
      temperatureTenths: 52,
      loggerMinTenths: 38,
      loggerMaxTenths: 61,
    },
    underWay.etag,
  )
  return body.lines.reduce((sum, line) => sum + line.receivedDoses, 0)
}

/** Planned, staffed, supplied, people called, and opened with one scanner and two data-entry officials present. */
export async function openSession(
  client: Client,
  centre: User,
  ward: Ward,
  wish: { on: LocalDate; campaign: Campaign; lot: Lot; vialsMax: number; capacity: number },
): Promise<Session> {
  const { on, campaign, lot, vialsMax, capacity } = wish
  const { official } = ward
  type Stock = { items: { lotId: string; closedVials: number | null }[] }
  const { body: stock } = await client.ask<Stock>(official, 'GET', `/stock?holderId=${ward.fridgeId}`)
  const vials = Math.min(vialsMax, stock.items.find(({ lotId }) => lotId === lot.id)?.closedVials ?? 0)
  const planned = await client.change<WithId>(centre, 'createSession', 'POST', '/sessions', {
    siteId: ward.siteId,
    campaignId: campaign.id,
    sessionOn: on,
    capacity,
    vaccines: [{ productId: lot.productId, lotId: lot.id, plannedDoses: capacity }],
  })
  const url = `/sessions/${planned.body.id}`
  await staff(client, ward, url)
  if (vials > 0)
    await client.change(official, 'issueVials', 'POST', '/stock/issues', {
      id: randomUUID(),
      fromHolderId: ward.fridgeId,
      sessionId: planned.body.id,
      lotId: lot.id,
      vials,
    })
  const called = await client.ask<{ called: number }>(official, 'POST', `${url}/calls`, {
    targetGroupId: campaign.targetGroupId,
    listId: ward.listId,
    step: 'primary-1',
  })
  if (called.body.called > 0) client.note('callPeople')
  const people: Called[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = `limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page: { body: Page<Called> } = await client.ask(ward.scanner, 'GET', `${url}/people?${query}`)
    people.push(...page.body.items)
    cursor = page.body.nextCursor
  }
  await client.change(official, 'openSession', 'POST', `${url}/open`, {})
  return { id: planned.body.id, ward, people, vials, given: 0 }
}

/** Accounts are made at the first session and posted to the next ones; each says itself that it is there. */
async function staff(client: Client, ward: Ward, url: string): Promise<void> {
  const { official } = ward
  const duties: Duty[] = ['scanner', 'data-entry', 'data-entry']
  const known = ward.dataEntry.length === 0 ? null : [ward.scanner, ...ward.dataEntry]
  const crew: User[] = []
  for (const [at, duty] of duties.entries()) {
    if (known === null) {
      type CrewAccount = { post: { accountId: string }; signInName: string; secret: string }
      const { body } = await client.change<CrewAccount>(
        official,
        ['createAccount', 'createGrant', 'assignCrew'],
        'POST',
        `${url}/crew/accounts`,
        { signInName: `${duty}${at}.${ward.code}`, fullName: `Cán bộ ${duty} ${at}`, duty },
      )
      const { signInName, secret } = body
      crew.push({ accountId: body.post.accountId, signInName, secret, role: duty })
    } else {
      const user = known[at]!
      await client.change(official, ['assignCrew', 'createGrant'], 'POST', `${url}/crew`, {
        accountId: user.accountId,
        duty,
      })
      delete user.token // what an account may do has changed: it signs in again
      crew.push(user)
    }
  }
  ward.scanner = crew[0]!
  ward.dataEntry = crew.slice(1)
  for (const user of crew)
    await client.change(user, 'recordPresence', 'POST', `${url}/presence`, { present: true })
}

/**
 * Paper, phones and server agree; closed vials go back and the rest of the opened ones is written off. A lot that the
 * session never got and yet gave stands below zero in its books: no vial of it is left, and the books say so.
 */
export async function closeSession(client: Client, session: Session, lot: Lot): Promise<void> {
  const { id, ward, vials } = session
  const opened = Math.min(vials, Math.ceil(session.given / lot.dosesPerVial))
  type Known = { given: number; holderId: string }
  const { body } = await client.ask<Known>(ward.official, 'GET', `/sessions/${id}`)
  const { body: stock } = await client.ask<{ items: { lotId: string }[] }>(
    ward.official,
    'GET',
    `/stock?holderId=${body.holderId}`,
  )
  await client.change(ward.official, 'closeSession', 'POST', `/sessions/${id}/close`, {
    paperCount: body.given,
    phoneCount: body.given,
    stock: {
      returnTo: ward.fridgeId,
      lots: stock.items.map(({ lotId }) => ({ lotId, closedVials: lotId === lot.id ? vials - opened : 0 })),
    },
  })
}
