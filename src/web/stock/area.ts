import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { Balances } from './balances.tsx'
import { IssueVials } from './issue.tsx'
import { NewTransfer } from './new-transfer.tsx'
import { ReceiveLot } from './receive.tsx'
import { TransferOne } from './transfer.tsx'
import { Transfers } from './transfers.tsx'
import './stock.css'

export const pages: Pages = {
  [paths.stock.balances()]: Balances,
  [paths.stock.receive()]: ReceiveLot,
  [paths.stock.issue()]: IssueVials,
  [paths.stock.transfers()]: Transfers,
  [paths.stock.newTransfer()]: NewTransfer,
  [paths.stock.transfer(':transferId')]: TransferOne,
}
