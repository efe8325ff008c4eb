import { defineMessages } from '#platform/i18n'

export const messagesOf = defineMessages(
  {
    main: 'Chính',
    worklist: 'Hồ sơ',
    intake: 'Tiếp nhận',
    procedures: 'Thủ tục',
    accounts: 'Tài khoản',
    signOut: 'Đăng xuất',
    portal: 'Trang của người dân',
    demo: 'Bản chạy thử. Người, hồ sơ và số định danh đều là hư cấu.',
  },
  {
    main: 'Main',
    worklist: 'Dossiers',
    intake: 'Intake',
    procedures: 'Procedures',
    accounts: 'Accounts',
    signOut: 'Sign out',
    portal: 'The citizens’ pages',
    demo: 'A demonstration. People, dossiers and personal ids are invented.',
  },
)
