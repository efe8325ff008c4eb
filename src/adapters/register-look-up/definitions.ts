/** A register as configuration: what it is asked by, and what its fields are called on the wire. */
export type RegisterDefinition = Readonly<{
  code: string
  names: Readonly<{ vi: string; en: string }>
  key: Readonly<{
    name: string
    names: Readonly<{ vi: string; en: string }>
    pattern: RegExp
    example: string
  }>
  /** `wire`: where the value stands in the answer, step by step with dots. */
  fields: readonly Readonly<{ name: string; wire: string; names: Readonly<{ vi: string; en: string }> }>[]
}>

const names = (vi: string, en: string) => ({ vi, en })

const taxCode = {
  name: 'taxCode',
  names: names('Mã số doanh nghiệp', 'Registration number'),
  pattern: /^\d{10}(-\d{3})?$/,
  example: '0109999001',
}
const personalId = {
  name: 'personalId',
  names: names('Số định danh cá nhân', 'Personal id'),
  pattern: /^\d{12}$/,
  example: '999000000017',
}

/** The registers that are asked by one number. What the wire calls things comes with each contract, and is changed here. */
export const registerDefinitions: readonly RegisterDefinition[] = [
  {
    code: 'enterprise',
    names: names('CSDL quốc gia về đăng ký doanh nghiệp', 'Enterprise register'),
    key: taxCode,
    fields: [
      { name: 'code', wire: 'MaSoDoanhNghiep', names: names('Mã số doanh nghiệp', 'Registration number') },
      { name: 'name', wire: 'TenDoanhNghiep', names: names('Tên doanh nghiệp', 'Name') },
      { name: 'address', wire: 'TruSo.DiaChi', names: names('Địa chỉ trụ sở', 'Address of the office') },
      { name: 'state', wire: 'TinhTrang', names: names('Tình trạng hoạt động', 'State') },
      {
        name: 'representativeName',
        wire: 'DaiDienPhapLuat.HoVaTen',
        names: names('Người đại diện theo pháp luật', 'Legal representative'),
      },
      { name: 'registeredOn', wire: 'NgayDangKy', names: names('Ngày đăng ký', 'Registered on') },
    ],
  },
  {
    code: 'social_insurance',
    names: names('CSDL quốc gia về bảo hiểm', 'Social insurance'),
    key: {
      name: 'insuranceNumber',
      names: names('Mã số bảo hiểm xã hội', 'Insurance number'),
      pattern: /^\d{10}$/,
      example: '9990000017',
    },
    fields: [
      { name: 'fullName', wire: 'HoTen', names: names('Họ và tên', 'Full name') },
      { name: 'state', wire: 'TrangThai', names: names('Tình trạng tham gia', 'State') },
      { name: 'unitName', wire: 'DonVi.Ten', names: names('Đơn vị đóng', 'Paid by') },
      { name: 'months', wire: 'SoThangDong', names: names('Số tháng đã đóng', 'Months paid') },
    ],
  },
  {
    code: 'civil_status',
    names: names('CSDL hộ tịch điện tử', 'Civil-status register'),
    key: personalId,
    fields: [
      {
        name: 'maritalStatus',
        wire: 'TinhTrangHonNhan',
        names: names('Tình trạng hôn nhân', 'Marital status'),
      },
      { name: 'birthRecord', wire: 'KhaiSinh.So', names: names('Số đăng ký khai sinh', 'Birth record') },
    ],
  },
  {
    code: 'place',
    names: names('CSDL định danh địa điểm', 'Place identification'),
    key: {
      name: 'placeCode',
      names: names('Mã định danh địa điểm', 'Place code'),
      // A natural number of 12 digits (NĐ 326/2026/NĐ-CP Đ3, Đ4).
      pattern: /^\d{12}$/,
      example: '999011000017',
    },
    fields: [
      { name: 'address', wire: 'DiaChi', names: names('Địa chỉ', 'Address') },
      { name: 'communeCode', wire: 'MaPhuongXa', names: names('Mã phường, xã', 'Commune code') },
      { name: 'state', wire: 'TinhTrang', names: names('Tình trạng sử dụng', 'State') },
    ],
  },
]
