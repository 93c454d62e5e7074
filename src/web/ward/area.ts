import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { Invitations } from './invitations.tsx'
import { ListPage } from './list.tsx'
import { Lists } from './lists.tsx'
import { UploadPage } from './upload.tsx'
import './ward.css'

export const pages: Pages = {
  [paths.ward.lists()]: Lists,
  [paths.ward.list(':listId')]: ListPage,
  [paths.ward.upload(':uploadId')]: UploadPage,
  [paths.ward.invitations()]: Invitations,
}
