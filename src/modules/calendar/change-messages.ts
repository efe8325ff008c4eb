import { defineMessages, type Language } from '#platform/i18n'
import type { CalendarFault } from './rules/check-change.ts'

const vi = {
  nothing_changed: 'Chưa có thay đổi nào: nhập ít nhất một ngày, giờ làm việc, năm hoặc sự cố.',
  number_missing: 'Nhập số, ký hiệu của văn bản làm căn cứ.',
  note_missing: 'Nhập nội dung thay đổi: người dân nhận thông báo đổi hạn sẽ đọc câu này.',
  text_too_long: 'Nội dung dài quá 500 ký tự: viết ngắn lại.',
  day_not_written: 'Ngày không có trong lịch, hoặc không viết theo mẫu 27/11/2026 hay 2026-11-27.',
  day_in_future: 'Ngày ký văn bản ở sau hôm nay: kiểm tra lại ngày ký.',
  year_out_of_range: 'Năm nằm ngoài khoảng nhận được: từ năm 2000 đến năm năm sau năm nay.',
  name_missing: 'Nhập tên gọi.',
  kind_unknown: 'Loại ngày là một trong: holiday, compensatory_off, working_saturday.',
  day_twice: 'Ngày này đã có ở trên, trong cùng thay đổi.',
  day_taken: 'Ngày này đã có trong danh sách: bỏ ngày cũ trước, hoặc kiểm tra lại ngày.',
  day_ordinary: 'Ngày này không có trong danh sách ngày đặc biệt.',
  not_a_saturday: 'Ngày làm bù phải là thứ Bảy.',
  off_on_weekend: 'Ngày này là thứ Bảy hoặc Chủ nhật, vốn đã là ngày nghỉ.',
  swap_missing: 'Nhập ngày được nghỉ để đổi lấy ngày làm bù này.',
  swap_one_sided: 'Hoán đổi phải đủ hai ngày: một ngày nghỉ và một thứ Bảy làm bù, ngày này ghi ngày kia.',
  hours_not_written:
    'Viết giờ theo mẫu 07:00-11:30,13:30-17:00, theo thứ tự trong ngày, không chồng nhau; để trống là không làm việc.',
  weekday_unknown: 'Thứ trong tuần là số từ 1 (thứ Hai) đến 7 (Chủ nhật).',
  always_closed: 'Cả tuần không có giờ làm việc: nhập giờ của ít nhất một ngày.',
  agency_not_written: 'Không có cơ quan nào mang mã này. Mã có dạng H18.137; để trống là mọi cơ quan.',
  year_decided: 'Năm này đã được ghi là có quyết định.',
  year_without_days: 'Chưa có ngày nghỉ nào của năm này: nhập các ngày nghỉ lễ, Tết trước.',
  moment_not_written: 'Nhập ngày theo mẫu 27/11/2026 và giờ theo mẫu 08:30.',
  ends_before_start: 'Thời điểm kết thúc phải sau thời điểm bắt đầu.',
  interruption_unknown: 'Không còn sự cố này trong lịch.',
} as const satisfies Record<CalendarFault, string>

const en: Record<CalendarFault, string> = {
  nothing_changed: 'Nothing would change yet: give a day, hours, a year or an outage.',
  number_missing: 'Give the number of the deciding document.',
  note_missing: 'Say what is changed: those who are promised another day read this sentence.',
  text_too_long: 'The text is longer than 500 characters: shorten it.',
  day_not_written: 'There is no such day, or it is not written as 27/11/2026 or 2026-11-27.',
  day_in_future: 'The document is dated after today: check its day.',
  year_out_of_range: 'The year is out of range: from 2000 until five years from now.',
  name_missing: 'Give it a name.',
  kind_unknown: 'The kind is one of holiday, compensatory_off, working_saturday.',
  day_twice: 'This day stands above already, in the same change.',
  day_taken: 'This day is on the list already: take the old one back first, or check the day.',
  day_ordinary: 'This day is not on the list of special days.',
  not_a_saturday: 'The day worked instead must be a Saturday.',
  off_on_weekend: 'This day is a Saturday or a Sunday, and off anyway.',
  swap_missing: 'Give the day off that this Saturday is worked for.',
  swap_one_sided: 'A swap has two days, a day off and a worked Saturday, each naming the other.',
  hours_not_written:
    'Write hours as 07:00-11:30,13:30-17:00, in order of the day, not overlapping; leave empty for closed.',
  weekday_unknown: 'A weekday is a number from 1 (Monday) to 7 (Sunday).',
  always_closed: 'There are no working hours in the whole week: give those of one day at least.',
  agency_not_written: 'No agency has this code. A code looks like H18.137; empty means every agency.',
  year_decided: 'This year is marked as decided already.',
  year_without_days: 'There are no days off of this year yet: enter its holidays first.',
  moment_not_written: 'Write the day as 27/11/2026 and the time as 08:30.',
  ends_before_start: 'The end must be after the beginning.',
  interruption_unknown: 'This outage is no longer in the calendar.',
}

const sentences = defineMessages(vi, en)

/** What is wrong with a change, and what to do, in one sentence. */
export const explainFault = (fault: CalendarFault, language: Language): string => sentences(language)[fault]
