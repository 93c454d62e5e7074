import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions, roleMay, roles as roleNames, type Permission, type Role } from '#domain/access.ts'
import { issueAccessToken } from '#features/accounts/access-token.ts'
import { openapiDocument } from '#src/openapi-document.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { NOW, type TestAccount } from '../support/world.ts'
import { listed, ofNoPlace, placed } from './cases.ts'
import { layDown, wards, type Resources } from './resources.ts'
import { sample, type Components, type Schema } from './sample.ts'

type Operation = {
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  permission: Permission | null
  isPublic: boolean
  body: Schema | null
}

let ground: TestApp
let resources: Awaited<ReturnType<typeof layDown>>
let operations: Operation[]
let components: Components
let roles: [Role, TestAccount][]

beforeAll(async () => {
  ground = await createTestApp()
  resources = await layDown(ground)
  const document = (await openapiDocument()) as unknown as {
    paths: Record<string, Record<string, Record<string, unknown>>>
    components: { schemas: Components }
  }
  components = document.components.schemas
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation['operationId'] as string,
      method: method.toUpperCase() as Operation['method'],
      path,
      permission: (operation['x-permission'] ?? null) as Permission | null,
      isPublic: (operation['security'] as unknown[]).length === 0,
      body:
        (operation['requestBody'] as { content?: Record<string, { schema: Schema }> } | undefined)?.content?.[
          'application/json'
        ]?.schema ?? null,
    })),
  )
  const { accounts } = ground.world
  roles = [
    ['ward-official', accounts.wardOfficial],
    ['scanner', accounts.scanner],
    ['data-entry', accounts.dataEntry],
    ['screening', accounts.screening],
    ['vaccinator', accounts.vaccinator],
    ['site-lead', accounts.siteLead],
    ['city-centre', accounts.cityCentre],
    ['supervisor', accounts.supervisor],
    ['admin', accounts.admin],
  ]
})
afterAll(() => ground.close())

const wide = new Set<Role>(['city-centre', 'supervisor', 'admin'])
const may = (role: Role, operation: Operation) =>
  operation.permission === null || roleMay(role, operation.permission)

/** Asks for the thing of this ward; ids that a body makes are new each time. */
async function ask(operation: Operation, account: TestAccount | null, of: Resources, token?: string) {
  const how = placed[operation.id]
  const params = how?.params?.(of) ?? {}
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? randomUUID())
  const query = how?.query?.(of, ground.world) ?? listed[operation.id]?.(ground.world, resources.B) ?? {}
  const needed =
    operation.body === null ? undefined : (sample(operation.body, components) as Record<string, unknown>)
  const made = needed !== undefined && 'id' in needed ? { id: randomUUID() } : {}
  const body = needed === undefined ? undefined : { ...needed, ...made, ...how?.body?.(of, ground.world) }
  const headers: Record<string, string> = {
    ...(how?.ifMatch === undefined ? {} : { 'if-match': how.ifMatch }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return ground.as(
    account,
    operation.method,
    `${path}?${new URLSearchParams(query).toString()}`,
    body,
    headers,
  )
}

describe('every operation', () => {
  test('has its case here, and no case is left over', () => {
    const known = [...Object.keys(placed), ...Object.keys(listed), ...ofNoPlace]
    const ids = operations.map((operation) => operation.id)
    expect(ids.filter((id) => !known.includes(id))).toEqual([])
    expect(known.filter((id) => !ids.includes(id))).toEqual([])
    expect(new Set(known).size).toBe(known.length)
    for (const operation of operations)
      if (operation.permission !== null) expect(permissions).toContain(operation.permission)
  })

  test('that is not public is closed to nobody’s and to another authority’s token', async () => {
    const { accountId, familyId } = ground.world.accounts.cityCentre
    const claim = { sub: accountId, ver: 1, fam: familyId, dev: null }
    const foreign = issueAccessToken(ground.deps.config.tokenSecret, randomUUID(), NOW, claim)
    const forged = issueAccessToken(
      'another-key-another-key-another-key-0123456789',
      ground.deps.authority.id,
      NOW,
      claim,
    )
    for (const operation of operations.filter(({ isPublic }) => !isPublic)) {
      for (const token of [undefined, foreign, forged]) {
        const answer = await ask(operation, null, resources.A, token)
        expect([operation.id, answer.status, answer.body['code']]).toEqual([
          operation.id,
          401,
          'sign-in.required',
        ])
      }
    }
  })

  test.each(roleNames)('is forbidden to %s without its permission, wherever it asks', async (role) => {
    const account = roles.find(([name]) => name === role)![1]
    for (const operation of operations.filter((each) => !may(role, each)))
      for (const ward of wards) {
        const answer = await ask(operation, account, resources[ward])
        expect([operation.id, ward, answer.status, answer.body['code']]).toEqual([
          operation.id,
          ward,
          403,
          'forbidden',
        ])
      }
  })
})

describe('a thing of one place', () => {
  test.each(Object.keys(placed))(
    '%s: outside the scope it is not found, exactly as if it did not exist',
    async (id) => {
      const operation = operations.find((found) => found.id === id)!
      const nowhere = Object.fromEntries(
        Object.keys(resources.A).map((name) => [name, randomUUID()]),
      ) as Resources
      for (const [role, account] of roles) {
        if (!may(role, operation) || wide.has(role)) continue
        const absent = await ask(operation, account, nowhere)
        for (const ward of ['B', 'C'] as const) {
          const answer = await ask(operation, account, resources[ward])
          expect([role, ward, answer.status, answer.body['code'], answer.body['title']]).toEqual([
            role,
            ward,
            404,
            'not-found',
            absent.body['title'],
          ])
        }
      }
    },
  )

  test.each(Object.keys(placed))('%s: in the own place it is there', async (id) => {
    const operation = operations.find((found) => found.id === id)!
    const asked = await Promise.all(
      roles
        .filter(([role]) => may(role, operation))
        .map(async ([role, account]) => [role, await ask(operation, account, resources.A)] as const),
    )
    expect(asked.length).toBeGreaterThan(0)
    // At least the role that has it by its nearest grant finds it; nobody meets a 400 (the case is wrong) or a failure.
    for (const [role, answer] of asked)
      expect([
        role,
        answer.status < 500 && answer.status !== 400 && answer.status !== 401,
        answer.body['code'] ?? null,
      ]).toEqual([role, true, answer.body['code'] ?? null])
    expect(asked.some(([, answer]) => answer.status !== 404 && answer.status !== 403)).toBe(true)
  })
})

describe('a list', () => {
  test.each(Object.keys(listed))('%s shows nothing from outside the scope', async (id) => {
    const operation = operations.find((found) => found.id === id)!
    // Names of wards are public; people, sessions, lists and everything else of another ward is not.
    const foreign = (['B', 'C'] as const).flatMap((ward) =>
      Object.entries(resources[ward]).flatMap(([name, value]) => (name === 'ward' ? [] : [value])),
    )
    for (const [role, account] of roles) {
      if (!may(role, operation) || wide.has(role)) continue
      const answer = await ask(operation, account, resources.A)
      expect([role, answer.status]).toEqual([role, 200])
      expect(foreign.filter((value) => answer.raw.body.includes(value))).toEqual([])
    }
  })
})
