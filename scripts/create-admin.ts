/**
 * Makes an administrator in the database of DATABASE_URL, else in the embedded one of DATA_DIR:
 *   npm run create-admin -- --name admin --full-name "Nguyễn Văn Mẫu"
 * A password is made and printed once. To choose it: --password-stdin, and the password as the only line of the input.
 */
import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { uuidv7 } from '#domain/ids.ts'
import { fillWords, Problem, problems } from '#domain/problem.ts'
import { openDatabase } from '#db/connect.ts'
import { overPool } from '#db/db.ts'
import { signInName } from '#features/accounts/contract.ts'
import { createAdmin } from '#features/accounts/create-admin.ts'
import { loadSettings } from '#src/config.ts'
import { openGround } from '#src/service.ts'

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    'full-name': { type: 'string' },
    'password-stdin': { type: 'boolean', default: false },
  },
})

async function run(): Promise<void> {
  const name = signInName.safeParse(values.name)
  const fullName = values['full-name']?.normalize('NFC').trim() ?? ''
  if (!name.success || fullName === '')
    throw new Error(
      'Say who it is: npm run create-admin -- --name admin --full-name "Nguyễn Văn Mẫu"\n' +
        '--name takes 3 to 50 small letters, digits, . _ -',
    )
  const secret = values['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
  const settings = loadSettings()
  const log = { info: () => undefined, warn: (message: string) => console.error(message) }
  const ground = await openGround(settings, log)
  const database = openDatabase({ ...settings.database, url: ground.url })
  const clock = () => new Date()
  try {
    const created = await createAdmin(
      { db: overPool(database.app), clock, newId: () => uuidv7(clock().getTime(), randomBytes(10)) },
      { signInName: name.data, fullName, ...(secret === undefined ? {} : { secret }) },
    )
    console.log(`Sign-in name: ${created.signInName}`)
    if (secret === undefined) console.log(`Password:     ${created.secret}\nIt is shown this once only.`)
    console.log('The first sign-in asks to set up an authenticator app.')
  } finally {
    await database.close()
    await ground.stop()
  }
}

try {
  await run()
} catch (error) {
  if (error instanceof Problem) console.error(fillWords(problems[error.code], 'en', error.facts))
  else console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
