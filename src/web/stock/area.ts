import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { Alarms } from './alarms.tsx'
import { Balances } from './balances.tsx'
import { StockBooks } from './books.tsx'
import { IssueVials } from './issue.tsx'
import { LotOne } from './lot.tsx'
import { Lots } from './lots.tsx'
import { NewTransfer } from './new-transfer.tsx'
import { ReceiveLot } from './receive.tsx'
import { Recipients } from './recipients.tsx'
import { Shelf } from './shelf.tsx'
import { TransferOne } from './transfer.tsx'
import { Transfers } from './transfers.tsx'
import { WastagePage } from './wastage.tsx'
import './stock.css'

export const pages: Pages = {
  [paths.stock.balances()]: Balances,
  [paths.stock.alarms()]: Alarms,
  [paths.stock.receive()]: ReceiveLot,
  [paths.stock.issue()]: IssueVials,
  [paths.stock.shelf()]: Shelf,
  [paths.stock.transfers()]: Transfers,
  [paths.stock.newTransfer()]: NewTransfer,
  [paths.stock.transfer(':transferId')]: TransferOne,
  [paths.stock.lots()]: Lots,
  [paths.stock.lot(':lotId')]: LotOne,
  [paths.stock.recipients(':lotId')]: Recipients,
  [paths.stock.books()]: StockBooks,
  [paths.stock.wastage()]: WastagePage,
}
