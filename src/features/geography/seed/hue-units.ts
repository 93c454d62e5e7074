/**
 * Facts about the units of Huế, by period. Codes and names are those of the General Statistics Office; which
 * unit went into which is told by the resolutions in `hue-documents.ts`. Populations and residential groups
 * are invented. Read a row aloud: "19756 Phường Gia Hội, from 19756 and 19771".
 */

/** District, from the units of the period before. What these districts held outside the city is not listed. */
export type District = { code: string; name: string; whole: readonly string[]; partial: readonly string[] }

export const districtsEarly2021: readonly District[] = [
  { code: '474', name: 'Thành phố Huế', whole: [], partial: [] },
  { code: '478', name: 'Huyện Phú Vang', whole: [], partial: [] },
  { code: '479', name: 'Thị xã Hương Thủy', whole: [], partial: [] },
  { code: '480', name: 'Thị xã Hương Trà', whole: [], partial: [] },
]
export const districts2021: readonly District[] = [
  { code: '474', name: 'Thành phố Huế', whole: ['474'], partial: ['478', '479', '480'] },
  { code: '478', name: 'Huyện Phú Vang', whole: [], partial: ['478'] },
  { code: '479', name: 'Thị xã Hương Thủy', whole: [], partial: ['479'] },
  { code: '480', name: 'Thị xã Hương Trà', whole: [], partial: ['480'] },
]
export const districts2025: readonly District[] = [
  { code: '474', name: 'Quận Thuận Hóa', whole: [], partial: ['474'] },
  { code: '475', name: 'Quận Phú Xuân', whole: [], partial: ['474'] },
]

/** The city and the communes that joined it, until 30/6/2021: district → [code, full name]. */
export const wardsEarly2021: Record<string, readonly (readonly [string, string])[]> = {
  '474': [
    ['19744', 'Phường Phú Thuận'],
    ['19747', 'Phường Phú Bình'],
    ['19750', 'Phường Tây Lộc'],
    ['19753', 'Phường Thuận Lộc'],
    ['19756', 'Phường Phú Hiệp'],
    ['19759', 'Phường Phú Hậu'],
    ['19762', 'Phường Thuận Hòa'],
    ['19765', 'Phường Thuận Thành'],
    ['19768', 'Phường Phú Hòa'],
    ['19771', 'Phường Phú Cát'],
    ['19774', 'Phường Kim Long'],
    ['19777', 'Phường Vỹ Dạ'],
    ['19780', 'Phường Phường Đúc'],
    ['19783', 'Phường Vĩnh Ninh'],
    ['19786', 'Phường Phú Hội'],
    ['19789', 'Phường Phú Nhuận'],
    ['19792', 'Phường Xuân Phú'],
    ['19795', 'Phường Trường An'],
    ['19798', 'Phường Phước Vĩnh'],
    ['19801', 'Phường An Cựu'],
    ['19803', 'Phường An Hòa'],
    ['19804', 'Phường Hương Sơ'],
    ['19807', 'Phường Thuỷ Biều'],
    ['19810', 'Phường Hương Long'],
    ['19813', 'Phường Thuỷ Xuân'],
    ['19815', 'Phường An Đông'],
    ['19816', 'Phường An Tây'],
  ],
  '478': [
    ['19900', 'Thị trấn Thuận An'],
    ['19906', 'Xã Phú Dương'],
    ['19909', 'Xã Phú Mậu'],
    ['19924', 'Xã Phú Thanh'],
    ['19930', 'Xã Phú Thượng'],
  ],
  '479': [
    ['19963', 'Xã Thủy Vân'],
    ['19981', 'Xã Thủy Bằng'],
  ],
  '480': [
    ['19999', 'Xã Hải Dương'],
    ['20002', 'Xã Hương Phong'],
    ['20014', 'Xã Hương Vinh'],
    ['20023', 'Phường Hương An'],
    ['20029', 'Phường Hương Hồ'],
    ['20032', 'Xã Hương Thọ'],
  ],
}

/** A ward of the city from 1/7/2021, with its square on the tile map and what is invented of it. */
export type Ward2021 = {
  code: string
  name: string
  tileColumn: number
  tileRow: number
  population: number
  groups: number
  whole: readonly string[]
  partial: readonly string[]
}

const ward = (
  code: string,
  name: string,
  [tileColumn, tileRow]: readonly [number, number],
  [population, groups]: readonly [number, number],
  whole: readonly string[] = [code],
  partial: readonly string[] = [],
): Ward2021 => ({ code, name, tileColumn, tileRow, population, groups, whole, partial })

/** Code, name, [column, row] of the tile, [invented people, invented groups], units it was made of. */
export const wards2021: readonly Ward2021[] = [
  ward('19750', 'Phường Tây Lộc', [2, 4], [27_400, 12], ['19750'], ['19744']),
  ward('19753', 'Phường Thuận Lộc', [3, 3], [25_100, 11], ['19747', '19753']),
  ward('19756', 'Phường Gia Hội', [4, 4], [22_300, 10], ['19756', '19771']),
  ward('19759', 'Phường Phú Hậu', [4, 3], [13_200, 8]),
  ward('19762', 'Phường Thuận Hòa', [2, 5], [18_600, 9], ['19762'], ['19744']),
  ward('19768', 'Phường Đông Ba', [3, 4], [21_800, 10], ['19765', '19768']),
  ward('19774', 'Phường Kim Long', [1, 5], [17_500, 9]),
  ward('19777', 'Phường Vỹ Dạ', [5, 4], [21_200, 10]),
  ward('19780', 'Phường Phường Đúc', [2, 6], [12_700, 8]),
  ward('19783', 'Phường Vĩnh Ninh', [3, 6], [8_900, 6]),
  ward('19786', 'Phường Phú Hội', [3, 5], [15_300, 8]),
  ward('19789', 'Phường Phú Nhuận', [4, 5], [11_600, 7]),
  ward('19792', 'Phường Xuân Phú', [5, 5], [16_900, 9]),
  ward('19795', 'Phường Trường An', [3, 7], [19_400, 10]),
  ward('19798', 'Phường Phước Vĩnh', [4, 6], [22_600, 10]),
  ward('19801', 'Phường An Cựu', [5, 6], [24_800, 11]),
  ward('19803', 'Phường An Hòa', [1, 4], [12_100, 7]),
  ward('19804', 'Phường Hương Sơ', [2, 3], [11_900, 7]),
  ward('19807', 'Phường Thuỷ Biều', [1, 6], [10_800, 7]),
  ward('19810', 'Phường Hương Long', [0, 5], [12_300, 8]),
  ward('19813', 'Phường Thuỷ Xuân', [2, 7], [16_200, 9]),
  ward('19815', 'Phường An Đông', [6, 5], [20_700, 10]),
  ward('19816', 'Phường An Tây', [4, 7], [9_600, 6]),
  ward('19900', 'Phường Thuận An', [6, 1], [21_500, 10]),
  ward('19906', 'Xã Phú Dương', [5, 2], [11_300, 8]),
  ward('19909', 'Xã Phú Mậu', [4, 2], [10_400, 7]),
  ward('19924', 'Xã Phú Thanh', [5, 1], [5_200, 6]),
  ward('19930', 'Phường Phú Thượng', [5, 3], [17_900, 9]),
  ward('19963', 'Phường Thủy Vân', [6, 4], [9_300, 6]),
  ward('19981', 'Xã Thủy Bằng', [3, 8], [8_700, 7]),
  ward('19999', 'Xã Hải Dương', [6, 0], [6_800, 6]),
  ward('20002', 'Xã Hương Phong', [4, 1], [11_700, 8]),
  ward('20014', 'Phường Hương Vinh', [3, 2], [15_100, 8]),
  ward('20023', 'Phường Hương An', [0, 4], [7_400, 6]),
  ward('20029', 'Phường Hương Hồ', [0, 6], [10_200, 7]),
  ward('20032', 'Xã Hương Thọ', [0, 7], [5_600, 6]),
]

/** Communes outside the city that joined its wards on 1/7/2025: district, code, name, invented people. */
export const neighbours2021: readonly (readonly [string, string, string, number])[] = [
  ['478', '19903', 'Xã Phú Thuận', 8_300],
  ['478', '19912', 'Xã Phú An', 9_900],
  ['478', '19915', 'Xã Phú Hải', 7_700],
  ['478', '19927', 'Xã Phú Mỹ', 12_500],
  ['477', '19891', 'Xã Quảng Thành', 10_600],
]

/** Code, full name, units wholly gone into it. */
export type Merger = readonly [string, string, readonly string[]]

/** From 1/1/2025, by district. Every listed unit went in whole. */
export const wardsEarly2025: Record<string, readonly Merger[]> = {
  '474': [
    ['19777', 'Phường Vỹ Dạ', ['19777']],
    ['19780', 'Phường Phường Đúc', ['19780']],
    ['19783', 'Phường Vĩnh Ninh', ['19783']],
    ['19786', 'Phường Phú Hội', ['19786']],
    ['19789', 'Phường Phú Nhuận', ['19789']],
    ['19792', 'Phường Xuân Phú', ['19792']],
    ['19795', 'Phường Trường An', ['19795']],
    ['19798', 'Phường Phước Vĩnh', ['19798']],
    ['19801', 'Phường An Cựu', ['19801']],
    ['19807', 'Phường Thuỷ Biều', ['19807']],
    ['19813', 'Phường Thuỷ Xuân', ['19813']],
    ['19815', 'Phường An Đông', ['19815']],
    ['19816', 'Phường An Tây', ['19816']],
    ['19900', 'Phường Thuận An', ['19900', '19999']],
    ['19909', 'Phường Dương Nỗ', ['19906', '19909', '19924']],
    ['19930', 'Phường Phú Thượng', ['19930']],
    ['19963', 'Phường Thủy Vân', ['19963']],
    ['19981', 'Phường Thủy Bằng', ['19981']],
    ['20002', 'Phường Hương Phong', ['20002']],
  ],
  '475': [
    ['19750', 'Phường Tây Lộc', ['19750']],
    ['19753', 'Phường Thuận Lộc', ['19753']],
    ['19756', 'Phường Gia Hội', ['19756']],
    ['19759', 'Phường Phú Hậu', ['19759']],
    ['19762', 'Phường Thuận Hòa', ['19762']],
    ['19768', 'Phường Đông Ba', ['19768']],
    ['19774', 'Phường Kim Long', ['19774']],
    ['19803', 'Phường An Hòa', ['19803']],
    ['19804', 'Phường Hương Sơ', ['19804']],
    ['19810', 'Phường Hương Long', ['19810']],
    ['20014', 'Phường Hương Vinh', ['20014']],
    ['20023', 'Phường Hương An', ['20023']],
    ['20029', 'Phường Long Hồ', ['20029', '20032']],
  ],
}

/** From 1/7/2025, directly under the city: there is no district any more. Every listed unit went in whole. */
export const wards2025: readonly Merger[] = [
  ['19753', 'Phường Phú Xuân', ['19750', '19753', '19756', '19759', '19762', '19768']],
  ['19774', 'Phường Kim Long', ['19774', '19810', '20029']],
  ['19777', 'Phường Vỹ Dạ', ['19777', '19792', '19963']],
  ['19789', 'Phường Thuận Hóa', ['19780', '19783', '19786', '19789', '19795', '19798']],
  ['19804', 'Phường Hương An', ['19803', '19804', '20023']],
  ['19813', 'Phường Thủy Xuân', ['19807', '19813', '19981']],
  ['19815', 'Phường An Cựu', ['19801', '19815', '19816']],
  ['19900', 'Phường Thuận An', ['19900', '19903', '19915']],
  ['19909', 'Phường Dương Nỗ', ['19909']],
  ['19930', 'Phường Mỹ Thượng', ['19912', '19927', '19930']],
  ['20014', 'Phường Hóa Châu', ['19891', '20002', '20014']],
]
