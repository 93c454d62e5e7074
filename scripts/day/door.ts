import { randomUUID } from 'node:crypto'
import { formatCccdQr } from '#domain/identity/cccd-qr.ts'
import type { Campaign, Lot, SentList } from './city.ts'
import type { Client } from './client.ts'
import type { Called, Field, Session } from './field.ts'
import { readQr } from './read-qr.ts'

type Card = { person: { id: string; fullName: string }; gate: string | null }
type Identified = { how: string; items: Card[] }

/** The ways in, one by one, and what goes wrong on any day. */
export async function playDoor(
  client: Client,
  field: Field,
  sessions: readonly Session[],
  lists: readonly SentList[],
  about: { campaign: Campaign; lot: Lot },
): Promise<void> {
  const second = sessions[1]!
  // A given form may hold nobody who is due: then the second ward's people come.
  const session = sessions[0]!.people.length >= 8 ? sessions[0]! : second
  const invited = await enterByInvitation(client, session, about.campaign)
  await field.checkIn(session.ward.scanner, session, invited, 'invitation')
  await inject(field, session, invited, about.lot)
  const carded = await enterByCard(client, second, lists[1]!)
  await field.checkIn(second.ward.scanner, second, carded, 'cccd')
  await inject(field, second, carded, about.lot)
  const sought = session.people.shift()!
  await enterBySearch(client, session, sought)
  await field.checkIn(session.ward.scanner, session, sought.personId, 'search')
  await inject(field, session, sought.personId, about.lot)
  console.log(
    '    in by invitation QR, by CCCD QR and by name; consent, screening and dose by PUT, each sent twice',
  )
  await goWrong(field, session, sessions[2]!, about.lot)
}

async function enterByInvitation(client: Client, session: Session, campaign: Campaign): Promise<string> {
  const { ward, people } = session
  await client.change(ward.official, 'issueInvitations', 'POST', '/invitations', {
    campaignId: campaign.id,
    to: { personIds: people.slice(0, 5).map(({ personId }) => personId) },
  })
  const person = people.shift()!
  type Sheet = { items: { qrSvg: string }[] }
  const url = `/invitations/sheet?campaignId=${campaign.id}&personId=${person.personId}`
  const { body } = await client.change<Sheet>(ward.official, 'printInvitationSheet', 'GET', url)
  const scan = await readQr(body.items[0]!.qrSvg)
  return identify(client, session, scan, person.personId)
}

/** Somebody of the ward's list whose card gives a whole birth date, called or not. */
async function enterByCard(client: Client, session: Session, list: SentList): Promise<string> {
  for (const row of list.rows) {
    const [, fullName = '', birth = '', sex, , , , idNumber = ''] = row
    const match = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(birth)
    const bornOn = match === null ? '' : `${match[3]}-${match[2]}-${match[1]}`
    const at = session.people.findIndex((person) => person.fullName === fullName && person.bornOn === bornOn)
    if (!/^\d{12}$/.test(idNumber) || at < 0) continue
    const scan = formatCccdQr({
      idNumber,
      oldIdNumber: null,
      fullName,
      bornOn,
      sex: sex === '1' ? 'female' : 'male',
      address: 'Huế',
      issuedOn: '2021-05-01',
      extras: [],
    })
    const [person] = session.people.splice(at, 1)
    return identify(client, session, scan, person!.personId)
  }
  throw new Error('Nobody on the list has a card')
}

async function identify(client: Client, session: Session, scan: string, personId: string): Promise<string> {
  const { body } = await client.change<Identified>(
    session.ward.scanner,
    'identifyPerson',
    'POST',
    `/sessions/${session.id}/identify`,
    { scan },
  )
  const found = body.items[0]?.person.id
  if (found !== personId) throw new Error('The scan found another person')
  return found
}

async function enterBySearch(client: Client, session: Session, person: Called): Promise<void> {
  const { body } = await client.ask<{ items: Card[] }>(
    session.ward.scanner,
    'POST',
    `/sessions/${session.id}/searches`,
    { q: person.fullName.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D') },
  )
  if (!body.items.some((card) => card.person.id === person.personId))
    throw new Error('A name without diacritics does not find its person')
}

async function inject(field: Field, session: Session, personId: string, lot: Lot): Promise<void> {
  const dose = { productId: lot.productId, lotId: lot.id }
  for (const entry of field.visit(session, personId, dose, true)) {
    const first = await field.put(session.ward.dataEntry[0]!, entry)
    const again = await field.put(session.ward.dataEntry[0]!, entry)
    if (first.outcome !== 'accepted' || again.outcome !== 'duplicate')
      throw new Error(
        `A ${entry.kind} sent twice: ${first.outcome} ${first.flags.join()}, then ${again.outcome}`,
      )
  }
}

/** Two phones on one person, a lot that nobody received, a used id, an official of another ward. */
async function goWrong(field: Field, session: Session, other: Session, lot: Lot): Promise<void> {
  const [first, second] = session.ward.dataEntry
  const dose = { productId: lot.productId, lotId: lot.id }
  const expectOutcome = (what: string, found: string, wanted: string) => {
    if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}`)
  }
  const twice = session.people.shift()!.personId
  const visit = field.visit(session, twice, dose, false)
  await field.sync(first!, visit)
  const twin = await field.put(second!, field.dose(session, twice, dose))
  expectOutcome('Two phones on one person', twin.outcome, 'needs_review')

  const unknown = session.people.shift()!.personId
  const [checkIn, consent, screening] = field.visit(session, unknown, dose, false)
  await field.sync(first!, [checkIn!, consent!, screening!])
  const odd = await field.put(first!, {
    ...field.dose(session, unknown, dose),
    lot: { code: `LA${randomUUID().slice(0, 4)}`, expiresOn: null },
  })
  expectOutcome('A lot that nobody received', odd.outcome, 'needs_review')

  const used = visit.find((entry) => entry.kind === 'dose')!
  const before = field.tally.conflict
  await field.put(first!, { ...used, arm: 'right' })
  expectOutcome('Another content under a used id', String(field.tally.conflict - before), '1')

  const stranger = session.people.shift()!.personId
  const kept = await field.put(other.ward.dataEntry[0]!, field.dose(session, stranger, dose))
  expectOutcome('An official of another ward', kept.outcome, 'quarantined')
  console.log(
    '    two phones on one person: kept, one counts, for review; a lot nobody received: kept, for review;',
  )
  console.log('    another content under a used id: refused; an official of another ward: quarantined')
}
