import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import {
  alarmQuery,
  Books,
  booksQuery,
  StockAlarmCounts,
  StockAlarms,
  WastageList,
  wastageQuery,
} from './books-contract.ts'
import { countStockAlarms, listStockAlarms } from './list-alarms.ts'
import { listBooks } from './read-books.ts'
import { listWastage } from './read-wastage.ts'

const tags = ['stock']

export function booksRoutes(app: App, deps: Deps): void {
  app.get(
    '/stock/books',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listBooks',
        tags,
        summary: 'Opening + received − sent − used − discarded = closing, at every holder and lot',
        querystring: booksQuery,
        response: { 200: Books, ...problemResponses },
      },
    },
    (request) => listBooks(deps, actorOf(request), request.query),
  )
  app.get(
    '/stock/wastage',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listWastage',
        tags,
        summary: 'Wastage per vaccine by the formulas of WHO/V&B/03.18',
        querystring: wastageQuery,
        response: { 200: WastageList, ...problemResponses },
      },
    },
    (request) => listWastage(deps, actorOf(request), request.query),
  )
  app.get(
    '/stock/alarms',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listStockAlarms',
        tags,
        summary: 'Expiry, thaw, recalled and low stock, transfers open for more than 24 hours',
        querystring: alarmQuery,
        response: { 200: StockAlarms, ...problemResponses },
      },
    },
    (request) => listStockAlarms(deps, actorOf(request), request.query),
  )
  app.get(
    '/stock/alarms/counts',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'countStockAlarms',
        tags,
        summary: 'How many alarms of each kind',
        response: { 200: StockAlarmCounts, ...problemResponses },
      },
    },
    (request) => countStockAlarms(deps, actorOf(request)),
  )
}
