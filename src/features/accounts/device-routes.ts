import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './device-contract.ts'
import { enrolDevice } from './enrol-device.ts'
import { listDevices } from './list-devices.ts'
import { recordHeartbeat } from './record-heartbeat.ts'

const tags = ['accounts']
const idParams = z.object({ id: idField })

export function deviceRoutes(app: App, deps: Deps): void {
  app.put(
    '/devices/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'enrolDevice',
        tags,
        summary: 'Register the key of the phone that one works with; safe to send again',
        params: idParams,
        body: contract.EnrolDevice,
        response: { 200: contract.EnrolledDevice, 201: contract.EnrolledDevice, ...problemResponses },
      },
    },
    async (request, reply) => {
      const device = await enrolDevice(deps, actorOf(request), request.params.id, request.body)
      return reply.code(device.enrolled ? 201 : 200).send(device)
    },
  )

  app.post(
    '/devices/:id/heartbeats',
    {
      config: { access: 'public', changesNothing: true },
      schema: {
        operationId: 'recordHeartbeat',
        tags,
        summary: 'A phone says, signed, that it is alive and how much it still holds',
        description: 'The payload is a Heartbeat.',
        params: idParams,
        body: contract.SignedBody,
        response: { 200: contract.ServerSign, ...problemResponses },
      },
    },
    (request) => recordHeartbeat(deps, request.params.id, request.body),
  )

  app.get(
    '/devices',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'listDevices',
        tags,
        summary: 'Phones of your sites and what they still hold, the longest silent first',
        querystring: contract.ListDevices,
        response: { 200: contract.DeviceList, ...problemResponses },
      },
    },
    (request) => listDevices(deps, actorOf(request), request.query),
  )
}
