import { listFields, type ListField, type PlainField } from '#domain/person-list/fields.ts'
import type { Words } from '#domain/problem.ts'
import { catalogue, language } from '../shared/words.ts'

/** What a column can hold, as the national form and the household book call it. */
const fieldWords: Record<PlainField, Words> = {
  rowLabel: { vi: 'Số thứ tự', en: 'Running number', lo: 'ລຳດັບ' },
  fullName: { vi: 'Họ và tên', en: 'Full name', lo: 'ຊື່ ແລະ ນາມສະກຸນ' },
  bornOn: { vi: 'Ngày sinh', en: 'Date of birth', lo: 'ວັນເດືອນປີເກີດ' },
  sex: { vi: 'Giới tính', en: 'Sex', lo: 'ເພດ' },
  priorityCode: { vi: 'Mã nhóm ưu tiên', en: 'Priority group', lo: 'ລະຫັດກຸ່ມບູລິມະສິດ' },
  workplace: { vi: 'Đơn vị công tác', en: 'Workplace', lo: 'ບ່ອນເຮັດວຽກ' },
  phone: { vi: 'Số điện thoại', en: 'Phone', lo: 'ເບີໂທ' },
  idNumber: { vi: 'Số CMT/CCCD', en: 'ID number', lo: 'ເລກບັດປະຈຳຕົວ' },
  bhyt: { vi: 'Số thẻ BHYT', en: 'Insurance number', lo: 'ເລກບັດປະກັນສຸຂະພາບ' },
  provinceName: { vi: 'Tỉnh, thành phố', en: 'Province', lo: 'ແຂວງ' },
  provinceCode: { vi: 'Mã tỉnh, thành phố', en: 'Province code', lo: 'ລະຫັດແຂວງ' },
  districtName: { vi: 'Quận, huyện', en: 'District', lo: 'ເມືອງ' },
  districtCode: { vi: 'Mã quận, huyện', en: 'District code', lo: 'ລະຫັດເມືອງ' },
  wardName: { vi: 'Xã, phường', en: 'Ward', lo: 'ບ້ານ/ຕາແສງ' },
  wardCode: { vi: 'Mã xã, phường', en: 'Ward code', lo: 'ລະຫັດບ້ານ/ຕາແສງ' },
  groupName: { vi: 'Tổ dân phố, thôn', en: 'Residential group', lo: 'ໜ່ວຍ' },
  address: { vi: 'Địa chỉ chi tiết', en: 'Address', lo: 'ທີ່ຢູ່' },
  note: { vi: 'Ghi chú', en: 'Note', lo: 'ໝາຍເຫດ' },
  result: { vi: 'Kết quả import', en: 'Import result', lo: 'ຜົນການນຳເຂົ້າ' },
  familyName: { vi: 'Họ và chữ đệm', en: 'Family and middle names', lo: 'ນາມສະກຸນ ແລະ ຊື່ກາງ' },
  givenName: { vi: 'Tên', en: 'Given name', lo: 'ຊື່' },
  bornDay: { vi: 'Ngày (sinh)', en: 'Day of birth', lo: 'ວັນເກີດ' },
  bornMonth: { vi: 'Tháng (sinh)', en: 'Month of birth', lo: 'ເດືອນເກີດ' },
  bornYear: { vi: 'Năm (sinh)', en: 'Year of birth', lo: 'ປີເກີດ' },
  sexMale: { vi: 'Nam (đánh dấu)', en: 'Male (marked)', lo: 'ຊາຍ (ໝາຍ)' },
  sexFemale: { vi: 'Nữ (đánh dấu)', en: 'Female (marked)', lo: 'ຍິງ (ໝາຍ)' },
  householdNumber: { vi: 'Số hộ', en: 'Household number', lo: 'ເລກຄົວເຮືອນ' },
  relation: { vi: 'Quan hệ với chủ hộ', en: 'Relation to the head', lo: 'ຄວາມສຳພັນກັບຫົວໜ້າຄົວເຮືອນ' },
  ethnicity: { vi: 'Dân tộc', en: 'Ethnicity', lo: 'ຊົນເຜົ່າ' },
  education: { vi: 'Trình độ', en: 'Education', lo: 'ລະດັບການສຶກສາ' },
  maritalStatus: { vi: 'Tình trạng hôn nhân', en: 'Marital status', lo: 'ສະຖານະແຕ່ງງານ' },
  stay: { vi: 'Tình trạng cư trú', en: 'Kind of residence', lo: 'ສະຖານະການຢູ່ອາໄສ' },
  enterpriseName: { vi: 'Tên doanh nghiệp', en: 'Enterprise', lo: 'ຊື່ວິສາຫະກິດ' },
  contactName: { vi: 'Người liên hệ', en: 'Contact', lo: 'ຜູ້ຕິດຕໍ່' },
  headcount: { vi: 'Số lao động', en: 'Number of people', lo: 'ຈຳນວນຄົນ' },
  taxCode: { vi: 'Mã số thuế', en: 'Tax code', lo: 'ເລກອາກອນ' },
  reason: { vi: 'Lý do chưa nhận', en: 'Why not taken', lo: 'ເຫດຜົນທີ່ບໍ່ຮັບ' },
}

const partName = catalogue({
  product: { vi: 'Mũi {number}: vắc xin', en: 'Dose {number}: vaccine', lo: 'ເຂັມ {number}: ວັກຊີນ' },
  givenOn: { vi: 'Mũi {number}: ngày tiêm', en: 'Dose {number}: date', lo: 'ເຂັມ {number}: ວັນທີສັກ' },
  lot: { vi: 'Mũi {number}: lô', en: 'Dose {number}: lot', lo: 'ເຂັມ {number}: ເລກຊຸດ' },
  place: { vi: 'Mũi {number}: nơi tiêm', en: 'Dose {number}: place', lo: 'ເຂັມ {number}: ບ່ອນສັກ' },
})

export function fieldName(field: ListField): string {
  const dose = /^dose(\d+)\.(product|givenOn|lot|place)$/.exec(field)
  if (dose === null) return fieldWords[field as PlainField][language.value]
  return partName(dose[2] as Parameters<typeof partName>[0], { number: dose[1]! })
}

const choosable = listFields.filter((field) => field !== 'result' && field !== 'reason')

/** What a heading may be said to mean; those that another column holds already are left out. */
export const fieldChoices = (taken: ReadonlySet<string>) =>
  choosable.filter((field) => !taken.has(field)).map((field) => ({ value: field, label: fieldName(field) }))
