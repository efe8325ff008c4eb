/** What a dossier tells of itself and of who pays, when its charge is paid online. */
export const paying = {
  dossierCode: 'H18.137.01-261126-0001',
  agency: { code: 'H18.137', name: 'Ủy ban nhân dân phường Mường Thanh' },
  procedure: { code: '2.000635', name: 'Cấp bản sao trích lục hộ tịch' },
  feeRule: { code: 'extract_copy', kind: 'service_fee' },
  payer: { name: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017', address: 'Tổ 4, phường Mường Thanh' },
  returnUrl: 'http://127.0.0.1:8080/my/dossiers/H18.137.01-261126-0001/pay',
} as const
