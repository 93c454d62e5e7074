import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { TestApp } from '../support/app.ts'

export const wards = ['A', 'B', 'C'] as const
export type Ward = (typeof wards)[number]

/** One of everything in each ward, laid down as rows: what the access test asks for. */
export type Resources = Record<
  | 'ward'
  | 'account'
  | 'spare'
  | 'twin'
  | 'merge'
  | 'grant'
  | 'group'
  | 'holder'
  | 'site'
  | 'session'
  | 'post'
  | 'joinRequest'
  | 'person'
  | 'list'
  | 'declaration'
  | 'roster'
  | 'upload'
  | 'invitation'
  | 'transfer'
  | 'openVial'
  | 'entry'
  | 'review'
  | 'correction'
  | 'dose'
  | 'collaborator',
  string
>

export async function layDown(
  ground: TestApp,
): Promise<Record<Ward, Resources> & { planId: string; planLineId: string }> {
  const { world, database } = ground
  const client = new Client({ connectionString: database.superuserUrl })
  await client.connect()
  const put = async (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row)
    await client.query(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    )
  }
  const since = '2021-10-01T00:00:00Z'
  try {
    const made = {} as Record<Ward, Resources>
    for (const ward of wards) {
      const wardId = world.places[`ward${ward}`]
      const sessionId = world.sessions[ward]
      const staff = await world.addAccount('data-entry', { sessionId })
      const grant = await client.query<{ id: string }>('SELECT id FROM access_grant WHERE account_id = $1', [
        staff.accountId,
      ])
      const ids = {
        ward: wardId,
        account: staff.accountId,
        twin: await world.addPerson({ ward, session: ward }),
        merge: randomUUID(),
        spare: (await world.addAccount('scanner', { sessionId })).accountId,
        grant: grant.rows[0]!.id,
        holder: world.holders[`ward${ward}`],
        site: world.sites[ward],
        session: sessionId,
        group: randomUUID(),
        post: randomUUID(),
        joinRequest: randomUUID(),
        person: await world.addPerson({ ward, session: ward }),
        list: randomUUID(),
        declaration: randomUUID(),
        roster: randomUUID(),
        upload: randomUUID(),
        invitation: randomUUID(),
        transfer: randomUUID(),
        openVial: randomUUID(),
        entry: randomUUID(),
        review: randomUUID(),
        correction: randomUUID(),
        dose: randomUUID(),
        collaborator: randomUUID(),
      }
      made[ward] = ids
      const { group } = ids
      await put('place', { id: group, kind: 'group', parent_id: wardId, valid_from: '2021-01-01' })
      await put('place_name', {
        place_id: group,
        kind: 'group',
        within_id: wardId,
        code: '99',
        name: 'Tổ thử',
        name_folded: 'to thu',
        valid_from: '2021-01-01',
      })
      await client.query(
        `INSERT INTO place_within (place_id, ancestor_id, depth, valid_from) SELECT $1, ancestor_id, depth + 1, valid_from FROM place_within WHERE place_id = $2`,
        [group, wardId],
      )
      await put('place_within', { place_id: group, ancestor_id: group, depth: 0, valid_from: '2021-01-01' })
      await put('collaborator_post', {
        id: ids.collaborator,
        full_name: 'Cộng tác viên',
        group_id: group,
        valid_from: '2021-01-01',
      })
      const absorbed = await world.addPerson({ ward, session: ward })
      await put('merge', {
        id: ids.merge,
        absorbed_id: absorbed,
        kept_id: ids.twin,
        decided_at: since,
        by_id: staff.accountId,
        reason: 'thử',
      })
      await client.query('UPDATE person SET canonical_id = $2 WHERE id = $1', [absorbed, ids.twin])
      await put('crew_post', {
        id: ids.post,
        session_id: sessionId,
        account_id: staff.accountId,
        duty: 'data-entry',
        assigned_at: since,
      })
      await put('join_request', {
        id: ids.joinRequest,
        session_id: sessionId,
        ward_id: wardId,
        full_name: 'Người Xin Vào Ca',
        duty: 'scanner',
        secret_hash: 'không khớp mã nào',
        claim_hash: randomBytes(32),
        asked_at: since,
        expires_at: new Date('2030-01-01T00:00:00Z'),
      })
      await put('list', {
        id: ids.list,
        campaign_id: world.campaignId,
        kind: 'ward',
        ward_id: wardId,
        name: 'Danh sách',
        state: 'open',
      })
      await put('declaration', {
        id: ids.declaration,
        campaign_id: world.campaignId,
        ward_id: wardId,
        list_kind: 'ward',
        basis: 'code',
        numbers: { 9: 1 },
        total: 1,
        received_at: since,
        declared_by: staff.accountId,
      })
      await put('roster', {
        id: ids.roster,
        campaign_id: world.campaignId,
        site_id: ids.site,
        ward_id: wardId,
        from_on: '2021-10-17',
        to_on: '2021-10-17',
        content_key: Buffer.alloc(32),
        received_at: since,
        sent_by: staff.accountId,
      })
      await put('upload', {
        id: ids.upload,
        list_id: ids.list,
        ward_id: wardId,
        file_hash: ward,
        file_name: 'x.csv',
        file_kind: 'csv',
        bytes: 1,
        mapping: { columns: [], unknownColumns: [], repairs: [], ignoredRows: 0, target: null },
        state: 'preview',
        uploaded_by: staff.accountId,
        uploaded_at: since,
        queued_at: since,
      })
      await put('upload_file', { upload_id: ids.upload, content: ground.deps.sealer.seal('x') })
      await put('upload_row', {
        upload_id: ids.upload,
        row_number: 9,
        id: randomUUID(),
        ward_id: wardId,
        outcome: 'suspected',
      })
      await client.query('UPDATE upload SET rows_read = 1, rows_suspected = 1 WHERE id = $1', [ids.upload])
      await put('invitation', {
        id: ids.invitation,
        person_id: ids.person,
        campaign_id: world.campaignId,
        ward_id: wardId,
        issue_number: 1,
        token_hash: Buffer.from(ids.invitation),
        valid_from: '2021-10-01',
        valid_to: '2021-12-31',
        issued_at: since,
      })
      await put('transfer', {
        id: ids.transfer,
        from_holder_id: ids.holder,
        to_holder_id: world.fridges[ward],
        state: 'approved',
        approved_at: since,
        approved_by: world.accounts.cityCentre.accountId,
      })
      await put('transfer_line', {
        id: randomUUID(),
        transfer_id: ids.transfer,
        lot_id: world.lotId,
        approved_doses: 12,
        approved_vials: 2,
      })
      await put('open_vial', {
        id: ids.openVial,
        session_id: sessionId,
        lot_id: world.lotId,
        opened_at: since,
        discard_by: '2021-10-17T06:00:00Z',
        nominal_doses: 6,
      })
      await put('receipt', {
        id: ids.entry,
        kind: 'dose',
        payload_hash: Buffer.alloc(32),
        outcome: 'accepted',
        author_id: staff.accountId,
        captured_at: since,
        received_at: since,
        session_id: sessionId,
        person_id: ids.person,
      })
      await put('dose', {
        id: ids.dose,
        person_id: ids.person,
        session_id: sessionId,
        ward_id: wardId,
        site_id: ids.site,
        residence_id: wardId,
        antigen: 'covid-19',
        product_id: world.productId,
        lot_id: world.lotId,
        given_at: since,
        given_on: '2021-10-01',
        captured_at: since,
        recorded_at: since,
        entered_on: '2021-10-01',
        author_id: staff.accountId,
        age_cell: 4,
        priority_code: 10,
        origin: 'site',
        source: 'administered',
      })
      await put('dose_standing', {
        dose_id: ids.dose,
        person_id: ids.person,
        antigen: 'covid-19',
        given_on: '2021-10-01',
        day_rank: 0,
        step: 'primary-1',
        rules_version: 1,
      })
      await put('correction_request', {
        id: ids.correction,
        person_id: ids.person,
        subject: 'name',
        said: ground.deps.sealer.seal(JSON.stringify({ wrong: 'Sai tên', shouldBe: '', evidence: '' })),
        voice: 'person',
        asked_at: since,
        asked_by: staff.accountId,
      })
      await put('review_item', {
        id: ids.review,
        kind: 'interval',
        subject_key: ids.dose,
        person_id: ids.person,
        ward_id: wardId,
        session_id: sessionId,
        dose_id: ids.dose,
        opened_at: since,
      })
    }
    const [planId, planLineId] = [randomUUID(), randomUUID()]
    const output = {
      asOf: '2021-10-17',
      params: {},
      lines: [],
      advice: [],
      leftOut: [],
      pace: [],
      blocked: [],
      city: [],
    }
    await put('plan', {
      id: planId,
      campaign_id: world.campaignId,
      as_of_on: '2021-10-17',
      proposed_at: '2021-10-17T00:00:00Z',
      proposed_by: world.accounts.cityCentre.accountId,
      input_hash: 'x',
      input: '{}',
      output: JSON.stringify(output),
    })
    return { ...made, planId, planLineId }
  } finally {
    await client.end()
  }
}
