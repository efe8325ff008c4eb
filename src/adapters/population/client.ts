import {
  comparePerson,
  type PersonQuestion,
  type PersonValues,
  type PopulationRegister,
  RegisterFailure,
  writeAskerHeaders,
} from '#modules/registers'
import { explainFailedCall } from '#platform/failed-call'
import { readAtMost, TooLong } from '#platform/read-at-most'
import {
  type DayFormat,
  readPersons,
  type WireAddress,
  type WirePerson,
  type WireRequest,
  writeBirth,
} from './shapes.ts'

/** The name of an administrative unit by its code: '03127' is "Phường Điện Biên Phủ". Null: no such unit. */
export type PlaceName = (code: string, level: 'commune' | 'province') => Promise<string | null>

export type PopulationSettings = Readonly<{
  url: string
  token?: string | undefined
  integrationCode: string
  offeringCode: string
  dayFormat: DayFormat
  timeoutMs: number
  placeName: PlaceName
}>

const mostBytes = 1_000_000

/**
 * The population register as hubs offer it today: it answers with records, so that names and days are compared here, at
 * the edge, and the record goes no further: what leaves is what `comparePerson` lets out. Their body has no place for purpose,
 * agency and dossier: those go along in headers.
 */
export const openPopulationRegister = (settings: PopulationSettings): PopulationRegister => ({
  ask: async (question) => {
    const persons = readPersons(
      await send(settings, requestOf(settings, question), writeAskerHeaders(question)),
    )
    const meant = persons.filter(({ personalId }) => personalId === question.personalId)
    // Two persons under one number: nobody can say which of them is meant.
    if (meant.length > 1)
      return {
        values: {},
        outcomes: Object.fromEntries(
          Object.keys(question.claims).map((field) => [field, 'insufficient_grounds']),
        ),
      }
    const [person] = meant
    const record = person ? await recordOf(person, question, settings.placeName) : null
    return comparePerson(question, record) as Awaited<ReturnType<PopulationRegister['ask']>>
  },
})

const requestOf = (
  { integrationCode, offeringCode, dayFormat }: PopulationSettings,
  { reference, account, personalId, claims }: PersonQuestion,
): WireRequest => ({
  HoVaTen: claims.fullName ?? '',
  SoDinhDanh: personalId,
  SoCMND: '',
  ...writeBirth(claims.birthOn ?? '', dayFormat),
  MaTichHop: integrationCode,
  MaDVC: offeringCode,
  MaCanBo: account,
  MaYeuCau: reference,
})

/** The record with its addresses in words, where an address is asked for at all. */
async function recordOf(
  { values, addresses }: WirePerson,
  { claims, reads }: PersonQuestion,
  placeName: PlaceName,
): Promise<PersonValues> {
  const written: Record<string, string> = {}
  for (const [field, address] of Object.entries(addresses)) {
    const isAsked = field in claims || reads.some((read) => read === field)
    if (isAsked) written[field] = await writeAddress(address, placeName)
  }
  return { ...values, ...written }
}

async function writeAddress(
  { detail, communeCode, provinceCode }: WireAddress,
  placeName: PlaceName,
): Promise<string> {
  const [commune, province] = await Promise.all([
    communeCode && placeName(communeCode, 'commune'),
    provinceCode && placeName(provinceCode, 'province'),
  ])
  return [detail, commune, province].filter(Boolean).join(', ')
}

async function send(
  { url, token, timeoutMs }: PopulationSettings,
  request: WireRequest,
  asker: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/xml, text/xml',
        ...asker,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(request),
    })
    if (response.status === 401 || response.status === 403) throw new RegisterFailure('refused')
    if (!response.ok)
      throw new RegisterFailure('unreachable', `the population register answered ${response.status}`)
    return (await readAtMost(response.body, mostBytes)).toString('utf8')
  } catch (error) {
    if (error instanceof RegisterFailure) throw error
    if (error instanceof TooLong) throw new RegisterFailure('unreadable', `the answer is ${error.message}`)
    if ((error as Error).name === 'TimeoutError') throw new RegisterFailure('timed_out')
    throw new RegisterFailure(
      'unreachable',
      `the population register did not answer (${explainFailedCall(error)})`,
    )
  }
}
