import { defineMessages } from '#platform/i18n'

const weekdaysVi = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật']
const weekdaysEn = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const two = (value: number): string => String(value).padStart(2, '0')
const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** Every sentence the calendar can say. */
export const messages = defineMessages(
  {
    weekday: (iso: number) => weekdaysVi[iso - 1] ?? '',
    clock: (hour: number, minute: number) => (minute === 0 ? `${hour} giờ` : `${hour} giờ ${two(minute)}`),
    moment: (clock: string, day: string) => `${clock}, ${day}`,
    days: (count: number) => `${count} ngày`,
    hours: (count: number) => `${count} giờ`,
    minutes: (count: number) => `${count} phút`,
    range: (from: string, until: string) => `${from} – ${until}`,
    received: 'Tiếp nhận hồ sơ.',
    cutOffPassed: (next: string) => `Tiếp nhận sau giờ chốt trong ngày: tính từ ${next}.`,
    transferNextMorning: (next: string) =>
      `Tiếp nhận sau giờ chốt trong ngày: chuyển đến cơ quan giải quyết lúc ${next}. Thời hạn vẫn tính từ lúc tiếp nhận.`,
    countingBegins: 'Bắt đầu tính.',
    weeklyRest: (weekday: string) => `Không tính: ${weekday}, ngày nghỉ hằng tuần.`,
    holiday: (name: string) => `Không tính: ${name}.`,
    compensatoryOff: (name: string) => `Không tính: ${name}.`,
    workingSaturday: (duration: string) => `Làm bù ngày này, có tính: ${duration}.`,
    worked: (duration: string) => `Tính ${duration} làm việc.`,
    wholeDays: (count: number) => `Tính ${count} ngày làm việc.`,
    calendarDays: (count: number) => `Tính ${count} ngày, kể cả ngày nghỉ.`,
    months: (count: number) => `Tính ${count} tháng.`,
    rolledForward: 'Ngày cuối là ngày nghỉ: chuyển sang ngày làm việc tiếp theo.',
    notDecided: (year: number) =>
      `Ngày nghỉ lễ, Tết năm ${year} chưa có quyết định: hạn này là tạm tính, có thể thay đổi và sẽ được báo lại.`,
    due: 'Hạn trả kết quả.',
    groundSupplement: 'chờ người nộp bổ sung giấy tờ',
    groundPayment: 'chờ người nộp nộp phí, lệ phí',
    groundConfirmation: 'chờ xác nhận trên VNeID',
    restarted: 'Đã nhận đủ hồ sơ: tính lại thời hạn từ đầu.',
    waited: (ground: string, end: string, duration: string) =>
      `Tạm dừng, ${ground}, đến ${end}. Không tính ${duration} làm việc.`,
    interrupted: (name: string, end: string, duration: string) =>
      `Tạm dừng vì sự cố đã thông báo (${name}), đến ${end}. Không tính ${duration} làm việc.`,
    carriedOn: (next: string) => `Tính tiếp: hạn lùi đến ${next}.`,
    waitingToRestart: (ground: string) => `Đang tạm dừng, ${ground}. Khi đủ hồ sơ, thời hạn tính lại từ đầu.`,
    waiting: (ground: string) => `Đang tạm dừng, ${ground}. Hạn lùi thêm bằng thời gian chờ.`,
    extended: (until: string) => `Đã xin lỗi và gia hạn một lần, đến ${until}.`,
    promisedBefore: 'Hạn đã hẹn trước đó.',
    longest: 'Thời hạn dài nhất theo quy định.',
    finished: 'Đã có kết quả.',
    stopped: 'Dừng tính: hồ sơ đã rút hoặc dừng giải quyết.',
  },
  {
    weekday: (iso: number) => weekdaysEn[iso - 1] ?? '',
    clock: (hour: number, minute: number) => `${hour}:${two(minute)}`,
    moment: (clock: string, day: string) => `${clock}, ${day}`,
    days: (count: number) => plural(count, 'day'),
    hours: (count: number) => plural(count, 'hour'),
    minutes: (count: number) => plural(count, 'minute'),
    range: (from: string, until: string) => `${from} – ${until}`,
    received: 'The dossier was accepted.',
    cutOffPassed: (next: string) => `Accepted after the cut-off of the day: counted from ${next}.`,
    transferNextMorning: (next: string) =>
      `Accepted after the cut-off of the day: passed to the resolving agency at ${next}. Time still runs from acceptance.`,
    countingBegins: 'Counting begins.',
    weeklyRest: (weekday: string) => `Not counted: ${weekday}, a weekly day of rest.`,
    holiday: (name: string) => `Not counted: public holiday (${name}).`,
    compensatoryOff: (name: string) => `Not counted: a day off instead of another (${name}).`,
    workingSaturday: (duration: string) => `A day worked instead of another, counted: ${duration}.`,
    worked: (duration: string) => `${duration} of working time counted.`,
    wholeDays: (count: number) => `${plural(count, 'working day')} counted.`,
    calendarDays: (count: number) => `${plural(count, 'day')} counted, days off included.`,
    months: (count: number) => `${plural(count, 'month')} counted.`,
    rolledForward: 'The last day is a day off: moved to the next working day.',
    notDecided: (year: number) =>
      `The days off of ${year} have not been decided: this due time is provisional, you will be told if it changes.`,
    due: 'The result is due.',
    groundSupplement: 'waiting for papers from the applicant',
    groundPayment: 'waiting for the applicant to pay',
    groundConfirmation: 'waiting for a confirmation in VNeID',
    restarted: 'The dossier is complete: the time limit begins again from zero.',
    waited: (ground: string, end: string, duration: string) =>
      `Suspended, ${ground}, until ${end}. ${duration} of working time not counted.`,
    interrupted: (name: string, end: string, duration: string) =>
      `Suspended by an announced outage (${name}), until ${end}. ${duration} of working time not counted.`,
    carriedOn: (next: string) => `Counting goes on: the due time moves to ${next}.`,
    waitingToRestart: (ground: string) =>
      `Suspended now, ${ground}. When the dossier is complete, the time limit begins again from zero.`,
    waiting: (ground: string) => `Suspended now, ${ground}. The due time moves on by the time waited.`,
    extended: (until: string) => `Extended once, with an apology, until ${until}.`,
    promisedBefore: 'The due time promised before.',
    longest: 'The longest time the law allows.',
    finished: 'The result was decided.',
    stopped: 'Counting ended: the dossier was withdrawn or stopped.',
  },
)
