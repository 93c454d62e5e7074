import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { AccountOne } from './account.tsx'
import { Accounts } from './accounts.tsx'
import { NewAccount } from './new-account.tsx'

export const pages: Pages = {
  [paths.accounts.list()]: Accounts,
  [paths.accounts.create()]: NewAccount,
  [paths.accounts.account(':accountId')]: AccountOne,
}
