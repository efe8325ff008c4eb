import type { Citizen } from './repository-accounts.ts'

const made = (
  number: string,
  fullName: string,
  birthDate: string,
  assuranceLevel: 1 | 2,
  reach: Readonly<{ phone?: string; email?: string }> = {},
): Citizen => ({
  personalId: `999000000${number}`,
  fullName,
  birthDate,
  assuranceLevel,
  phone: reach.phone ?? null,
  email: reach.email ?? null,
})

/** The people of the demo: invented, with ids of no province and telephones of nobody. The stand-in VNeID knows them too. */
export const demoCitizens: readonly Citizen[] = [
  made('017', 'LÒ THỊ MAI HƯƠNG', '1997-03-14', 2, { phone: '0900000017', email: 'mai.huong@motcua.example' }),
  made('024', 'QUÀNG VĂN THÀNH', '1994-11-20', 2, { phone: '0900000024', email: 'van.thanh@motcua.example' }),
  made('031', 'LƯỜNG VĂN KHÁNH', '1971-05-07', 2, { phone: '0900000031' }),
  made('048', 'QUÀNG THỊ BÌNH', '1991-09-02', 2, { phone: '0900000048', email: 'thi.binh@motcua.example' }),
  made('055', 'CÀ VĂN PHƯƠNG', '1988-01-30', 1, { phone: '0900000055' }),
  made('062', 'TÒNG THỊ ẦNG', '1949', 1),
  made('079', 'GIÀNG A SÚA', '2001-12-25', 2, { phone: '0900000079', email: 'a.sua@motcua.example' }),
  made('086', 'VÀNG THỊ DẾ', '1983-07', 1, { phone: '0900000086' }),
]
