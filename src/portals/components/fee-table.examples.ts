import type { Example } from './example.ts'
import { feeLines, feeTable } from './fee-table.ts'

export const examples: readonly Example[] = [
  {
    name: 'What a dossier costs, explained',
    markup: feeLines(
      [
        {
          name: 'Lệ phí cấp Giấy xác nhận tình trạng hôn nhân',
          amount: 'Không mất tiền',
          explanation: [
            { text: 'Mức thu: 15.000 đồng', law: 'Nghị quyết của Hội đồng nhân dân tỉnh' },
            { text: 'Miễn khi nộp trực tuyến: không phải nộp', law: 'Nghị quyết 66.22/2026/NQ-CP' },
          ],
        },
        {
          name: 'Phí bản sao trích lục',
          amount: '16.000 đồng',
          explanation: [
            { text: 'Mức thu: 8.000 đồng một bản, 2 bản, thành 16.000 đồng', law: 'Thông tư 281/2016/TT-BTC' },
          ],
        },
      ],
      { caption: 'Các khoản phải nộp', fee: 'Khoản', amount: 'Số tiền', total: 'Cộng' },
      '16.000 đồng',
    ),
  },
  {
    name: 'The table an administrator reads',
    markup: feeTable(
      [
        {
          name: 'Lệ phí cấp Giấy xác nhận',
          detail: 'Lệ phí. Nộp khi nộp hồ sơ.',
          rows: [
            {
              whom: 'Mọi người',
              when: 'luôn luôn',
              amount: '15.000 đồng',
              text: '',
              law: 'Nghị quyết 10/2026',
            },
          ],
          benefits: [
            {
              whom: 'Miễn khi nộp trực tuyến, có vneid_data được chứng minh',
              when: 'từ 15/8/2026 đến hết 28/2/2027, trực tuyến',
              amount: 'Miễn',
              text: '',
              law: 'Nghị quyết 66.22/2026/NQ-CP',
              remark: 'Cần đối chiếu: mã thủ tục đọc từ bản quét.',
            },
          ],
        },
      ],
      {
        whom: 'Áp dụng cho',
        when: 'Khi nào, cách nộp nào',
        amount: 'Mức',
        law: 'Căn cứ',
        rows: (fee) => `Mức thu: ${fee}`,
        benefits: (fee) => `Miễn, giảm: ${fee}`,
        benefitsTitle: 'Miễn, giảm',
      },
    ),
  },
]
