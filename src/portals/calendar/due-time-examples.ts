/** Real questions with their answers: what the API description shows, and a test asks. */
export const dueTimeExamples: readonly Readonly<{ question: object; answer: object }>[] = [
  {
    question: {
      period: {
        amount: 5,
        unit: 'working_day',
      },
      events: [
        {
          type: 'received',
          at: '2026-08-28T15:20:00+07:00',
        },
      ],
    },
    answer: {
      dueOn: '2026-09-09',
      dueAt: '2026-09-09T15:20:00+07:00',
      originalDueAt: '2026-09-09T15:20:00+07:00',
      longestDueAt: null,
      phase: 'running',
      provisional: false,
      calendarVersion: 1,
      trace: [
        {
          at: '2026-08-28T15:20:00+07:00',
          text: 'Tiếp nhận hồ sơ.',
          law: 'NĐ 118/2025/NĐ-CP Đ17 k3',
        },
        {
          at: '2026-08-28',
          text: 'Tính 1 giờ 40 phút làm việc.',
          law: null,
        },
        {
          at: '2026-08-29',
          text: 'Không tính: thứ Bảy, ngày nghỉ hằng tuần.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ111',
        },
        {
          at: '2026-08-30',
          text: 'Không tính: Chủ nhật, ngày nghỉ hằng tuần.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ111',
        },
        {
          at: '2026-08-31',
          text: 'Không tính: Nghỉ hoán đổi.',
          law: 'TB 9441/TB-BNV',
        },
        {
          at: '2026-09-01',
          text: 'Không tính: Quốc khánh.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ112',
        },
        {
          at: '2026-09-02',
          text: 'Không tính: Quốc khánh.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ112',
        },
        {
          at: '2026-09-03',
          text: 'Tính 2 ngày làm việc.',
          law: null,
        },
        {
          at: '2026-09-05',
          text: 'Không tính: thứ Bảy, ngày nghỉ hằng tuần.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ111',
        },
        {
          at: '2026-09-06',
          text: 'Không tính: Chủ nhật, ngày nghỉ hằng tuần.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ111',
        },
        {
          at: '2026-09-07',
          text: 'Tính 2 ngày 6 giờ 20 phút làm việc.',
          law: null,
        },
        {
          at: '2026-09-09T15:20:00+07:00',
          text: 'Hạn trả kết quả.',
          law: null,
        },
      ],
    },
  },
  {
    question: {
      period: {
        amount: 10,
        unit: 'working_day',
      },
      longest: {
        amount: 15,
        unit: 'working_day',
      },
      policy: 'subtract',
      language: 'en',
      events: [
        {
          type: 'received',
          at: '2026-10-05T08:00:00+07:00',
        },
        {
          type: 'paused',
          at: '2026-10-07T10:00:00+07:00',
          ground: 'supplement',
        },
        {
          type: 'resumed',
          at: '2026-10-14T09:00:00+07:00',
        },
      ],
    },
    answer: {
      dueOn: '2026-10-23',
      dueAt: '2026-10-23T17:00:00+07:00',
      originalDueAt: '2026-10-19T08:00:00+07:00',
      longestDueAt: '2026-10-30T17:00:00+07:00',
      phase: 'running',
      provisional: false,
      calendarVersion: 1,
      trace: [
        {
          at: '2026-10-05T08:00:00+07:00',
          text: 'The dossier was accepted.',
          law: 'NĐ 118/2025/NĐ-CP Đ17 k3',
        },
        {
          at: '2026-10-05',
          text: '2 days 2 hours of working time counted.',
          law: null,
        },
        {
          at: '2026-10-07T10:00:00+07:00',
          text: 'Suspended, waiting for papers from the applicant, until 9:00, Wednesday 14/10/2026. 4 days 7 hours of working time not counted.',
          law: 'NĐ 118/2025/NĐ-CP Đ17 k2.a',
        },
        {
          at: '2026-10-14',
          text: '2 days 6 hours of working time counted.',
          law: null,
        },
        {
          at: '2026-10-17',
          text: 'Not counted: Saturday, a weekly day of rest.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ111',
        },
        {
          at: '2026-10-18',
          text: 'Not counted: Sunday, a weekly day of rest.',
          law: 'Bộ luật Lao động 45/2019/QH14 Đ111',
        },
        {
          at: '2026-10-19',
          text: '5 days of working time counted.',
          law: null,
        },
        {
          at: '2026-10-30T17:00:00+07:00',
          text: 'The longest time the law allows.',
          law: null,
        },
        {
          at: '2026-10-23T17:00:00+07:00',
          text: 'The result is due.',
          law: null,
        },
      ],
    },
  },
  {
    question: {
      period: {
        amount: 3,
        unit: 'working_day',
      },
      cutOff: {
        time: '15:00',
        effect: 'clock',
      },
      events: [
        {
          type: 'received',
          at: '2026-11-23T15:10:00+07:00',
        },
      ],
    },
    answer: {
      dueOn: '2026-11-27',
      dueAt: '2026-11-27T17:00:00+07:00',
      originalDueAt: '2026-11-27T17:00:00+07:00',
      longestDueAt: null,
      phase: 'running',
      provisional: false,
      calendarVersion: 1,
      trace: [
        {
          at: '2026-11-23T15:10:00+07:00',
          text: 'Tiếp nhận hồ sơ.',
          law: 'NĐ 118/2025/NĐ-CP Đ17 k3',
        },
        {
          at: '2026-11-23T15:10:00+07:00',
          text: 'Tiếp nhận sau giờ chốt trong ngày: tính từ 7 giờ, thứ Tư 25/11/2026.',
          law: null,
        },
        {
          at: '2026-11-24',
          text: 'Không tính: Ngày Văn hóa Việt Nam.',
          law: 'NQ 28/2026/QH16 Đ2',
        },
        {
          at: '2026-11-25T07:00:00+07:00',
          text: 'Bắt đầu tính.',
          law: null,
        },
        {
          at: '2026-11-25',
          text: 'Tính 3 ngày làm việc.',
          law: null,
        },
        {
          at: '2026-11-27T17:00:00+07:00',
          text: 'Hạn trả kết quả.',
          law: null,
        },
      ],
    },
  },
]
