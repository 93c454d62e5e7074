import type { SourceDocument } from '#domain/places.ts'
import { seedId } from './geography-seed.ts'

const committee = 'Ủy ban Thường vụ Quốc hội'

/** The papers by which the units of Huế were formed, ended and numbered. */
export const hueDocuments = {
  expansion2021: {
    id: seedId('document 1264/NQ-UBTVQH14'),
    number: '1264/NQ-UBTVQH14',
    issuedOn: '2021-04-27',
    issuer: committee,
    title:
      'Về việc điều chỉnh địa giới hành chính các đơn vị hành chính cấp huyện và sắp xếp, thành lập các phường thuộc thành phố Huế, tỉnh Thừa Thiên Huế',
  },
  city2025: {
    id: seedId('document 175/2024/QH15'),
    number: '175/2024/QH15',
    issuedOn: '2024-11-30',
    issuer: 'Quốc hội',
    title: 'Về việc thành lập thành phố Huế trực thuộc trung ương',
  },
  districts2025: {
    id: seedId('document 1314/NQ-UBTVQH15'),
    number: '1314/NQ-UBTVQH15',
    issuedOn: '2024-11-30',
    issuer: committee,
    title: 'Về việc sắp xếp đơn vị hành chính cấp huyện, cấp xã của thành phố Huế giai đoạn 2023 - 2025',
  },
  communes2025: {
    id: seedId('document 1675/NQ-UBTVQH15'),
    number: '1675/NQ-UBTVQH15',
    issuedOn: '2025-06-16',
    issuer: committee,
    title: 'Về việc sắp xếp các đơn vị hành chính cấp xã của thành phố Huế năm 2025',
  },
} as const satisfies Record<string, SourceDocument>
