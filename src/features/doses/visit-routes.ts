import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { pageQuery } from '#http/paging.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { checkInPeople } from './check-in-people.ts'
import { identifyPerson } from './identify-person.ts'
import { listVisits } from './list-visits.ts'
import { matchWalkIn } from './match-walk-in.ts'
import { readScreeningForm } from './read-screening-form.ts'
import { readSessionPapers } from './read-session-papers.ts'
import { readSessionStatus } from './read-session-status.ts'
import { readCard, searchSession } from './search-session.ts'
import * as contract from './visit-contract.ts'

const tags = ['doses']
const idParams = z.object({ id: idField })
const personParams = idParams.extend({ personId: idField })

/** What is asked at the tables of a session. Names and numbers travel in bodies: an address is kept in logs. */
export function visitRoutes(app: App, deps: Deps): void {
  app.post(
    '/sessions/:id/identify',
    {
      config: { access: 'person.identify' },
      schema: {
        operationId: 'identifyPerson',
        tags,
        summary: 'Find somebody by invitation, card or number with birth date, and admit the person',
        params: idParams,
        body: contract.IdentifyPerson,
        response: { 200: contract.IdentifiedPeople, ...problemResponses },
      },
    },
    (request) => identifyPerson(deps, actorOf(request), request.params.id, request.body),
  )

  app.post(
    '/sessions/:id/searches',
    {
      config: { access: 'person.search' },
      schema: {
        operationId: 'searchSession',
        tags,
        summary: 'People in your scope by name or last digits, as cards',
        params: idParams,
        body: contract.SearchPeople,
        response: { 200: contract.CardList, ...problemResponses },
      },
    },
    (request) => searchSession(deps, actorOf(request), request.params.id, request.body),
  )

  app.post(
    '/sessions/:id/walk-in-matches',
    {
      config: { access: 'entry.check-in' },
      schema: {
        operationId: 'matchWalkIn',
        tags,
        summary: 'Who a walk-in may be, before a new person is made',
        params: idParams,
        body: contract.MatchWalkIn,
        response: { 200: contract.WalkInMatches, ...problemResponses },
      },
    },
    (request) => matchWalkIn(deps, actorOf(request), request.params.id, request.body),
  )

  app.post(
    '/sessions/:id/check-ins',
    {
      config: { access: 'entry.check-in' },
      schema: {
        operationId: 'checkInPeople',
        tags,
        summary: 'Check people in; the rules are asked first, and each person is answered',
        params: idParams,
        body: contract.CheckInPeople,
        response: { 200: contract.CheckedInPeople, ...problemResponses },
      },
    },
    (request) => checkInPeople(deps, actorOf(request), request.params.id, request.body, languageOf(request)),
  )

  app.get(
    '/sessions/:id/visits',
    {
      config: { access: 'person.read' },
      schema: {
        operationId: 'listVisits',
        tags,
        summary: 'Who waits at which table of a session, who has waited longest first',
        params: idParams,
        querystring: contract.ListVisits,
        response: { 200: contract.VisitList, ...problemResponses },
      },
    },
    (request) => listVisits(deps, actorOf(request), request.params.id, request.query),
  )

  app.get(
    '/sessions/:id/people/:personId/card',
    {
      config: { access: 'person.read' },
      schema: {
        operationId: 'readCard',
        tags,
        summary: 'A person at a session: doses, what is due, the visit so far',
        params: personParams,
        response: { 200: contract.PersonCard, ...problemResponses },
      },
    },
    (request) => readCard(deps, actorOf(request), request.params.id, request.params.personId),
  )

  app.get(
    '/sessions/:id/people/:personId/screening-form',
    {
      config: { access: 'person.read' },
      schema: {
        operationId: 'readScreeningForm',
        tags,
        summary: 'What the printed consent and screening forms need',
        params: personParams,
        response: { 200: contract.ScreeningForm, ...problemResponses },
      },
    },
    (request) => readScreeningForm(deps, actorOf(request), request.params.id, request.params.personId),
  )

  app.get(
    '/sessions/:id/papers',
    {
      config: { access: 'person.read' },
      schema: {
        operationId: 'readSessionPapers',
        tags,
        summary: 'Who is called, by hour, with what their forms need: to be printed the evening before',
        params: idParams,
        querystring: pageQuery,
        response: { 200: contract.SessionPapers, ...problemResponses },
      },
    },
    (request) => readSessionPapers(deps, actorOf(request), request.params.id, request.query),
  )

  app.get(
    '/sessions/:id/status',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'readSessionStatus',
        tags,
        summary: 'How a session stands, and what was given but not entered',
        params: idParams,
        response: { 200: contract.SessionStatus, ...problemResponses },
      },
    },
    (request) => readSessionStatus(deps, actorOf(request), request.params.id),
  )
}
