import { defineMessages } from '#platform/i18n'

export const messagesOf = defineMessages(
  {
    system: (province: string) => `Một Cửa tỉnh ${province}`,
    province: (province: string) => `Tỉnh ${province}`,
    fullName: (province: string) => `Hệ thống thông tin giải quyết thủ tục hành chính tỉnh ${province}`,
    demo: 'Bản chạy thử. Người, hồ sơ và số định danh đều là hư cấu.',
    main: 'Chính',
    procedures: 'Thủ tục',
    dossiers: 'Hồ sơ của tôi',
    track: 'Tra cứu',
    help: 'Trợ giúp',
    signIn: 'Đăng nhập',
    signInWith: ' VNeID',
    signOut: 'Đăng xuất',
    forOfficers: 'Dành cho cán bộ',
  },
  {
    system: (province: string) => `Một Cửa, ${province} province`,
    province: (province: string) => `${province} province`,
    fullName: (province: string) => `Administrative procedures of ${province} province`,
    demo: 'A demonstration. People, dossiers and personal ids are invented.',
    main: 'Main',
    procedures: 'Procedures',
    dossiers: 'My dossiers',
    track: 'Track',
    help: 'Help',
    signIn: 'Sign in',
    signInWith: ' with VNeID',
    signOut: 'Sign out',
    forOfficers: 'For officers',
  },
)
