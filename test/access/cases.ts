import { randomUUID } from 'node:crypto'
import type { TestApp } from '../support/app.ts'
import type { Resources } from './resources.ts'

/** How to ask for a thing of one ward: what stands in the path, the query and the body. */
export type Placed = {
  params?: (of: Resources) => Record<string, string>
  query?: (of: Resources, world: TestApp['world']) => Record<string, string>
  body?: (of: Resources, world: TestApp['world']) => Record<string, unknown>
  /** A version that cannot be the present one still has to pass the question of the place first. */
  ifMatch?: string
}

const by = (name: keyof Resources, param = 'id') => ({ params: (of: Resources) => ({ [param]: of[name] }) })
const edited = (name: keyof Resources, body: Record<string, unknown> = {}): Placed => ({
  ...by(name),
  ifMatch: '"1"',
  body: () => body,
})
const REASON = 'Lý do thử'
const roster = (of: Resources, world: TestApp['world']) => ({
  campaignId: world.campaignId,
  siteId: of.site,
  fromOn: '2021-10-17',
  toOn: '2021-10-17',
  rows: [
    {
      rowNumber: 1,
      fullName: 'Lê Thị Thử',
      unit: 'UBND',
      idNumber: '046191055555',
      phone: '0912355555',
      task: 'Tiêm',
    },
  ],
})

/** Operations on one thing of one place: outside the scope of who asks, it does not exist. */
export const placed: Record<string, Placed> = {
  getAccount: by('account'),
  updateAccount: edited('account', { task: 'Quét mã' }),
  unlockAccount: by('account'),
  endLostPhone: { ...by('account'), body: () => ({}) },
  resetSecret: { ...by('account'), body: () => ({ reason: 'forgotten' }) },
  createGrant: { ...by('account'), body: (of) => ({ role: 'scanner', sessionId: of.session }) },
  swapGrant: {
    ...by('account'),
    body: (of) => ({ grantId: of.grant, toAccountId: of.spare, reason: 'absent' }),
  },
  endGrant: { params: (of) => ({ id: of.account, grantId: of.grant }), body: () => ({ reason: 'mistake' }) },
  disableAccount: { ...by('account'), body: () => ({ reason: 'left' }) },
  listCollaboratorPosts: by('group'),
  listResidentialGroups: { query: (of) => ({ wardId: of.ward }) },
  createResidentialGroup: { body: (of) => ({ parentId: of.ward }) },
  updateResidentialGroup: edited('group', { name: 'Tổ thử 2' }),
  moveResidentialGroup: edited('group', { parentId: randomUUID(), on: '2021-11-01' }),
  joinResidentialGroups: edited('group', { withId: randomUUID(), on: '2021-11-01' }),
  endResidentialGroup: edited('group', { on: '2021-11-01' }),
  createCollaboratorPost: {
    ...by('group'),
    body: () => ({ fullName: 'Lê Thị Thử', validFrom: '2021-10-01' }),
  },
  endCollaboratorPost: {
    params: (of) => ({ id: of.group, postId: of.collaborator }),
    body: () => ({ validTo: '2021-12-31' }),
  },

  recordCount: {
    params: (of) => ({ holderId: of.holder }),
    body: (_of, world) => ({ lotId: world.lotId, countedDoses: 480, reason: REASON }),
  },
  getLedger: { query: (of, world) => ({ holderId: of.holder, lotId: world.lotId }) },
  issueVials: {
    body: (of, world) => ({ fromHolderId: of.holder, sessionId: of.session, lotId: world.lotId, vials: 1 }),
  },
  returnVials: {
    body: (of, world) => ({ sessionId: of.session, toHolderId: of.holder, lotId: world.lotId, vials: 1 }),
  },
  wasteDoses: {
    body: (of, world) => ({
      opened: true,
      holderId:
        world.sessionHolders[
          of.session === world.sessions.A ? 'A' : of.session === world.sessions.B ? 'B' : 'C'
        ],
      lotId: world.lotId,
      doses: 1,
      cause: 'other',
      reason: 'opened-discarded',
    }),
  },
  listOpenVials: { query: (of) => ({ sessionId: of.session }) },
  openVial: { body: (of, world) => ({ sessionId: of.session, lotId: world.lotId }) },
  closeVial: by('openVial'),
  getTransfer: by('transfer'),
  dispatchTransfer: {
    ...by('transfer'),
    ifMatch: '"1"',
    body: (_of, world) => ({
      lines: [{ lotId: world.lotId, shelfVials: 80, vials: 2 }],
      temperatureTenths: 40,
      handedOverBy: 'Người giao',
      carriedBy: 'Người chở',
    }),
  },
  receiveTransfer: {
    ...by('transfer'),
    ifMatch: '"1"',
    body: (_of, world) => ({
      lines: [{ lotId: world.lotId, vials: 2 }],
      signedBy: 'Người nhận',
      temperatureTenths: 40,
    }),
  },
  cancelTransfer: { ...by('transfer'), ifMatch: '"1"', body: () => ({ reason: REASON }) },

  getSite: by('site'),
  updateSite: edited('site', { name: 'Điểm tiêm thử' }),
  createSite: {
    body: (of) => ({ name: 'Điểm tiêm mới', kind: 'fixed', wardId: of.ward, validFrom: '2021-10-01' }),
  },
  getSession: by('session'),
  createSession: {
    body: (of, world) => ({
      siteId: of.site,
      campaignId: world.campaignId,
      sessionOn: '2021-10-20',
      capacity: 100,
    }),
  },
  updateSession: edited('session', { capacity: 400 }),
  openSession: { ...by('session'), body: () => ({ reason: REASON }) },
  callPeople: {
    ...by('session'),
    body: (_of, world) => ({ targetGroupId: world.targetGroupId, step: 'primary-1' }),
  },
  listSessionPeople: by('session'),
  removeCalledPerson: { params: (of) => ({ id: of.session, personId: of.person }) },
  listCrew: by('session'),
  assignCrew: { ...by('session'), body: (of) => ({ accountId: of.spare, duty: 'scanner' }) },
  createCrewAccount: {
    ...by('session'),
    body: (of) => ({
      signInName: `moi.${of.session.slice(0, 8)}`,
      fullName: 'Người Mới Thử',
      duty: 'scanner',
    }),
  },
  endCrewPost: { params: (of) => ({ id: of.session, postId: of.post }) },
  listStandby: by('session'),
  callStandby: { ...by('session'), body: (of) => ({ personId: of.person }) },
  getJoinCode: by('session'),
  listJoinRequests: by('session'),
  decideJoin: {
    params: (of) => ({ id: of.session, requestId: of.joinRequest }),
    body: () => ({ admit: true }),
  },
  closeSession: { ...by('session'), body: () => ({ paperCount: 0, phoneCount: 0, reason: REASON }) },
  cancelSession: { ...by('session'), body: () => ({ reason: REASON }) },

  createList: {
    body: (of, world) => ({
      campaignId: world.campaignId,
      kind: 'ward',
      wardId: of.ward,
      name: 'Danh sách mới',
    }),
  },
  declareTotals: {
    body: (of, world) => ({
      campaignId: world.campaignId,
      wardId: of.ward,
      numbers: [{ key: '9', persons: 1 }],
    }),
  },
  getDeclaration: by('declaration'),
  drawDeclarationReceipt: by('declaration'),
  previewRoster: { body: (of, world) => roster(of, world) },
  sendRoster: { body: (of, world) => roster(of, world) },
  getRoster: by('roster'),
  reissueSlips: by('roster'),
  drawSlips: { ...by('roster'), body: () => ({ pins: [] }) },
  exportRoster: by('roster'),
  getList: by('list'),
  updateList: edited('list', { name: 'Tên khác' }),
  listUploads: by('list'),
  getUpload: by('upload'),
  listUploadRows: by('upload'),
  decideUploadRow: {
    params: (of) => ({ id: of.upload, rowNumber: '9' }),
    ifMatch: '"1"',
    body: () => ({ decision: 'later' }),
  },
  decideUploadRows: {
    ...by('upload'),
    ifMatch: '"1"',
    body: () => ({ decision: 'later', rowNumbers: 'undecided' }),
  },
  getUploadReceipt: by('upload'),
  drawUploadReceipt: by('upload'),
  listHistoryEntries: by('upload'),
  commitUpload: { ...by('upload'), ifMatch: '"1"' },
  cancelUpload: by('upload'),
  listWardUploads: { query: (of) => ({ wardId: of.ward }) },
  watchUpload: by('upload'),
  mapUploadHeadings: { ...by('upload'), ifMatch: '"1"', body: () => ({ headings: [] }) },
  refuseUploadRepairs: { ...by('upload'), ifMatch: '"1"', body: () => ({ refused: [] }) },
  undoUpload: { ...by('upload'), ifMatch: '"1"', body: () => ({ reason: REASON }) },
  registerPerson: {
    body: (of) => ({
      listId: of.list,
      wardId: of.ward,
      fullName: 'Trần Thị Mới Thử',
      bornOn: '1990-01-02',
      sex: 'female',
      priorityCode: 10,
    }),
  },
  readPerson: by('person'),
  updatePerson: edited('person', { reason: REASON, address: 'Số 1' }),
  listPersonEvents: by('person'),
  recordPersonEvent: edited('person', { kind: 'died', on: '2021-10-15', reason: REASON }),
  registerChild: {
    ...by('person'),
    body: () => ({ fullName: 'Trần Bé Thử', bornOn: '2021-10-12', sex: 'female', relation: 'mother' }),
  },
  countPeople: { query: (of) => ({ wardId: of.ward }) },
  previewGrouping: {
    body: (of) => ({ wardId: of.ward, groupId: null, people: { filter: {} } }),
  },
  groupPeople: {
    body: (of) => ({
      wardId: of.ward,
      groupId: null,
      people: { filter: {} },
      ground: '0'.repeat(64),
      reason: REASON,
    }),
  },
  exportDoses: {
    query: (of) => ({ siteId: of.site, givenOn: '2021-10-17', purpose: 'own-check' }),
  },
  listMissingPeople: { query: (of, world) => ({ campaign: world.campaignId, wardId: of.ward }) },
  exportPeople: { query: (of) => ({ wardId: of.ward, purpose: 'own-check' }) },
  issueInvitations: { body: (of, world) => ({ campaignId: world.campaignId, to: { listId: of.list } }) },
  drawInvitationSvg: by('invitation'),
  drawInvitationPng: by('invitation'),
  revokeInvitation: { ...by('invitation'), body: () => ({ reason: REASON }) },
  reissueInvitation: { ...by('invitation'), body: () => ({ reason: REASON }) },
  identifyPerson: { ...by('session'), body: () => ({ scan: 'không phải mã' }) },
  searchSession: { ...by('session'), body: () => ({ q: 'nguyen' }) },
  matchWalkIn: {
    ...by('session'),
    body: (of) => ({ fullName: 'Trần Thị Mới Thử', bornOn: '1990-01-02', wardId: of.ward }),
  },
  checkInPeople: {
    ...by('session'),
    body: (of) => ({
      people: [{ entryId: crypto.randomUUID(), personId: of.twin, how: 'search' }],
      capturedAt: '2021-10-17T01:00:00Z',
    }),
  },
  listVisits: by('session'),
  readCard: { params: (of) => ({ id: of.session, personId: of.person }) },
  readScreeningForm: { params: (of) => ({ id: of.session, personId: of.person }) },
  readSessionPapers: { params: (of) => ({ id: of.session }) },
  readSessionStatus: by('session'),
  readPack: by('session'),
  issueSlip: { params: (of) => ({ id: of.session, personId: of.person }) },
  listSlips: { params: (of) => ({ id: of.session, personId: of.person }) },
  readReview: by('review'),
  askCorrection: { ...by('person'), body: () => ({ subject: 'dose-missing', wrong: REASON }) },
  readCorrection: by('correction'),
  answerCorrection: edited('correction', { act: 'take' }),
  mergePeople: { body: (of) => ({ absorbedId: of.person, keptId: of.twin, reason: REASON }) },
  listMerges: by('person'),
  listDuplicates: { query: (of) => ({ wardId: of.ward }) },
  decideDuplicates: {
    body: (of) => ({
      decisions: [{ id: crypto.randomUUID(), verdict: 'later', personId: of.person, otherId: of.twin }],
      reason: REASON,
    }),
  },
  undoMerge: { ...by('merge'), body: () => ({ reason: REASON }) },
}

/** Lists: each shows what lies in the scope of who asks, and nothing else. */
export const listed: Record<string, (world: TestApp['world'], foreign: Resources) => Record<string, string>> =
  {
    previewFollowing: () => ({}),
    listReviews: () => ({ limit: '200' }),
    listCorrections: () => ({ state: 'waiting', limit: '200' }),
    listAccounts: () => ({ limit: '200' }),
    listDevices: () => ({ limit: '200' }),
    listHolders: () => ({ limit: '200' }),
    listStock: () => ({ limit: '200' }),
    listBooks: () => ({ fromOn: '2021-10-01', toOn: '2021-10-31', limit: '200' }),
    listStockAlarms: () => ({}),
    listTransfers: () => ({ limit: '200' }),
    listSites: () => ({ limit: '200' }),
    listSessions: () => ({ limit: '200' }),
    listLists: () => ({ limit: '200' }),
    listDeclarations: () => ({ limit: '200' }),
    listRosters: () => ({ limit: '200' }),
    getListOverview: (world) => ({ campaignId: world.campaignId }),
    exportSummary: (world) => ({ campaignId: world.campaignId, format: 'csv' }),
    listReminders: (world) => ({ campaignId: world.campaignId }),
    exportReminders: (world) => ({ campaignId: world.campaignId, format: 'csv' }),
    listOwed: () => ({}),
    countDuplicates: () => ({}),
    listPeople: () => ({ limit: '200' }),
    listInvitations: (world) => ({ campaignId: world.campaignId }),
    // Asked for another ward's list: it has nothing to print.
    drawInvitationSheet: (world, foreign) => ({ campaignId: world.campaignId, listId: foreign.list }),
    getInvitationSheet: (world, foreign) => ({ campaignId: world.campaignId, listId: foreign.list }),
    getProgress: (world) => ({ campaign: world.campaignId }),
    followProgress: (world) => ({ campaign: world.campaignId, seconds: '0' }),
    listSessionProgress: (world) => ({ campaign: world.campaignId }),
    getEntryLag: (world) => ({ campaign: world.campaignId }),
    getProgressDays: (world) => ({ campaign: world.campaignId }),
    getDailyReport: (world) => ({ campaign: world.campaignId }),
    exportDailyReport: (world) => ({ campaign: world.campaignId, format: 'csv' }),
    exportProgress: (world) => ({ campaign: world.campaignId, format: 'csv' }),
    getProgressParts: (world) => ({ campaign: world.campaignId, rows: 'site' }),
    getDataQuality: (world) => ({ campaign: world.campaignId }),
  }

/**
 * Operations that are of no one place: of the whole authority, of oneself, or open to all who are signed in. For them
 * only the question of the function is asked here; what they do inside their scope is tested with their feature.
 */
export const ofNoPlace = new Set([
  'livez',
  'listProblemKinds',
  'readProblemKind',
  'readyz',
  'metrics',
  'signIn',
  'refreshSignIn',
  'signOut',
  'getOwnAccount',
  'changeOwnSecret',
  'createAccount',
  'searchAccounts',
  'enableAccount',
  'listAudit',
  'listPlaces',
  'getPlace',
  'importPlaces',
  'getOutlines',
  'putOutlines',
  'followPlaces',
  'listProducts',
  'setProductGtin',
  'listLots',
  'getLot',
  // Numbers of the caller's own scope, and people of it: asked of a lot, which is of no one place.
  'getLotReach',
  'listLotRecipients',
  'exportLotRecipients',
  'listWastage',
  'countStockAlarms',
  'receiveLot',
  'recordLotEvent',
  'orderTransfer',
  'closeTransfer',
  'listCampaigns',
  'createCampaign',
  'getCampaign',
  'updateCampaign',
  'openCampaign',
  'closeCampaign',
  'listAgeCuts',
  'createAgeCut',
  'getRules',
  'importRules',
  'listTargetGroups',
  'createTargetGroup',
  'updateTargetGroup',
  'listTargets',
  'putTargets',
  'recordPresence',
  'lookAtShift',
  'joinShift',
  'askToJoin',
  'claimJoin',
  'setDeadline',
  'listDeadlines',
  // An empty form, and a file of the page’s own that is only read back to it.
  'getRosterTemplate',
  'readRosterFile',
  'getInvitationKey',
  'putEntry',
  'findEntry',
  'syncEntries',
  'syncFromDevice',
  'recordLostEntry',
  // Whose entries a file holds is known only when it is open: test/features/doses/rescue.test.ts.
  'getRescueKey',
  'importRescue',
  'enrolDevice',
  'recordHeartbeat',
  'getPlanSupply',
  'setWardSupply',
  'setExpectedArrival',
  'listPlans',
  'proposePlan',
  'tryPlan',
  'getPlan',
  'getPlanOutcome',
  'decidePlanLine',
  // Deciding is the centre's: of the whole authority.
  'countReviews',
  'countCorrections',
  'getRejudging',
  'ownReview',
  'decideReview',
  'restoreDose',
  // By the centre, of any dose: test/features/doses/corrections.test.ts.
  'amendDose',
  // Marks those whom the caller may edit and counts the others: test/features/registrants/people-events.test.ts.
  'markOnPlatform',
  // What the body asks for is tested in test/features/registrants/people-search.test.ts.
  'searchPeople',
  // Multipart and the returned file: asked with real files in test/features/registrants.
  'previewUpload',
  'returnWorkbook',
  'returnBadRows',
  // The empty form belongs to nobody.
  'getListTemplate',
])
