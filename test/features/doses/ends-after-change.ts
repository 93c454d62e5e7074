/**
 * A process that corrects a birth date and is killed right after the COMMIT, before anybody is judged again. Started by a
 * test: `node ends-after-change.ts '{ settings, account, personId, bornOn }'`.
 */
import { randomUUID } from 'node:crypto'
import { openDatabase, type DatabaseSettings } from '#db/connect.ts'
import { overPool } from '#db/db.ts'
import { createSealer } from '#db/seal.ts'
import { loadActor } from '#features/accounts/load-actor.ts'
import { createRejudging } from '#features/doses/rejudge-people.ts'
import { updatePerson } from '#features/registrants/update-person.ts'
import { loadConfig, makeSecrets } from '#src/config.ts'
import { authorityOfTests, NOW, type TestAccount } from '../../support/world.ts'

export type EndsAfterChange = {
  settings: DatabaseSettings
  account: TestAccount
  personId: string
  bornOn: string
}

const { settings, account, personId, bornOn } = JSON.parse(process.argv[2]!) as EndsAfterChange
const database = openDatabase(settings)
const config = loadConfig({ ...makeSecrets() })
const base = {
  database,
  clock: () => NOW,
  newId: randomUUID,
  sealer: createSealer(config.identifierSecret),
  authority: authorityOfTests,
}
const db = overPool(database.app)
const claims = { sub: account.accountId, ver: 1, fam: account.familyId, dev: null }
const actor = await loadActor(db, claims, NOW, authorityOfTests.timeZone)
const rejudging = createRejudging(base)
const run = async () => void process.kill(process.pid, 'SIGKILL')
const edit = { birth: { on: bornOn, precision: 'day' as const }, reason: 'Theo giấy khai sinh' }
await updatePerson({ ...base, db, config, rejudging: { ...rejudging, run } }, actor!, personId, 1, edit)
