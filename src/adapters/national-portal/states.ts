import { type DossierState, nationalStates } from '#modules/dossiers'

/** TrangThaiHoSo: the portal's alphabet of states, as its pages name them. It is not our state machine. */
export const stateNames = {
  '1': 'Mới đăng ký',
  '2': 'Được tiếp nhận',
  '3': 'Không được tiếp nhận',
  '4': 'Đang xử lý',
  '5': 'Yêu cầu bổ sung giấy tờ',
  '6': 'Yêu cầu thực hiện nghĩa vụ tài chính',
  '7': 'Công dân yêu cầu rút hồ sơ',
  '8': 'Dừng xử lý',
  '9': 'Đã xử lý xong',
  '10': 'Đã trả kết quả',
} as const

export type StateCode = keyof typeof stateNames

export const isStateCode = (text: string): text is StateCode => Object.hasOwn(stateNames, text)

/**
 * The code of one of our states: exactly one for each, never another to please the index. A rejection after appraisal is a
 * result as any other, 9 and then 10. The table is `nationalStates`, where the law of the states lives.
 */
export const codeOf = (state: DossierState): StateCode => String(nationalStates[state]) as StateCode
