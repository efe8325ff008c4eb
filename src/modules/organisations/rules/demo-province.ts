import type { AgencyKind } from './agency.ts'

/** What an account of the demo is for; the words are those of identity. */
export type DemoRole =
  | 'reception_officer'
  | 'case_officer'
  | 'signatory'
  | 'cashier'
  | 'administrator'
  | 'leader'
  | 'auditor'

/** The authored description of the demo province (`demo-province.yaml`). */
export type DemoProvince = Readonly<{
  provinceCode: string
  provinceName: string
  openedOn: string
  committee: Readonly<{ code: string; name: string }>
  centre: Readonly<{ code: string; name: string; desks: number }>
  departments: readonly Readonly<{ code: string; key: string; name: string }>[]
  communes: Readonly<{ firstNumber: number; lowest: number; desksOf: Readonly<Record<string, number>> }>
  officers: readonly Readonly<{
    username: string
    place: string
    fullName: string
    position: string
    roles: readonly DemoRole[]
  }>[]
  invented: Readonly<{
    families: readonly string[]
    middlesOfMen: readonly string[]
    givensOfMen: readonly string[]
    givensOfWomen: readonly string[]
    positionsOfCommune: readonly string[]
    positionsOfDepartment: readonly string[]
  }>
}>

type Commune = Readonly<{ code: string; fullName: string }>

type MadeAgency = Readonly<{
  code: string
  name: string
  kind: AgencyKind
  communeCode: string | null
  provinceCode: string
  departmentKey: string | null
  parentCode: string | null
  address: string | null
  phone: string | null
  validFrom: string
  validTo: null
}>
type MadeDesk = Readonly<{ code: string; name: string; agencyCode: string }>
type MadeOfficer = Readonly<{
  fullName: string
  position: string
  email: string
  agencyCode: string
  validFrom: string
}>

/** Everything the demo province consists of, always the same for the same communes. */
export function makeDemoProvince(
  province: DemoProvince,
  communes: readonly Commune[],
): Readonly<{ agencies: MadeAgency[]; desks: MadeDesk[]; officers: MadeOfficer[] }> {
  const places = numberCommunes(province, communes)
  return {
    agencies: [...makeProvincialAgencies(province), ...places.map((place) => makeCommittee(province, place))],
    desks: makeDesks(province, places),
    officers: makeOfficers(province, places),
  }
}

type Place = Commune & Readonly<{ agencyCode: string; number: number }>

/** The numbers after H18 are invented: one for each commune in the order of the national codes, 137 first, then around. */
function numberCommunes(
  { committee, communes: { firstNumber, lowest } }: DemoProvince,
  communes: readonly Commune[],
): Place[] {
  const ordered = communes.toSorted((a, b) => a.code.localeCompare(b.code))
  return ordered.map((commune, index) => {
    const number = lowest + ((firstNumber - lowest + index) % ordered.length)
    return { ...commune, number, agencyCode: `${committee.code}.${number}` }
  })
}

/** Telephone numbers of a range reserved for inventions: 0900 000 000 to 0900 000 099. */
const phone = (number: number): string => `0900 000 ${String(number % 100).padStart(3, '0')}`

function makeProvincialAgencies(province: DemoProvince): MadeAgency[] {
  const { committee, centre, departments, provinceCode, provinceName, openedOn } = province
  const base = {
    communeCode: null,
    provinceCode,
    departmentKey: null,
    address: `Phường Điện Biên Phủ, ${provinceName}`,
    validFrom: openedOn,
    validTo: null,
  }
  const parentCode = committee.code
  return [
    { ...base, ...committee, kind: 'peoples_committee', parentCode: null, phone: phone(0) },
    {
      ...base,
      code: centre.code,
      name: centre.name,
      kind: 'public_service_centre',
      parentCode,
      phone: phone(1),
    },
    ...departments.map(
      ({ code, key, name }, index): MadeAgency => ({
        ...base,
        code,
        name,
        kind: 'department',
        departmentKey: key,
        parentCode,
        phone: phone(2 + index),
      }),
    ),
  ]
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

function makeCommittee(province: DemoProvince, place: Place): MadeAgency {
  return {
    code: place.agencyCode,
    name: `UBND ${lowerFirst(place.fullName)}`,
    kind: 'peoples_committee',
    communeCode: place.code,
    provinceCode: province.provinceCode,
    departmentKey: null,
    parentCode: province.committee.code,
    address: `${place.fullName}, ${province.provinceName}`,
    phone: phone(place.number - province.communes.lowest + 20),
    validFrom: province.openedOn,
    validTo: null,
  }
}

function makeDesks({ centre, communes: { desksOf } }: DemoProvince, places: readonly Place[]): MadeDesk[] {
  const desks = (agencyCode: string, count: number): MadeDesk[] =>
    Array.from({ length: count }, (_, index) => ({
      code: `${agencyCode}.${String(index + 1).padStart(2, '0')}`,
      name: `Quầy ${index + 1}`,
      agencyCode,
    }))
  return [
    ...desks(centre.code, centre.desks),
    ...places.flatMap(({ code, agencyCode }) => desks(agencyCode, desksOf[code] ?? 1)),
  ]
}

function makeOfficers(province: DemoProvince, places: readonly Place[]): MadeOfficer[] {
  const { officers, departments, invented, openedOn: validFrom } = province
  const codeOf = new Map(places.map(({ code, agencyCode }) => [code, agencyCode]))
  const named = officers.map(
    ({ username, place, fullName, position }): MadeOfficer => ({
      fullName,
      position,
      email: `${username}@motcua.example`,
      agencyCode: codeOf.get(place) ?? place,
      validFrom,
    }),
  )
  const hasPeople = new Set(named.map(({ agencyCode }) => agencyCode))
  const posts = [
    ...places.flatMap(({ agencyCode }) => postsOf(agencyCode, invented.positionsOfCommune)),
    ...departments.flatMap(({ code }) => postsOf(code, invented.positionsOfDepartment)),
  ].filter(({ agencyCode }) => !hasPeople.has(agencyCode))
  const others = posts.map(
    (post, index): MadeOfficer => ({
      ...post,
      fullName: inventName(invented, index),
      email: `officer-${post.agencyCode.toLowerCase()}-${index + 1}@motcua.example`,
      validFrom,
    }),
  )
  return [...named, ...others]
}

const postsOf = (agencyCode: string, positions: readonly string[]) =>
  positions.map((position) => ({ agencyCode, position }))

/** An invented name; the steps have no common divisor with the lists, so neighbours have different names. */
function inventName(invented: DemoProvince['invented'], index: number): string {
  const { families, middlesOfMen, givensOfMen, givensOfWomen } = invented
  const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? ''
  const family = pick(families, index * 7)
  if (index % 2 === 0) return `${family} Thị ${pick(givensOfWomen, index * 3)}`
  return `${family} ${pick(middlesOfMen, index >> 1)} ${pick(givensOfMen, index * 5)}`
}
