import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { App } from './types.ts'

/** The document is made from the routes; `npm run openapi` writes it to `openapi/openapi.json`, which is reviewed as a diff. */
export async function registerOpenapi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Mũi Tiêm',
        version: '1.0.0',
        description:
          'Vaccinate a whole city: lists, sessions, check-in, doses, stock, progress and reallocation. ' +
          'Programs sign in at `POST /v1/sign-in` and send the access token as a bearer. Refusals are ' +
          '`application/problem+json` with a stable code and a sentence in Vietnamese, English or Lao (`Accept-Language`).',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: { type: 'apiKey', in: 'cookie', name: '__Host-muitiem-access' },
        },
      },
      tags: [
        { name: 'accounts', description: 'Sign-in, accounts, grants, audit' },
        { name: 'geography', description: 'Places with dates' },
        { name: 'campaigns', description: 'Campaigns, target groups, targets, rules' },
        { name: 'sessions', description: 'Sites, sessions, crew, called people' },
        { name: 'registrants', description: 'Lists, people, invitations' },
        { name: 'doses', description: 'Identify, check in, screen, record, review' },
        { name: 'certificates', description: 'Confirmation slips' },
        { name: 'stock', description: 'Products, lots, the ledger, transfers' },
        { name: 'reports', description: 'Progress by ward' },
        { name: 'planner', description: 'Plans that move doses' },
        { name: 'service', description: 'Health and metrics' },
      ],
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input)
      const access = input.route.config?.access
      const security: Record<string, string[]>[] =
        access === 'public' || access === undefined ? [] : [{ bearer: [] }, { cookie: [] }]
      const permission = access === 'public' || access === 'signed-in' ? null : access
      return {
        url,
        schema: { ...schema, security, ...(permission == null ? {} : { 'x-permission': permission }) },
      }
    },
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: false })
}
