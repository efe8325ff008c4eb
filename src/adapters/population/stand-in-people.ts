import { demoCitizens } from '#modules/identity'

/** An invented person as the stand-in register holds them. */
export type StandInPerson = Readonly<{
  personalId: string
  fullName: string
  /** '1997-03-14', or '1949' where nobody knows more. */
  birth: string
  sex: 'male' | 'female'
  ethnicity: string
  /** A hamlet of a commune of the demo province. */
  hamlet: string
  communeCode: string
}>

const of = (
  personalId: string,
  fullName: string,
  birth: string,
  more: Partial<StandInPerson> = {},
): StandInPerson => ({
  ...{ personalId, fullName, birth, hamlet: 'Bản Mớ', communeCode: '03127', ethnicity: 'Thái' },
  sex: fullName.includes(' THỊ ') ? 'female' : 'male',
  ...more,
})

/** People whose records are as registers have them: some know less, some another name, one number was given twice. */
export const oddPeople = {
  /** Her papers say 1960-02-08; the register knows the year alone. */
  yearOnly: of('999000000303', 'VÀNG THỊ DÍNH', '1960', { ethnicity: 'Mông' }),
  /** Registered with another middle name than on the papers that are shown. */
  otherName: of('999000000310', 'LÒ VĂN MINH', '1985-06-17'),
  /** One number, two persons: no grounds to say who is meant. */
  twice: [of('999000000327', 'CÀ THỊ HẢO', '1990-04-02'), of('999000000327', 'CÀ THỊ HẠO', '1990-04-20')],
  /** No record of this number at all. */
  unknownId: '999000000334',
} as const

/** Everybody the stand-in knows: the people of the demo, and the odd ones. */
export const standInPeople: readonly StandInPerson[] = [
  // Of a birth of which the month is known, this register holds the year.
  ...demoCitizens.map(({ personalId, fullName, birthDate }) =>
    of(personalId, fullName, birthDate?.length === 10 ? birthDate : (birthDate ?? '').slice(0, 4)),
  ),
  // Whose cards are read at the counter of the demo.
  of('999191000048', 'QUÀNG THỊ BÌNH', '1991-09-02', { hamlet: 'Tổ 8' }),
  of('999197000017', 'LÒ THỊ MAI HƯƠNG', '1997-03-14', { hamlet: 'Bản Ten' }),
  oddPeople.yearOnly,
  oddPeople.otherName,
  ...oddPeople.twice,
]
