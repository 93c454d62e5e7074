import type { Words } from '../problem.ts'
import type { Advice, LeftOutCode, Rule } from './plan-types.ts'

/** All sentences of a plan. Facts come first, then the rule; `{…}` are filled by `say`, in English with the word for one or many. */
export const centreName: Words = { vi: 'Trung tâm', en: 'The centre', lo: 'ສູນ' }

export const lineHead: Words = {
  vi: '{from} gửi {doses} liều ({vials} lọ) lô {lot} sang {to}.',
  en: '{from} sends {doses dose|doses} ({vials vial|vials}) of lot {lot} to {to}.',
  lo: '{from} ສົ່ງ {doses} ໂດສ ({vials} ຂວດ) ລັອດ {lot} ໄປ {to}.',
}

export const ruleWords: Record<Rule, Words> = {
  expiry: {
    vi: '{from} còn {stock} liều, tiêm khoảng {pace} liều/ngày ({low}–{high}), lô này dùng được đến {useBy}, sẽ thừa khoảng {risk} liều.',
    en: '{from} has {stock dose|doses} and gives about {pace} a day ({low}–{high}); this lot may be used until {useBy} and about {risk dose|doses} would be left.',
    lo: '{from} ຍັງເຫຼືອ {stock} ໂດສ, ສັກປະມານ {pace} ໂດສ/ມື້ ({low}–{high}), ລັອດນີ້ໃຊ້ໄດ້ຮອດ {useBy}, ຈະເຫຼືອປະມານ {risk} ໂດສ.',
  },
  surplus: {
    vi: '{from} còn {stock} liều, tiêm khoảng {pace} liều/ngày ({low}–{high}), tức {days} ngày tồn, mức tối đa {keepDays}.',
    en: '{from} has {stock dose|doses} and gives about {pace} a day ({low}–{high}): {days day|days} of stock, the limit is {keepDays}.',
    lo: '{from} ຍັງເຫຼືອ {stock} ໂດສ, ສັກປະມານ {pace} ໂດສ/ມື້ ({low}–{high}), ເທົ່າກັບ {days} ມື້, ສູງສຸດ {keepDays} ມື້.',
  },
  'second-doses': {
    vi: '{to} có {due} mũi 2 phải tiêm đến {through}, trong tủ chỉ còn {toStock} liều.',
    en: '{to} has {due second dose|second doses} to give by {through} and only {toStock dose|doses} in its fridges.',
    lo: '{to} ມີ {due} ເຂັມທີ 2 ທີ່ຕ້ອງສັກຮອດ {through}, ໃນຕູ້ເຢັນເຫຼືອພຽງ {toStock} ໂດສ.',
  },
  floor: {
    vi: '{to} chưa nhận đủ {floorPercent} % phần được chia theo nhu cầu, còn thiếu khoảng {gap} liều.',
    en: '{to} has not received {floorPercent} % of its share by need; about {gap dose is|doses are} missing.',
    lo: '{to} ຍັງບໍ່ໄດ້ຮັບຄົບ {floorPercent} % ຂອງສ່ວນແບ່ງຕາມຄວາມຕ້ອງການ, ຍັງຂາດປະມານ {gap} ໂດສ.',
  },
  'top-up': {
    vi: 'Bù cho {to} đủ khoảng {toAfter} ngày tiêm.',
    en: 'This fills {to} to about {toAfter day|days} of vaccination.',
    lo: 'ຕື່ມໃຫ້ {to} ພຽງພໍປະມານ {toAfter} ມື້.',
  },
}

export const receiverWords: Words = {
  vi: '{to} còn {toDays} ngày, tiêm khoảng {toPace} liều/ngày ({toLow}–{toHigh}).',
  en: '{to} has {toDays day|days} left and gives about {toPace dose|doses} a day ({toLow}–{toHigh}).',
  lo: '{to} ຍັງເຫຼືອ {toDays} ມື້, ສັກປະມານ {toPace} ໂດສ/ມື້ ({toLow}–{toHigh}).',
}

export const spoilingWords: Words = {
  vi: 'Số ngày này không tính khoảng {spoiling} liều tại {to} sẽ hết hạn trước khi đến lượt dùng.',
  en: 'These days leave out about {spoiling dose|doses} at {to}, which will expire before being needed.',
  lo: 'ຈຳນວນມື້ນີ້ບໍ່ນັບປະມານ {spoiling} ໂດສຢູ່ {to} ທີ່ຈະໝົດອາຍຸກ່ອນຮອດຄິວໃຊ້.',
}

export const waitingWords: Words = {
  vi: 'Trong {fillDays} ngày tới, chỉ có người đến lượt cho khoảng {waiting} liều tại {to}.',
  en: 'In the next {fillDays day|days} people whose turn has come need only about {waiting dose|doses} at {to}.',
  lo: 'ໃນ {fillDays} ມື້ຂ້າງໜ້າ ຄົນທີ່ຮອດຄິວຢູ່ {to} ຕ້ອງການພຽງປະມານ {waiting} ໂດສ.',
}

export const keptWords: Words = {
  vi: 'Giữ lại đủ {kept} mũi 2 đã hẹn đến {through}.',
  en: 'Kept there for second doses booked until {through}: all {kept}.',
  lo: 'ເກັບໄວ້ຄົບ {kept} ເຂັມທີ 2 ທີ່ນັດໄວ້ຮອດ {through}.',
}

/** Near its last day a lot goes out beyond what the ward is thought to use: at the centre it would be lost too. */
export const ampleWords: Words = {
  vi: 'Trong đó khoảng {ample} liều chỉ dùng kịp trước {useBy} nếu phường tiêm nhanh hơn; để lại trung tâm thì lô này cũng hết hạn.',
  en: 'Of these about {ample dose is|doses are} used by {useBy} only if the ward is faster than it seems; at the centre the lot would expire too.',
  lo: 'ໃນນັ້ນປະມານ {ample} ໂດສຈະໃຊ້ທັນກ່ອນ {useBy} ກໍຕໍ່ເມື່ອບ່ອນນັ້ນສັກໄວຂຶ້ນ; ຖ້າປະໄວ້ສູນກາງ ລັອດນີ້ກໍໝົດອາຍຸຄືກັນ.',
}

/** The ward has more booked than it can give, and what leaves would expire before its turn. */
export const keptInPartWords: Words = {
  vi: 'Đến {through} đã hẹn {kept} mũi 2, nhưng nhiều nhất chỉ tiêm kịp khoảng {usable}; số liều chuyển đi sẽ hết hạn trước khi đến lượt.',
  en: '{kept second dose is|second doses are} booked until {through}, but at most about {usable} can be given by then; what is sent would expire before its turn.',
  lo: 'ຮອດ {through} ນັດເຂັມທີ 2 ໄວ້ {kept} ເຂັມ ແຕ່ຢ່າງຫຼາຍສັກທັນພຽງປະມານ {usable}; ໂດສທີ່ສົ່ງໄປຈະໝົດອາຍຸກ່ອນຮອດຄິວ.',
}

/** … or it is due later than the lot may be used. */
export const keptSoonerWords: Words = {
  vi: 'Đến {through} đã hẹn {kept} mũi 2 và còn {stays} liều ở lại: số liều chuyển đi sẽ hết hạn trước khi đến lượt, phần thiếu cần lô khác.',
  en: '{kept second dose is|second doses are} booked until {through} and {stays dose stays|doses stay}: what is sent would expire before its turn, the rest needs another lot.',
  lo: 'ຮອດ {through} ນັດເຂັມທີ 2 ໄວ້ {kept} ເຂັມ ແລະ ຍັງເຫຼືອ {stays} ໂດສ: ໂດສທີ່ສົ່ງໄປຈະໝົດອາຍຸກ່ອນຮອດຄິວ, ສ່ວນທີ່ຂາດຕ້ອງໃຊ້ລັອດອື່ນ.',
}

export const countLimitWords: Words = {
  vi: 'Lần kiểm đếm tủ gần nhất đã quá {countDays} ngày nên chỉ chuyển tối đa {oldCountDoses} liều.',
  en: 'The last fridge count is more than {countDays day|days} old, so at most {oldCountDoses dose moves|doses move}.',
  lo: 'ການນັບຕູ້ເຢັນຄັ້ງຫຼ້າສຸດເກີນ {countDays} ມື້ແລ້ວ ຈຶ່ງຍ້າຍໄດ້ບໍ່ເກີນ {oldCountDoses} ໂດສ.',
}

export const leftOutWords: Record<LeftOutCode, Words> = {
  'not-used': {
    vi: '{ward} chưa có lịch tiêm và chưa từng nhận {product}.',
    en: '{ward} has no session planned with {product} and never had any.',
    lo: '{ward} ບໍ່ມີແຜນສັກ {product} ແລະ ບໍ່ເຄີຍໄດ້ຮັບ.',
  },
  'discrepancy-open': {
    vi: 'Không chuyển đến hoặc đi từ {ward}: một chuyến giao nhận lệch số lượng chưa giải quyết xong.',
    en: 'Nothing to or from {ward}: a transfer whose counts differ is not closed yet.',
    lo: 'ບໍ່ຍ້າຍໄປ ຫຼື ຈາກ {ward}: ການຮັບສົ່ງທີ່ຈຳນວນບໍ່ກົງກັນຍັງບໍ່ທັນແກ້ໄຂ.',
  },
  silent: {
    vi: 'Không chuyển từ {ward}: {quietDays} ngày gần như chưa nhập liệu, cần kiểm đếm tủ trước.',
    en: 'Nothing is taken from {ward}: next to no entries for {quietDays day|days}; count the fridge first.',
    lo: 'ບໍ່ຍ້າຍຈາກ {ward}: {quietDays} ມື້ເກືອບບໍ່ມີການປ້ອນຂໍ້ມູນ, ຕ້ອງນັບຕູ້ເຢັນກ່ອນ.',
  },
  'late-entry': {
    vi: 'Không chuyển từ {ward}: nhập liệu chậm khoảng {lag} ngày, khoảng {hidden} liều đã tiêm chưa nhập; cần kiểm đếm tủ trước.',
    en: 'Nothing is taken from {ward}: entries run about {lag day|days} late, about {hidden dose given is|doses given are} not entered; count the fridge first.',
    lo: 'ບໍ່ຍ້າຍຈາກ {ward}: ປ້ອນຂໍ້ມູນຊ້າປະມານ {lag} ມື້, ປະມານ {hidden} ໂດສທີ່ສັກແລ້ວຍັງບໍ່ໄດ້ປ້ອນ; ຕ້ອງນັບຕູ້ເຢັນກ່ອນ.',
  },
  'ledger-negative': {
    vi: 'Không chuyển từ {ward}: sổ kho đang âm, cần kiểm đếm và sửa sổ trước.',
    en: 'Nothing is taken from {ward}: its stock book is below zero; count and correct it first.',
    lo: 'ບໍ່ຍ້າຍຈາກ {ward}: ບັນຊີສາງຕິດລົບ, ຕ້ອງນັບ ແລະ ແກ້ໄຂກ່ອນ.',
  },
  kept: {
    vi: 'Không chuyển từ {ward}: theo yêu cầu, vắc xin ở đó giữ nguyên tại chỗ.',
    en: 'Nothing is taken from {ward}: as asked, what is there stays there.',
    lo: 'ບໍ່ຍ້າຍຈາກ {ward}: ຕາມການຮ້ອງຂໍ, ວັກຊີນຢູ່ບ່ອນນັ້ນເກັບໄວ້ຄືເກົ່າ.',
  },
  'cool-down': {
    vi: 'Không chuyển từ {ward}: mới nhận {product} theo kế hoạch, giữ đến {until}.',
    en: 'Nothing is taken from {ward}: a plan sent it {product}, which stays until {until}.',
    lo: 'ບໍ່ຍ້າຍຈາກ {ward}: ຫາກໍໄດ້ຮັບ {product} ຕາມແຜນ, ເກັບໄວ້ຮອດ {until}.',
  },
  'count-old': {
    vi: '{ward} dư khoảng {surplus} liều nhưng lần kiểm đếm tủ gần nhất đã quá {countDays} ngày.',
    en: '{ward} has about {surplus dose|doses} too many, but its last fridge count is more than {countDays day|days} old.',
    lo: '{ward} ເກີນປະມານ {surplus} ໂດສ ແຕ່ການນັບຕູ້ເຢັນຄັ້ງຫຼ້າສຸດເກີນ {countDays} ມື້.',
  },
  'moves-blocked': {
    vi: '{ward} dư khoảng {surplus} liều nhưng đang tạm dừng chuyển giữa các phường vì quá nhiều nơi chưa nhập liệu.',
    en: '{ward} has about {surplus dose|doses} too many, but nothing moves between wards while so many do not enter.',
    lo: '{ward} ເກີນປະມານ {surplus} ໂດສ ແຕ່ຢຸດການຍ້າຍລະຫວ່າງເຂດ ຍ້ອນຫຼາຍບ່ອນຍັງບໍ່ປ້ອນຂໍ້ມູນ.',
  },
  'max-lines': {
    vi: '{ward} dư khoảng {surplus} liều nhưng kế hoạch đã đủ {maxLines} chuyến.',
    en: '{ward} has about {surplus dose|doses} too many, but the plan already has its {maxLines line|lines}.',
    lo: '{ward} ເກີນປະມານ {surplus} ໂດສ ແຕ່ແຜນຄົບ {maxLines} ຖ້ຽວແລ້ວ.',
  },
  'review-later': {
    vi: '{ward} dư khoảng {surplus} liều, sẽ xem lại vào kỳ {reviewOn}.',
    en: '{ward} has about {surplus dose|doses} too many; the next review is on {reviewOn}.',
    lo: '{ward} ເກີນປະມານ {surplus} ໂດສ, ຈະທົບທວນໃນວັນທີ {reviewOn}.',
  },
  'surplus-small': {
    vi: '{ward} chỉ dư khoảng {surplus} liều, chưa đáng một chuyến.',
    en: '{ward} has only about {surplus dose|doses} too many: not worth a journey.',
    lo: '{ward} ເກີນພຽງປະມານ {surplus} ໂດສ, ບໍ່ຄຸ້ມກັບໜຶ່ງຖ້ຽວ.',
  },
  'no-receiver': {
    vi: '{ward} dư khoảng {surplus} liều nhưng không nơi nào đang thiếu mà dùng kịp.',
    en: '{ward} has about {surplus dose|doses} too many, but no ward in need could use this in time.',
    lo: '{ward} ເກີນປະມານ {surplus} ໂດສ ແຕ່ບໍ່ມີບ່ອນຂາດທີ່ໃຊ້ໄດ້ທັນ.',
  },
  done: {
    vi: '{ward} không còn ai cần tiêm {product}.',
    en: 'Nobody in {ward} still needs {product}.',
    lo: '{ward} ບໍ່ມີໃຜຕ້ອງສັກ {product} ອີກ.',
  },
  'no-pace': {
    vi: '{ward} chưa có số mũi tiêm và chưa có lịch tiêm nên chưa tính được nhu cầu.',
    en: '{ward} has neither doses given nor sessions planned, so its need is not known yet.',
    lo: '{ward} ຍັງບໍ່ມີຈຳນວນສັກ ແລະ ບໍ່ມີແຜນສັກ ຈຶ່ງຄິດໄລ່ຄວາມຕ້ອງການບໍ່ໄດ້.',
  },
  'not-accepting': {
    vi: '{ward} còn {days} ngày nhưng đang không nhận vắc xin chuyển đến.',
    en: '{ward} has {days day|days} left but does not accept transfers now.',
    lo: '{ward} ຍັງເຫຼືອ {days} ມື້ ແຕ່ປັດຈຸບັນບໍ່ຮັບວັກຊີນທີ່ຍ້າຍມາ.',
  },
  storage: {
    vi: '{ward} còn {days} ngày nhưng không có chỗ lạnh loại {storageClass} còn trống.',
    en: '{ward} has {days day|days} left but no free cold store of class {storageClass}.',
    lo: '{ward} ຍັງເຫຼືອ {days} ມື້ ແຕ່ບໍ່ມີບ່ອນເກັບເຢັນປະເພດ {storageClass} ວ່າງ.',
  },
  'expiring-first': {
    vi: '{ward} có khoảng {risk} liều sẽ hết hạn trước khi dùng hết, chưa cấp thêm.',
    en: '{ward} has about {risk dose|doses} that will expire unused; none are added.',
    lo: '{ward} ມີປະມານ {risk} ໂດສທີ່ຈະໝົດອາຍຸກ່ອນໃຊ້ໝົດ, ຍັງບໍ່ຕື່ມ.',
  },
  'above-level': {
    vi: '{ward} còn {days} ngày; trung tâm chỉ đủ bù các nơi lên khoảng {level} ngày.',
    en: '{ward} has {days day|days} left; the centre can only fill wards to about {level day|days}.',
    lo: '{ward} ຍັງເຫຼືອ {days} ມື້; ສູນຕື່ມໄດ້ພຽງປະມານ {level} ມື້.',
  },
  'too-small': {
    vi: '{ward} còn {days} ngày; phần bù dưới {minVials} lọ, để dồn lần sau.',
    en: '{ward} has {days day|days} left; the top-up is under {minVials vial|vials} and waits.',
    lo: '{ward} ຍັງເຫຼືອ {days} ມື້; ສ່ວນຕື່ມຕໍ່າກວ່າ {minVials} ຂວດ, ລໍຖ້າຄັ້ງໜ້າ.',
  },
  'lots-unfit': {
    vi: '{ward} còn {days} ngày nhưng các lô còn lại không dùng kịp hạn ở đây hoặc đi đường quá lâu.',
    en: '{ward} has {days day|days} left, but the lots left would expire there first or travel too long.',
    lo: '{ward} ຍັງເຫຼືອ {days} ມື້ ແຕ່ລັອດທີ່ເຫຼືອຈະໝົດອາຍຸກ່ອນ ຫຼື ເດີນທາງດົນເກີນໄປ.',
  },
  'no-stock': {
    vi: '{ward} còn {days} ngày; trung tâm hết {product} và hôm nay không phường nào chuyển được. Đợt về tới: {arrival}.',
    en: '{ward} has {days day|days} left; the centre has no {product} and no ward can give any today. Next arrival: {arrival}.',
    lo: '{ward} ຍັງເຫຼືອ {days} ມື້; ສູນໝົດ {product} ແລະ ມື້ນີ້ບໍ່ມີເຂດໃດຍ້າຍໄດ້. ຈະມາຮອດ: {arrival}.',
  },
  enough: {
    vi: '{ward} còn {days} ngày tồn, đủ dùng và không dư.',
    en: '{ward} has {days day|days} of stock: enough and not too much.',
    lo: '{ward} ມີ {days} ມື້ໃນສາງ: ພຽງພໍ ແລະ ບໍ່ເກີນ.',
  },
}

/** `enough`, where so few people wait that the days at full pace would mislead. */
export const enoughForWaiting: Words = {
  vi: '{ward} còn {stock} liều; trong {fillDays} ngày tới chỉ có người đến lượt cho khoảng {waiting} liều.',
  en: '{ward} has {stock dose|doses}; in the next {fillDays day|days} people whose turn has come need only about {waiting}.',
  lo: '{ward} ຍັງມີ {stock} ໂດສ; ໃນ {fillDays} ມື້ຂ້າງໜ້າ ຄົນທີ່ຮອດຄິວຕ້ອງການພຽງປະມານ {waiting} ໂດສ.',
}

export const adviceWords: Record<
  Advice['kind'] | 'team-idle' | 'offer-ward' | 'count-late' | 'count-old',
  Words
> = {
  team: {
    vi: '{ward} còn {days} ngày tồn nhưng thiếu khoảng {missing} mũi/ngày: cử thêm đội tiêm, không gửi thêm vắc xin.',
    en: '{ward} has {days day|days} of stock but gives about {missing dose|doses} a day too few: send a team, not vaccine.',
    lo: '{ward} ມີ {days} ມື້ໃນສາງ ແຕ່ສັກໜ້ອຍກວ່າແຜນປະມານ {missing} ໂດສ/ມື້: ສົ່ງທີມສັກ, ບໍ່ຕ້ອງສົ່ງວັກຊີນ.',
  },
  'team-idle': {
    vi: '{ward} có vắc xin nhưng chưa tiêm mũi nào: cử đội tiêm, không gửi thêm vắc xin.',
    en: '{ward} has vaccine but gives none: send a team, not vaccine.',
    lo: '{ward} ມີວັກຊີນ ແຕ່ຍັງບໍ່ໄດ້ສັກ: ສົ່ງທີມສັກ, ບໍ່ຕ້ອງສົ່ງວັກຊີນ.',
  },
  count: {
    vi: '{ward}: {quietDays} ngày gần như chưa nhập liệu. Gọi điện, kiểm đếm tủ và kiểm tra việc nhập liệu.',
    en: '{ward}: next to no entries for {quietDays day|days}. Call, count the fridge and check the entry.',
    lo: '{ward}: {quietDays} ມື້ເກືອບບໍ່ມີການປ້ອນຂໍ້ມູນ. ໂທຫາ, ນັບຕູ້ເຢັນ ແລະ ກວດການປ້ອນຂໍ້ມູນ.',
  },
  'count-late': {
    vi: '{ward} nhập liệu chậm khoảng {lag} ngày: kiểm đếm tủ để biết số thật.',
    en: '{ward} enters about {lag day|days} late: count the fridge to know what is really there.',
    lo: '{ward} ປ້ອນຂໍ້ມູນຊ້າປະມານ {lag} ມື້: ນັບຕູ້ເຢັນເພື່ອຮູ້ຈຳນວນຈິງ.',
  },
  'count-old': {
    vi: '{ward} có thể chuyển đi nhiều hơn sau khi kiểm đếm tủ: dư khoảng {surplus} liều.',
    en: '{ward} could give more once its fridge is counted: about {surplus dose|doses} too many.',
    lo: '{ward} ສາມາດຍ້າຍໄດ້ຫຼາຍກວ່ານີ້ຫຼັງນັບຕູ້ເຢັນ: ເກີນປະມານ {surplus} ໂດສ.',
  },
  offer: {
    vi: 'Trung tâm: khoảng {doses} liều lô {lot} không phường nào dùng kịp đến {useBy}. Đề nghị tỉnh điều chuyển.',
    en: 'The centre: no ward can use about {doses dose|doses} of lot {lot} by {useBy}. Offer this to the province.',
    lo: 'ສູນ: ປະມານ {doses} ໂດສ ລັອດ {lot} ບໍ່ມີເຂດໃດໃຊ້ທັນຮອດ {useBy}. ສະເໜີໃຫ້ແຂວງຍ້າຍ.',
  },
  'offer-ward': {
    vi: '{ward}: khoảng {doses} liều lô {lot} sẽ không dùng kịp đến {useBy} và không phường nào nhận được. Đề nghị tỉnh điều chuyển.',
    en: '{ward}: about {doses dose|doses} of lot {lot} cannot be used by {useBy} and no ward can take this. Offer it to the province.',
    lo: '{ward}: ປະມານ {doses} ໂດສ ລັອດ {lot} ຈະໃຊ້ບໍ່ທັນຮອດ {useBy} ແລະ ບໍ່ມີເຂດໃດຮັບໄດ້. ສະເໜີໃຫ້ແຂວງຍ້າຍ.',
  },
}

export const blockedWords: Words = {
  vi: '{silent} trên {wards} phường gần như chưa nhập liệu: tạm dừng chuyển giữa các phường cho đến khi kiểm đếm. Trung tâm vẫn cấp theo tốc độ đã biết.',
  en: 'Next to no entries come from {silent} of {wards ward|wards}: nothing moves between wards until they are counted. The centre goes on by the last known pace.',
  lo: '{silent} ໃນ {wards} ເຂດເກືອບບໍ່ມີການປ້ອນຂໍ້ມູນ: ຢຸດການຍ້າຍລະຫວ່າງເຂດຈົນກວ່າຈະນັບ. ສູນຍັງແຈກຢາຍຕາມຄວາມໄວທີ່ຮູ້.',
}

export const noArrival: Words = { vi: 'chưa rõ', en: 'not known', lo: 'ຍັງບໍ່ຮູ້' }
/** Days of stock of a ward that uses none. */
export const noUse: Words = { vi: 'nhiều', en: 'many', lo: 'ຫຼາຍ' }
