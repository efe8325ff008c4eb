import { defineMessages } from '#platform/i18n'
import type { FaultName, StandInName } from './fault-switch.ts'

export const faultMessages = defineMessages(
  {
    title: 'Sự cố của các hệ thống đóng thế',
    intro:
      'Chỉ có trong bản trình diễn. Chọn cách mỗi hệ thống bên ngoài hỏng, rồi xem Một Cửa xoay xở: không hồ sơ nào mất, không việc nào làm hai lần.',
    whole: 'Bình thường',
    set: 'Đặt',
    heal: 'Tất cả bình thường',
    done: 'Đã đặt.',
    lookAt: 'Mở trang của hệ thống này',
    watch: 'Xem tình trạng gửi đi',
    none: 'Không có hệ thống đóng thế nào đang chạy.',
  },
  {
    title: 'Faults of the stand-ins',
    intro:
      'In the demonstration only. Choose how each outside system breaks, then watch Một Cửa cope: no dossier lost, nothing done twice.',
    whole: 'Whole',
    set: 'Set',
    heal: 'All whole',
    done: 'Set.',
    lookAt: 'Open the page of this system',
    watch: 'See how sending goes',
    none: 'No stand-in is running.',
  },
)

export const standInNames = defineMessages<Record<StandInName, string>>(
  {
    national_portal: 'Cổng Dịch vụ công quốc gia',
    payment_platform: 'Nền tảng thanh toán',
    population: 'Cơ sở dữ liệu quốc gia về dân cư',
    registers: 'Đăng ký doanh nghiệp và bảo hiểm xã hội',
    departments: 'Hệ thống của hai sở',
  },
  {
    national_portal: 'National portal',
    payment_platform: 'Payment platform',
    population: 'National population database',
    registers: 'Enterprise register and social insurance',
    departments: 'Systems of two departments',
  },
)

export const faultNames = defineMessages<Record<FaultName, string>>(
  {
    down: 'Ngừng hoạt động',
    slow: 'Không trả lời',
    drip: 'Một byte mỗi giây',
    lossy: 'Mất tin và mất câu trả lời',
    duplicate: 'Nhận mỗi tin hai lần',
    reorder: 'Tin cũ đến sau tin mới',
    garbage: 'Trả lời vô nghĩa',
    huge: 'Trả lời dài 1 GB',
    session_over: 'Phiên hết hạn sau mỗi lần gọi',
    account_refused: 'Không nhận tài khoản',
    endless: 'Trả lời không dứt',
    expired: 'Quyền truy cập hết hạn',
    broken_off: 'Ngắt giữa câu trả lời',
    error: 'Báo lỗi',
    cut_after_taking: 'Nhận việc rồi ngắt',
  },
  {
    down: 'Down',
    slow: 'No answer',
    drip: 'One byte a second',
    lossy: 'Messages and answers get lost',
    duplicate: 'Every message arrives twice',
    reorder: 'An older message arrives after the newer',
    garbage: 'Answers nonsense',
    huge: 'An answer of 1 GB',
    session_over: 'Each session serves one call',
    account_refused: 'Our account is refused',
    endless: 'An answer without end',
    expired: 'Access has expired',
    broken_off: 'Breaks off in the middle of an answer',
    error: 'Answers with an error',
    cut_after_taking: 'Does what it was asked, then hangs up',
  },
)
