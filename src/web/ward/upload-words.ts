import { catalogue } from '../shared/words.ts'

/** A file of a list: its preview, its confirmation, the earlier doses that it states. */
export const t = catalogue({
  lead: { vi: 'Danh sách: {name}', en: 'List: {name}', lo: 'ລາຍຊື່: {name}' },
  back: { vi: 'Về danh sách', en: 'Back to the list', lo: 'ກັບໄປລາຍຊື່' },
  erased: { vi: 'Tệp đã bỏ', en: 'A dropped file', lo: 'ໄຟລ໌ທີ່ຍົກເລີກ' },
  'erased.what': {
    vi: 'Tệp và mọi dòng của nó đã bị xóa; danh sách giữ nguyên. Chỉ còn dòng lịch sử này: ai đã thử gửi, khi nào.',
    en: 'The file and all its rows are erased; the list is as it was. Only this line of the history stays: who tried, and when.',
    lo: 'ໄຟລ໌ ແລະ ທຸກແຖວຖືກລຶບແລ້ວ; ລາຍຊື່ຍັງຄືເກົ່າ. ເຫຼືອແຕ່ປະຫວັດນີ້: ໃຜສົ່ງ, ເມື່ອໃດ.',
  },
  'refused.title': { vi: 'Không nhận tệp này', en: 'This file is refused', lo: 'ບໍ່ຮັບໄຟລ໌ນີ້' },
  'refused.next': {
    vi: 'Chưa dòng nào được đọc, danh sách giữ nguyên. Sửa tệp theo lời nhắc trên rồi gửi lại.',
    en: 'No row was taken and the list is as it was. Mend the file as said above and send it again.',
    lo: 'ຍັງບໍ່ໄດ້ຮັບແຖວໃດ, ລາຍຊື່ຍັງຄືເກົ່າ. ແກ້ໄຟລ໌ຕາມຄຳແນະນຳ ແລ້ວສົ່ງຄືນ.',
  },
  'refused.again': { vi: 'Gửi tệp khác', en: 'Send another file', lo: 'ສົ່ງໄຟລ໌ອື່ນ' },
  'refused.totals': { vi: 'Khai tổng số', en: 'Declare totals', lo: 'ແຈ້ງຍອດລວມ' },
  'outcome.new': { vi: 'Người mới', en: 'New', lo: 'ຄົນໃໝ່' },
  'outcome.changed': { vi: 'Có thay đổi', en: 'Changed', lo: 'ມີການປ່ຽນແປງ' },
  'outcome.same': { vi: 'Đã có, như cũ', en: 'Unchanged', lo: 'ມີແລ້ວ, ຄືເກົ່າ' },
  'outcome.duplicate': { vi: 'Trùng', en: 'Duplicate', lo: 'ຊ້ຳກັນ' },
  'outcome.suspected': { vi: 'Nghi trùng', en: 'Possible duplicate', lo: 'ອາດຊ້ຳກັນ' },
  'outcome.rejected': { vi: 'Không nhận', en: 'Rejected', lo: 'ບໍ່ຮັບ' },
  counts: { vi: 'Đọc được {count} dòng', en: 'Rows read: {count}', lo: 'ອ່ານໄດ້ {count} ແຖວ' },
  'confirm.title': { vi: 'Chưa có gì được lưu', en: 'Nothing is stored yet', lo: 'ຍັງບໍ່ໄດ້ບັນທຶກ' },
  'confirm.what': {
    vi: 'Xác nhận sẽ thêm {added} người mới và cập nhật {changed} người.',
    en: 'Confirming adds new people ({added}) and updates others ({changed}).',
    lo: 'ຢືນຢັນຈະເພີ່ມ {added} ຄົນໃໝ່ ແລະ ປັບປຸງ {changed} ຄົນ.',
  },
  'confirm.decided': {
    vi: 'Thêm vào đó là {count} dòng nghi trùng đã quyết định.',
    en: 'Besides these, possible duplicates that were decided: {count}.',
    lo: 'ບວກກັບ {count} ແຖວອາດຊ້ຳກັນທີ່ຕັດສິນແລ້ວ.',
  },
  'confirm.undecided': {
    vi: '{count} dòng nghi trùng chưa quyết định sẽ được để lại; quyết định sau vẫn được.',
    en: 'Possible duplicates without a decision: {count}. They are left aside and can be decided later.',
    lo: '{count} ແຖວທີ່ອາດຊ້ຳກັນຍັງບໍ່ຕັດສິນຈະຖືກປະໄວ້; ຕັດສິນພາຍຫຼັງໄດ້.',
  },
  'confirm.rejected': {
    vi: '{count} dòng không nhận. Tải riêng các dòng đó về, sửa rồi gửi lại: dòng đã nhận không bị trùng.',
    en: 'Rows rejected: {count}. Get only those, mend them and send them again: rows taken before are not repeated.',
    lo: '{count} ແຖວບໍ່ຮັບ. ດາວໂຫຼດສະເພາະແຖວນັ້ນ, ແກ້ໄຂ ແລ້ວສົ່ງຄືນ: ແຖວທີ່ຮັບແລ້ວບໍ່ຊ້ຳ.',
  },
  'confirm.columns': {
    vi: '{count} cột chưa đọc vì không nhận ra. Hãy xem phần “Các cột của tệp” trước khi xác nhận.',
    en: 'Columns not read because nobody knows them: {count}. See “Columns of the file” before confirming.',
    lo: '{count} ຖັນຍັງບໍ່ໄດ້ອ່ານເພາະບໍ່ຮູ້ຈັກ. ເບິ່ງ “ຖັນຂອງໄຟລ໌” ກ່ອນຢືນຢັນ.',
  },
  confirm: { vi: 'Xác nhận', en: 'Confirm', lo: 'ຢືນຢັນ' },
  confirmed: { vi: 'Đã lưu vào danh sách.', en: 'Stored on the list.', lo: 'ບັນທຶກໃສ່ລາຍຊື່ແລ້ວ.' },
  drop: { vi: 'Bỏ tệp này', en: 'Drop this file', lo: 'ຍົກເລີກໄຟລ໌ນີ້' },
  'drop.ask': {
    vi: 'Tệp và mọi dòng đọc được sẽ bị xóa. Danh sách giữ nguyên như trước.',
    en: 'The file and every row read from it are erased. The list stays as it was.',
    lo: 'ໄຟລ໌ ແລະ ທຸກແຖວທີ່ອ່ານຈະຖືກລຶບ. ລາຍຊື່ຍັງຄືເກົ່າ.',
  },
  dropped: { vi: 'Đã bỏ tệp.', en: 'File dropped.', lo: 'ຍົກເລີກໄຟລ໌ແລ້ວ.' },
  workbook: { vi: 'Tải tệp có kết quả', en: 'Keep the file with results', lo: 'ດາວໂຫຼດໄຟລ໌ພ້ອມຜົນ' },
  'workbook.hint': {
    vi: 'Tệp trả về giữ các trang, ô gộp và độ rộng cột; màu sắc và kiểu chữ không giữ được. Cột “Kết quả import” ghi kết quả từng dòng.',
    en: 'The file returned keeps sheets, merged cells and widths; colours and fonts are lost. Its column “Kết quả import” says what became of each row.',
    lo: 'ໄຟລ໌ທີ່ສົ່ງຄືນຮັກສາແຜ່ນ, ຊ່ອງລວມ ແລະ ຄວາມກວ້າງ; ສີ ແລະ ຕົວອັກສອນບໍ່ຢູ່. ຖັນ “Kết quả import” ບອກຜົນຂອງແຕ່ລະແຖວ.',
  },
  'earlier.title': {
    vi: 'Mũi đã tiêm ghi trong tệp',
    en: 'Earlier doses in the file',
    lo: 'ເຂັມທີ່ສັກມາແລ້ວໃນໄຟລ໌',
  },
  'earlier.none': {
    vi: 'Không còn mũi nào trong tệp chưa được ghi nhận.',
    en: 'No dose of the file is left to be recorded.',
    lo: 'ບໍ່ມີເຂັມໃນໄຟລ໌ທີ່ຍັງບໍ່ໄດ້ບັນທຶກ.',
  },
  'earlier.some': {
    vi: 'Tệp ghi {count} mũi đã tiêm trước đây mà hệ thống chưa có. Gửi đi để tính đúng mũi tiếp theo; kho vắc xin không bị trừ.',
    en: 'Earlier doses in the file that are not recorded yet: {count}. Send them so that the next dose is judged right; no stock is moved.',
    lo: 'ໄຟລ໌ມີ {count} ເຂັມທີ່ສັກມາກ່ອນ ແລະ ຍັງບໍ່ໄດ້ບັນທຶກ. ສົ່ງເພື່ອຄິດໄລ່ເຂັມຕໍ່ໄປໃຫ້ຖືກ; ບໍ່ຫັກສາງ.',
  },
  'earlier.unknown': {
    vi: '{count} mũi có tên vắc xin không nhận ra (dòng {rows}) nên không gửi được.',
    en: 'Doses that name a vaccine that is not known and cannot be sent: {count} (rows: {rows}).',
    lo: '{count} ເຂັມມີຊື່ວັກຊີນທີ່ບໍ່ຮູ້ຈັກ (ແຖວ {rows}) ຈຶ່ງສົ່ງບໍ່ໄດ້.',
  },
  'earlier.send': { vi: 'Gửi các mũi đã tiêm', en: 'Send the earlier doses', lo: 'ສົ່ງເຂັມທີ່ສັກມາແລ້ວ' },
  'earlier.sent': {
    vi: 'Đã ghi nhận {kept} mũi; {review} mũi chờ xem xét; {held} mũi bị giữ lại.',
    en: 'Doses recorded: {kept}; waiting for review: {review}; held back: {held}.',
    lo: 'ບັນທຶກແລ້ວ {kept} ເຂັມ; {review} ລໍຖ້າພິຈາລະນາ; {held} ຖືກພັກໄວ້.',
  },
  'earlier.progress': { vi: 'Đã gửi {sent} / {all}', en: '{sent} of {all} sent', lo: 'ສົ່ງແລ້ວ {sent} / {all}' },
})
