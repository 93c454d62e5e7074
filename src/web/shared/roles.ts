import type { Role } from '#domain/access.ts'
import type { Words } from '#domain/problem.ts'
import { catalogue } from './words.ts'

const rows: Record<Role, Words> = {
  'ward-official': { vi: 'Cán bộ phường', en: 'Ward official', lo: 'ພະນັກງານບ້ານ' },
  scanner: { vi: 'Quét mã, đón tiếp', en: 'Scanner', lo: 'ສະແກນ, ຕ້ອນຮັບ' },
  'data-entry': { vi: 'Nhập liệu', en: 'Data entry', lo: 'ປ້ອນຂໍ້ມູນ' },
  screening: { vi: 'Khám sàng lọc', en: 'Screening', lo: 'ກວດຄັດກອງ' },
  vaccinator: { vi: 'Người tiêm', en: 'Vaccinator', lo: 'ຜູ້ສັກຢາ' },
  'site-lead': { vi: 'Trưởng điểm tiêm', en: 'Site lead', lo: 'ຫົວໜ້າຈຸດສັກ' },
  'city-centre': { vi: 'Trung tâm y tế', en: 'City health centre', lo: 'ສູນສາທາລະນະສຸກ' },
  supervisor: { vi: 'Giám sát', en: 'Supervisor', lo: 'ຜູ້ກວດກາ' },
  admin: { vi: 'Quản trị hệ thống', en: 'Administrator', lo: 'ຜູ້ດູແລລະບົບ' },
}

/** A role as people call it. */
export const roleName = catalogue(rows)
