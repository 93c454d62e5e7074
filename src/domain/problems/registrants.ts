/** Refusals of the registrants feature. */
export const registrantProblems = {
  'list.file-empty': {
    status: 422,
    vi: 'Tệp không có gì. Hãy chọn đúng tệp danh sách.',
    en: 'The file is empty. Choose the file with the list.',
    lo: 'ໄຟລ໌ບໍ່ມີຫຍັງ. ກະລຸນາເລືອກໄຟລ໌ລາຍຊື່.',
  },
  'list.file-kind': {
    status: 415,
    vi: 'Tệp này không phải .xls, .xlsx hoặc .csv (xét theo nội dung, không theo tên). Hãy mở bằng Excel và lưu lại.',
    en: 'This is not an .xls, .xlsx or .csv file (by its content, whatever its name). Open it in Excel and save it again.',
    lo: 'ໄຟລ໌ນີ້ບໍ່ແມ່ນ .xls, .xlsx ຫຼື .csv (ຕາມເນື້ອໃນ). ກະລຸນາເປີດດ້ວຍ Excel ແລ້ວບັນທຶກໃໝ່.',
  },
  'list.file-macro': {
    status: 415,
    vi: 'Tệp có macro nên không nhận. Hãy lưu lại dạng .xlsx không macro.',
    en: 'Files with macros are not accepted. Save it as .xlsx without macros.',
    lo: 'ບໍ່ຮັບໄຟລ໌ທີ່ມີມາໂຄຣ. ກະລຸນາບັນທຶກເປັນ .xlsx ທີ່ບໍ່ມີມາໂຄຣ.',
  },
  'list.file-locked': {
    status: 422,
    vi: 'Tệp đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại.',
    en: 'The file is protected by a password. Remove it and upload again.',
    lo: 'ໄຟລ໌ມີລະຫັດຜ່ານ. ກະລຸນາເອົາລະຫັດອອກ ແລ້ວອັບໂຫຼດໃໝ່.',
  },
  'list.file-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn {limitMb} MB. Hãy chia danh sách thành nhiều tệp.',
    en: 'The file is larger than {limitMb} MB. Split the list into several files.',
    lo: 'ໄຟລ໌ໃຫຍ່ກວ່າ {limitMb} MB. ກະລຸນາແບ່ງລາຍຊື່ເປັນຫຼາຍໄຟລ໌.',
  },
  'list.file-unpacked': {
    status: 413,
    vi: 'Tệp bung ra lớn hơn {limitMb} MB hoặc có quá {limitEntries} phần. Hãy chép danh sách sang một tệp mới.',
    en: 'Unpacked, the file is larger than {limitMb} MB or has more than {limitEntries} parts. Copy the list into a new file.',
    lo: 'ໄຟລ໌ເມື່ອແຕກອອກໃຫຍ່ກວ່າ {limitMb} MB ຫຼື ມີເກີນ {limitEntries} ສ່ວນ. ກະລຸນາຄັດລອກໃສ່ໄຟລ໌ໃໝ່.',
  },
  'list.file-damaged': {
    status: 422,
    vi: 'Tệp bị hỏng, không đọc được hết. Hãy mở bằng Excel, lưu lại và tải lên lại.',
    en: 'The file is damaged and cannot be read to its end. Open it in Excel, save it and upload again.',
    lo: 'ໄຟລ໌ເສຍຫາຍ ອ່ານບໍ່ໄດ້ໝົດ. ກະລຸນາເປີດດ້ວຍ Excel, ບັນທຶກ ແລ້ວອັບໂຫຼດໃໝ່.',
  },
  'list.file-encoding': {
    status: 422,
    vi: 'Không nhận ra bảng mã chữ của tệp. Trong Excel, hãy lưu dạng “CSV UTF-8” hoặc .xlsx.',
    en: 'The encoding of the text is not known. In Excel, save it as “CSV UTF-8” or .xlsx.',
    lo: 'ບໍ່ຮູ້ຈັກລະຫັດຕົວອັກສອນຂອງໄຟລ໌. ໃນ Excel ໃຫ້ບັນທຶກເປັນ “CSV UTF-8” ຫຼື .xlsx.',
  },
  'list.file-too-heavy': {
    status: 422,
    vi: 'Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc. Hãy chép danh sách sang một tệp mới hoặc chia nhỏ.',
    en: 'The file needs too much memory or time to read. Copy the list into a new file or split it.',
    lo: 'ໄຟລ໌ໃຊ້ໜ່ວຍຄວາມຈຳ ຫຼື ເວລາຫຼາຍເກີນ. ກະລຸນາຄັດລອກໃສ່ໄຟລ໌ໃໝ່ ຫຼື ແບ່ງອອກ.',
  },
  'list.rows-too-many': {
    status: 413,
    vi: 'Danh sách có hơn {limit} dòng. Hãy chia thành nhiều tệp; chưa dòng nào được nhận.',
    en: 'The list has more than {limit} rows. Split it into several files; no row was taken.',
    lo: 'ລາຍຊື່ມີເກີນ {limit} ແຖວ. ກະລຸນາແບ່ງເປັນຫຼາຍໄຟລ໌; ຍັງບໍ່ໄດ້ຮັບແຖວໃດ.',
  },
  'list.columns-too-many': {
    status: 413,
    vi: 'Dòng {row} có dữ liệu ngoài cột thứ {limit}. Hãy xóa các cột thừa.',
    en: 'Row {row} has data beyond column {limit}. Delete the extra columns.',
    lo: 'ແຖວ {row} ມີຂໍ້ມູນເກີນຖັນທີ {limit}. ກະລຸນາລຶບຖັນທີ່ເກີນ.',
  },
  'list.cell-too-long': {
    status: 413,
    vi: 'Ô {cell} có hơn {limit} ký tự. Hãy rút gọn.',
    en: 'Cell {cell} has more than {limit} characters. Shorten it.',
    lo: 'ຊ່ອງ {cell} ມີເກີນ {limit} ຕົວອັກສອນ. ກະລຸນາຫຍໍ້ລົງ.',
  },
  'list.headings-missing': {
    status: 422,
    vi: 'Không tìm thấy dòng tiêu đề có “Họ và tên”, “Ngày sinh”… Hãy dùng mẫu danh sách của Bộ Y tế.',
    en: 'No row with the headings “Họ và tên”, “Ngày sinh”… was found. Use the national list form.',
    lo: 'ບໍ່ພົບແຖວຫົວຂໍ້ “Họ và tên”, “Ngày sinh”… ກະລຸນາໃຊ້ແບບຟອມລາຍຊື່ມາດຕະຖານ.',
  },
  'list.nobody': {
    status: 422,
    vi: 'Danh sách có tiêu đề nhưng không có người nào.',
    en: 'The list has headings but nobody on it.',
    lo: 'ລາຍຊື່ມີຫົວຂໍ້ ແຕ່ບໍ່ມີໃຜ.',
  },
} as const
