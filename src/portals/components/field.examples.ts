import { html } from '#platform/html'
import type { Example } from './example.ts'
import {
  checkboxField,
  dateField,
  fileField,
  radioField,
  selectField,
  textAreaField,
  textField,
} from './field.ts'

const language = 'vi'
const options = [
  { value: 'home', label: 'Tại nơi thường trú ở trên' },
  { value: 'temporary', label: 'Nơi tạm trú: Tổ 5, phường Mường Thanh', description: 'Theo dữ liệu cư trú' },
  { value: 'other', label: 'Nơi khác' },
]

export const examples: readonly Example[] = [
  {
    name: 'Every kind of field',
    markup: html`<div class="mc-form">${[
      textField({ name: 'x-name', label: 'Họ, chữ đệm, tên', language, autocomplete: 'name' }),
      textField({ name: 'x-email', label: 'Thư điện tử', language, type: 'email', optional: true }),
      dateField({ name: 'x-born', label: 'Ngày sinh', language, value: '27/3/1997' }),
      textAreaField({ name: 'x-reason', label: 'Lý do', language, rows: 3, value: 'Ghi nhầm khi chuyển sổ' }),
      selectField({ name: 'x-ethnicity', label: 'Dân tộc', language, options, value: 'other' }),
      radioField({ name: 'x-place', label: 'Hiện nay mẹ ở đâu?', language, options, value: 'home' }),
      checkboxField({ name: 'x-pledge', label: 'Tôi cam đoan nội dung khai là đúng sự thật.', language }),
      fileField({
        name: 'x-file',
        label: 'Giấy chứng sinh',
        language,
        description: 'PDF, JPG hoặc PNG, tối đa 20 MB',
      }),
    ]}</div>`,
  },
  {
    name: 'What went wrong stands at the field, and what was typed stays',
    markup: html`<div class="mc-form">${[
      radioField({
        name: 'y-place',
        label: 'Hiện nay mẹ ở đâu?',
        description: 'Để gửi bản giấy và mời nhận hỗ trợ đúng nơi.',
        problem: 'Chọn nơi mẹ đang ở.',
        language,
        options,
      }),
      textField({
        name: 'y-phone',
        label: 'Số điện thoại của mẹ',
        description: 'Để nhắn khi có kết quả. Không dùng vào việc khác.',
        problem: 'Số điện thoại có 10 chữ số; bạn mới nhập 9. Ví dụ 0900 000 017.',
        language,
        type: 'tel',
        size: 16,
        value: '0900 000 01',
      }),
      checkboxField({
        name: 'y-pledge',
        label: 'Tôi cam đoan nội dung khai là đúng sự thật.',
        problem: 'Đánh dấu vào lời cam đoan để gửi được hồ sơ.',
        language,
      }),
    ]}</div>`,
  },
]
