import { openDatabase } from '#db/connect.ts'
import { overPool } from '#db/db.ts'
import { createSealer } from '#db/seal.ts'
import { buildApp } from './app.ts'
import { loadConfig, makeSecrets } from './config.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type OpenapiDocument = { [key: string]: Json } & {
  paths: Record<string, Record<string, { operationId: string; [key: string]: Json }>>
  components: { schemas: Record<string, Json> }
}

/** The API as the routes say it. Nothing is asked of the database: its pools are never used. */
export async function openapiDocument(): Promise<OpenapiDocument> {
  const config = loadConfig({}, makeSecrets())
  const database = openDatabase({
    url: 'postgresql://nobody@127.0.0.1:1/none',
    schema: config.database.schema,
  })
  const epoch = new Date(0)
  const app = await buildApp({
    database,
    db: overPool(database.app),
    clock: () => epoch,
    newId: () => '00000000-0000-7000-8000-000000000000',
    config,
    sealer: createSealer(config.identifierSecret),
    authority: {
      id: '00000000-0000-7000-8000-000000000000',
      code: 'none',
      name: 'none',
      country: 'VN',
      timeZone: 'Asia/Ho_Chi_Minh',
    },
    rejudging: { ask: async () => undefined, run: async () => undefined, runAll: async () => undefined },
    log: false,
  })
  try {
    await app.ready()
    return prune(app.swagger() as unknown as OpenapiDocument)
  } finally {
    await app.close()
    await database.close()
  }
}

/** Each named schema is written once for what comes in and once for what goes out; those that nothing refers to are left out. */
function prune(document: OpenapiDocument): OpenapiDocument {
  const { schemas } = document.components
  const used = new Set<string>()
  const visit = (value: Json) => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = schemas[name!]
      if (schema === undefined || used.has(name!)) continue
      used.add(name!)
      visit(schema)
    }
  }
  visit(document.paths)
  const kept = Object.entries(schemas)
    .filter(([name]) => used.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } }
}
