import { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { requireReach } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { createCollaboratorPost } from './create-collaborator-post.ts'
import { createResidentialGroup } from './create-residential-group.ts'
import { endCollaboratorPost } from './end-collaborator-post.ts'
import { endResidentialGroup } from './end-residential-group.ts'
import { importPlaces } from './import-places.ts'
import { joinResidentialGroups } from './join-residential-groups.ts'
import { outlineRoutes } from './outline-routes.ts'
import { moveResidentialGroup } from './move-residential-group.ts'
import {
  findPlace,
  loadSuccessor,
  selectCollaboratorPosts,
  selectPlaceChanges,
  selectPlaceNames,
  selectPlaces,
} from './queries.ts'
import { hueGeography } from './seed/hue.ts'
import { oudomxayGeography } from './seed/oudomxay.ts'
import { updateResidentialGroup } from './update-residential-group.ts'

const tags = ['geography']
const idParams = z.object({ id: idField })
const seeds = { hue: hueGeography, oudomxay: oudomxayGeography }

export function geographyRoutes(app: App, deps: Deps): void {
  const today = () => localDateAt(deps.clock(), deps.authority.timeZone)
  outlineRoutes(app, deps)

  app.get(
    '/places',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'listPlaces',
        tags,
        summary: 'Places in force on a day, by code',
        querystring: contract.placesQuery,
        response: { 200: contract.PlacePage, ...problemResponses },
      },
    },
    async ({ query }) => {
      const { limit, cursor, on = today(), ...filter } = query
      const after = decodeCursor(cursor, 2)
      const rows = await selectPlaces(
        deps.db,
        { ...filter, on },
        { limit, after: after === null ? null : { code: String(after[0]), id: afterId(after[1]) } },
      )
      return toPage(rows, limit, (row) => [row.code, row.id])
    },
  )

  app.get(
    '/places/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getPlace',
        tags,
        summary: 'A place with its names, its changes and the unit that follows it',
        params: idParams,
        querystring: contract.placeQuery,
        response: { 200: contract.PlaceDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const on = request.query.on ?? today()
      const place = await findPlace(deps.db, id, on)
      if (place === null) throw new Problem('not-found')
      setEtag(reply, place.version)
      return {
        ...place,
        names: await selectPlaceNames(deps.db, id),
        changes: await selectPlaceChanges(deps.db, id),
        successor: await loadSuccessor(deps.db, id, on),
      }
    },
  )

  app.post(
    '/places/import',
    {
      config: { access: 'place.manage' },
      schema: {
        operationId: 'importPlaces',
        tags,
        summary: 'Store the places that ship with the service; a second time adds nothing',
        body: contract.ImportPlaces,
        response: { 200: contract.ImportedPlaces, ...problemResponses },
      },
    },
    (request) => importPlaces(deps, actorOf(request), seeds[request.body.source]),
  )

  app.post(
    '/residential-groups',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'createResidentialGroup',
        tags,
        summary: 'Add a residential group or village',
        body: contract.CreateResidentialGroup,
        response: { 201: contract.Place, ...problemResponses },
      },
    },
    async (request, reply) => {
      const group = await createResidentialGroup(deps, actorOf(request), request.body)
      setEtag(reply, group.version)
      return reply.code(201).send(group)
    },
  )

  app.patch(
    '/residential-groups/:id',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'updateResidentialGroup',
        tags,
        summary: 'Change name, code, tags or population of a residential group (If-Match)',
        params: idParams,
        body: contract.UpdateResidentialGroup,
        response: { 200: contract.Place, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const actor = actorOf(request)
      const group = await updateResidentialGroup(deps, actor, request.params.id, version, request.body)
      setEtag(reply, group.version)
      return group
    },
  )

  app.post(
    '/residential-groups/:id/move',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'moveResidentialGroup',
        tags,
        summary:
          'Put a residential group under another unit from a day on (If-Match); answers with its new row',
        params: idParams,
        body: contract.MoveResidentialGroup,
        response: { 201: contract.Place, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const actor = actorOf(request)
      const group = await moveResidentialGroup(deps, actor, request.params.id, version, request.body)
      setEtag(reply, group.version)
      return reply.code(201).send(group)
    },
  )

  app.post(
    '/residential-groups/:id/end',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'endResidentialGroup',
        tags,
        summary: 'End a residential group from a day on, without an heir (If-Match)',
        params: idParams,
        body: contract.EndResidentialGroup,
        response: { 200: contract.Place, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const group = await endResidentialGroup(
        deps,
        actorOf(request),
        request.params.id,
        version,
        request.body,
      )
      setEtag(reply, group.version)
      return group
    },
  )

  app.post(
    '/residential-groups/:id/join',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'joinResidentialGroups',
        tags,
        summary: 'Make one residential group of two from a day on (If-Match); answers with its new row',
        params: idParams,
        body: contract.JoinResidentialGroups,
        response: { 201: contract.Place, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const group = await joinResidentialGroups(
        deps,
        actorOf(request),
        request.params.id,
        version,
        request.body,
      )
      setEtag(reply, group.version)
      return reply.code(201).send(group)
    },
  )

  app.get(
    '/residential-groups/:id/collaborators',
    {
      config: { access: 'account.read' },
      schema: {
        operationId: 'listCollaboratorPosts',
        tags,
        summary: 'Collaborators of a residential group, past and present',
        params: idParams,
        response: { 200: contract.CollaboratorPosts, ...problemResponses },
      },
    },
    (request) => {
      requireReach(actorOf(request), 'account.read', { wardId: request.params.id })
      return selectCollaboratorPosts(deps.db, request.params.id)
    },
  )

  app.post(
    '/residential-groups/:id/collaborators',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'createCollaboratorPost',
        tags,
        summary: 'Give a residential group its collaborator',
        params: idParams,
        body: contract.CreateCollaboratorPost,
        response: { 201: contract.CollaboratorPost, ...problemResponses },
      },
    },
    async (request, reply) => {
      const post = await createCollaboratorPost(deps, actorOf(request), request.params.id, request.body)
      return reply.code(201).send(post)
    },
  )

  app.post(
    '/residential-groups/:id/collaborators/:postId/end',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'endCollaboratorPost',
        tags,
        summary: 'Set the last day of a collaborator',
        params: z.object({ id: idField, postId: idField }),
        body: contract.EndCollaboratorPost,
        response: { 200: contract.CollaboratorPost, ...problemResponses },
      },
    },
    (request) => {
      const { id: groupId, postId } = request.params
      return endCollaboratorPost(deps, actorOf(request), { groupId, postId }, request.body.validTo)
    },
  )
}

/** @throws Problem `request.invalid` when the cursor was made by hand. */
function afterId(key: string | number | undefined): string {
  const id = z.guid().safeParse(key)
  if (!id.success) throw new Problem('request.invalid', { where: '/querystring/cursor' })
  return id.data
}
