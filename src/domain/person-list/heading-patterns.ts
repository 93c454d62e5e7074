/** The words by which wards head their columns, on folded text: no diacritics, no case, nothing in brackets. */
import type { DosePart, ListField, PlainField } from './fields.ts'

// Tried in this order: the narrower before the wider.
const patterns: readonly (readonly [PlainField, RegExp])[] = [
  ['rowLabel', /^(stt|tt|so tt|so thu tu|ລ ດ|no)$/],
  ['reason', /^ly do (chua|khong) nhan\b/],
  ['result', /^ket qua( import)?$/],
  ['note', /^ghi chu/],
  ['contactName', /^(ho (va )?ten |ten )?(nguoi|can bo) (lien he|dai dien|dau moi|phu trach)|^dau moi\b/],
  [
    'headcount',
    /^(tong )?(so|so luong) (luong )?(lao dong|nguoi lao dong|cong nhan|nhan vien|nhan su|cnv)\b/,
  ],
  ['taxCode', /^(ma so thue|mst)\b/],
  ['relation', /^quan he\b/],
  ['householdNumber', /^(so|ma) ho( gia dinh| so)?$|^ho so$|^so ho khau$/],
  ['ethnicity', /^dan toc\b/],
  ['education', /^trinh do\b/],
  ['maritalStatus', /^(tinh trang )?hon nhan\b/],
  ['stay', /^tinh trang cu tru\b/],
  ['idNumber', /\b(cccd|cmnd|cmt|can cuoc|chung minh|dinh danh|ho chieu)\b/],
  ['bhyt', /\b(bhyt|bao hiem y te)\b/],
  ['phone', /dien thoai|^(so )?(sdt|dt|di dong)\b/],
  ['familyName', /^(ho|ho dem|ho lot|ho va (chu |ten )?(dem|lot)|ho chu dem)$/],
  ['fullName', /^(ho va ten|ho ten|ten nguoi|full name)|^(ten|name)$/],
  [
    'bornOn',
    /^(ngay|nam|ngay thang|ngay thang nam|ngay thang nam sinh) sinh\b|^(ngay thang nam sinh|ntns|date of birth)/,
  ],
  ['sex', /^(gioi tinh|gioi|phai|sex)$/],
  ['priorityCode', /\b(nhom doi tuong|nhom uu tien|doi tuong uu tien)\b|^ma (nhom|doi tuong)|^nhom$/],
  ['provinceCode', /^ma (so )?(tinh|tp|thanh pho)\b/],
  ['districtCode', /^ma (so )?(quan|huyen|thi xa)\b/],
  ['wardCode', /^ma (so )?(xa|phuong|px|thi tran)\b/],
  ['provinceName', /^(tinh|tinh thanh pho|thanh pho)( tp)?$/],
  ['districtName', /^(quan|huyen|quan huyen|huyen quan)\b/],
  ['wardName', /^(xa|phuong|xa phuong|phuong xa)\b/],
  ['groupName', /^(dia ban( co so)?|to dan pho|tdp|thon|to|khu vuc|to thon|thon to)\b/],
  [
    'enterpriseName',
    /^(ten )?(doanh nghiep|cong ty|hop tac xa|co so san xuat|co so kinh doanh)|^ten (don vi|co so)\b/,
  ],
  ['address', /dia chi|^so nha|^noi o chi tiet/],
  ['workplace', /^(don vi|noi|co quan) (cong tac|lam viec)|^(don vi|co quan)$/],
]

/** Headings whose brackets say what they are: the household book's `Mã đối tượng (số thẻ BHYT)`. */
const bracketPatterns: readonly (readonly [PlainField, RegExp])[] = [
  ['bhyt', /^ma doi tuong (so the )?(bhyt|bao hiem y te)\b/],
]

const dosePatterns: readonly (readonly [DosePart, RegExp])[] = [
  ['givenOn', /\bngay tiem\b|^ngay$/],
  ['lot', /\b(so )?lo( vac ?xin)?\b/],
  ['place', /\b(dia diem|noi|co so|don vi) tiem\b|^(noi|dia diem)$/],
  ['product', /\b(ten|loai) vac ?xin\b|^vac ?xin\b|^loai$/],
]
const doseNumber = /\b(?:mui|lan|lieu)(?: thu| so)? (\d)\b/

export type Label = {
  column: number
  /** The folded text of the merged cell above; `''` where there is none. */
  group: string
  /** Folded, without and with what stands in brackets. */
  text: string
  full: string
  /** As it was typed. */
  written: string
}

/** @param labels all of the list in order: some headings are only told by their neighbours. */
export function findField(labels: readonly Label[], at: number): ListField | null {
  return findSplitField(labels, at) ?? findPlainField(labels[at]!) ?? findDoseField(labels, at)
}

export function findPlainField({ text, full }: Pick<Label, 'text' | 'full'>): PlainField | null {
  const found =
    bracketPatterns.find(([, pattern]) => pattern.test(full)) ??
    patterns.find(([, pattern]) => pattern.test(text))
  return found?.[0] ?? null
}

/** `nam` is both Nam and Năm once folded: the heading beside it decides. */
function findSplitField(labels: readonly Label[], at: number): PlainField | null {
  const text = labels[at]!.text
  const [before, after] = [labels[at - 1]?.text, labels[at + 1]?.text]
  if (text === 'ngay' && after === 'thang') return 'bornDay'
  if (text === 'thang' && before === 'ngay') return 'bornMonth'
  if (text === 'nam' && before === 'thang') return 'bornYear'
  if (text === 'nam' && after === 'nu') return 'sexMale'
  if (text === 'nu' && before === 'nam') return 'sexFemale'
  const isAfterFamily = at > 0 && findPlainField(labels[at - 1]!) === 'familyName'
  return text === 'ten' && isAfterFamily ? 'givenName' : null
}

/** The vaccine's name stands before its group (`Tên vắc xin` | `Mũi 1`: date, lot, place), so it looks ahead. */
function findDoseField(labels: readonly Label[], at: number): ListField | null {
  const { text, group } = labels[at]!
  const part = dosePatterns.find(([, pattern]) => pattern.test(text))?.[0]
  if (part === undefined) return null
  const own = doseNumber.exec(text) ?? doseNumber.exec(group)
  const ahead = labels.slice(at + 1, at + 4).find((label) => doseNumber.test(label.group))
  const number = own?.[1] ?? (ahead === undefined ? undefined : doseNumber.exec(ahead.group)?.[1])
  return number === undefined ? null : `dose${Number(number)}.${part}`
}
