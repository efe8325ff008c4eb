import { localDay } from '#modules/calendar'
import type { NewItem } from '#modules/vault'
import type { Result } from './repository.ts'

/** A result as its owner keeps it; `paper` is the content that is given out. */
export function vaultItemOf(result: Result, paper: NonNullable<NewItem['paper']>, agencyCode: string): NewItem {
  const issuedOn = result.issuedAt && localDay(result.issuedAt).toString()
  return {
    owner: { kind: 'person', number: result.holderPersonalId, name: result.holderName },
    source: 'own_result',
    key: result.id,
    typeCode: result.resultCode ?? `MC.${result.procedureCode}`,
    title: result.title,
    number: result.documentNumber,
    issuer: { code: agencyCode, name: result.agencyName },
    issuedOn,
    validFrom: issuedOn,
    validTo: null,
    dossierCode: result.dossierCode,
    paper,
    signature: null,
  }
}
