import type { Pages } from '../areas.ts'
import { pages as duplicatePages } from '../duplicates/area.ts'
import { paths } from '../shared/paths.ts'
import { DeclarationPage } from './declaration-receipt.tsx'
import { DeclarePage } from './declare.tsx'
import { GroupPage } from './group.tsx'
import { Groups } from './groups.tsx'
import { Invitations } from './invitations.tsx'
import { ListPage } from './list.tsx'
import { Lists } from './lists.tsx'
import { RosterPage } from './roster.tsx'
import { NewRoster } from './roster-new.tsx'
import { Rosters } from './rosters.tsx'
import { People } from './people.tsx'
import { NewPerson } from './person-new.tsx'
import { PersonPage } from './person.tsx'
import { UploadPage } from './upload.tsx'
import './people.css'
import './ward.css'

export const pages: Pages = {
  [paths.ward.lists()]: Lists,
  [paths.ward.list(':listId')]: ListPage,
  [paths.ward.upload(':uploadId')]: UploadPage,
  [paths.ward.people()]: People,
  [paths.ward.newPerson()]: NewPerson,
  [paths.ward.person(':personId')]: PersonPage,
  [paths.ward.groups()]: Groups,
  [paths.ward.group(':groupId')]: GroupPage,
  [paths.ward.invitations()]: Invitations,
  [paths.ward.totals()]: DeclarePage,
  [paths.ward.declaration(':declarationId')]: DeclarationPage,
  [paths.ward.rosters()]: Rosters,
  [paths.ward.newRoster()]: NewRoster,
  [paths.ward.roster(':rosterId')]: RosterPage,
  ...duplicatePages,
}
