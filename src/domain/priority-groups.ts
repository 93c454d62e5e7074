/** Who the sixteen priority groups of QĐ 3355/QĐ-BYT (8/7/2021) are, in the few words that fit beside a number. */
import type { Words } from './problem.ts'

export const priorityGroups: readonly { code: number; name: Words }[] = [
  { vi: 'Người làm trong ngành y tế', en: 'Health workers', lo: 'ພະນັກງານສາທາລະນະສຸກ' },
  { vi: 'Người tham gia chống dịch', en: 'Epidemic response', lo: 'ຜູ້ຮ່ວມຕ້ານພະຍາດ' },
  { vi: 'Quân đội', en: 'Army', lo: 'ທະຫານ' },
  { vi: 'Công an', en: 'Police', lo: 'ຕຳຫຼວດ' },
  { vi: 'Ngoại giao, tổ chức quốc tế', en: 'Diplomats, international bodies', lo: 'ການທູດ, ອົງການສາກົນ' },
  { vi: 'Hải quan, xuất nhập cảnh', en: 'Customs, immigration', lo: 'ພາສີ, ກວດຄົນເຂົ້າເມືອງ' },
  { vi: 'Dịch vụ thiết yếu', en: 'Essential services', lo: 'ບໍລິການຈຳເປັນ' },
  {
    vi: 'Giáo viên, học sinh, hành chính',
    en: 'Teachers, pupils, offices',
    lo: 'ຄູ, ນັກຮຽນ, ຫ້ອງການ',
  },
  { vi: 'Bệnh mạn tính; trên 65 tuổi', en: 'Chronic illness; over 65', lo: 'ພະຍາດຊຳເຮື້ອ; ເກີນ 65 ປີ' },
  { vi: 'Người sống ở vùng có dịch', en: 'Living where the epidemic is', lo: 'ຢູ່ໃນເຂດລະບາດ' },
  { vi: 'Người nghèo, chính sách xã hội', en: 'The poor, social policy', lo: 'ຜູ້ທຸກຍາກ, ນະໂຍບາຍສັງຄົມ' },
  {
    vi: 'Đi nước ngoài; chuyên gia nước ngoài',
    en: 'Going abroad; foreign experts',
    lo: 'ໄປຕ່າງປະເທດ; ຊ່ຽວຊານ',
  },
  { vi: 'Lao động doanh nghiệp, chợ', en: 'Workers of enterprises, markets', lo: 'ແຮງງານວິສາຫະກິດ, ຕະຫຼາດ' },
  { vi: 'Chức sắc, chức việc tôn giáo', en: 'Clergy', lo: 'ນັກບວດ' },
  { vi: 'Lao động tự do', en: 'Self-employed', lo: 'ແຮງງານອິດສະລະ' },
  { vi: 'Đối tượng khác', en: 'Others', lo: 'ກຸ່ມອື່ນ' },
].map((name, at) => ({ code: at + 1, name }))
