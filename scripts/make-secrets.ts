/**
 * Prints fresh secrets as an env file, for `npm start` and for docker compose:
 *   npm run -s make-secrets > .env && chmod 600 .env
 */
import { randomBytes } from 'node:crypto'
import { makeSecrets } from '#src/config.ts'

const secrets = { ...makeSecrets(), POSTGRES_PASSWORD: randomBytes(24).toString('base64url') }
for (const [name, value] of Object.entries(secrets)) console.log(`${name}=${value}`)
