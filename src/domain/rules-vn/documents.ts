/** Numbers of the documents that the rules rest on, as printed on them. */
export const documents = {
  /** Where no ministry document set another value: the manufacturer's leaflet. */
  leaflet: 'Hướng dẫn sử dụng của nhà sản xuất',
  azThenPfizer: 'CV 6030/BYT-DP',
  mixWhenSupplyFails: 'CV 7548/BYT-DP',
  azShortened: 'CV 7820/BYT-DP',
  from12Years: 'CV 8688/BYT-DP',
  boosterFrom6Months: 'CV 10225/BYT-DP',
  boosterFrom3Months: 'CV 10722/BYT-DP',
  from5Years: 'CV 1535/BYT-DP',
  secondBooster: 'CV 3309/BYT-DP',
  childrenAmended: 'CV 3405/BYT-DP',
  namesOfDoses: 'CV 3896/BYT-DP',
  /** March 2022, after Pfizer or Moderna; known from the press, its number is not. */
  azAsBooster: 'Bộ Y tế, 3/2022 (chưa rõ số)',
} as const
