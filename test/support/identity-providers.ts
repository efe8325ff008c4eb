import { type Identified, type IdentityProvider, signInCitizen } from '#modules/citizens'
import { type Citizen, demoCitizens } from '#modules/identity'
import type { Context } from '#platform/context'

/** A provider that is away. */
export const absentProvider: IdentityProvider = {
  begin: async () => ({ ok: false, code: 'provider_unavailable' }),
  finish: async () => ({ ok: false, code: 'provider_unavailable' }),
  endSession: async () => null,
  readLogoutToken: async () => ({ ok: false, reason: 'keys_unavailable' }),
}

/** A person as a provider would have proved them, without what it says besides. */
export const identifiedAs = (citizen: Citizen): Identified => ({
  citizen,
  subject: { issuer: 'https://vneid.example', sub: `sub-${citizen.personalId}` },
  organisation: null,
  representative: null,
  told: [],
  providerSession: null,
  idToken: '',
})

/** Signs a person in who was proved. */
export const signInAs = (context: Pick<Context, 'db' | 'clock' | 'config'>, citizen: Citizen) =>
  signInCitizen(context, identifiedAs(citizen), { address: '192.0.2.1' })

/** A provider that proves whoever the query names, or `citizen`: the real protocol is tried in `sign-in.db.test.ts`. */
export const trustingProvider = (citizen?: Citizen | null): IdentityProvider => ({
  ...absentProvider,
  begin: async () => ({
    ok: true,
    url: 'https://vneid.example/auth',
    secrets: { state: 'state', nonce: 'n', codeVerifier: 'v' },
  }),
  finish: async (query) => {
    const person = new URLSearchParams(query).get('person')
    const found = citizen ?? demoCitizens.find(({ personalId }) => personalId === person)
    return found ? { ok: true, identified: identifiedAs(found) } : { ok: false, code: 'cancelled' }
  },
})
