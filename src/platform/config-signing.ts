import { type TOptional, type TString, Type } from 'typebox'

const text = (description: string): TOptional<TString> => Type.Optional(Type.String({ description }))

/** Settings of the places where keys of signatures live; addresses and accounts come with each contract. */
export const signingSettings = {
  TSA_URL: text(
    'Time-stamping authority (RFC 3161). Unset: no time stamps; in the demo the stand-in authority.',
  ),
  TRUST_ANCHORS_FILE: text(
    'PEM file of the certificates that are trusted besides those an administrator adds on the page of trust.',
  ),
  SMARTCA_URL: text(
    'VNPT SmartCA: the address of the contract, up to and with /sca/sp769. Unset: not offered; in the demo a stand-in.',
  ),
  SMARTCA_SP_ID: text('Our account at SmartCA.'),
  SMARTCA_SP_PASSWORD: text('Its password.'),
  SMARTCA_WEBHOOK_SECRET: text('What SmartCA sends with its webhooks. Unset: it is only asked.'),
  MYSIGN_URL: text(
    'Viettel MySign: the address of the contract, up to and with /adss/service. Unset: not offered; in the demo a stand-in.',
  ),
  MYSIGN_CLIENT_ID: text('Our account at MySign.'),
  MYSIGN_CLIENT_SECRET: text('Its secret.'),
  MYSIGN_PROFILE_ID: Type.String({
    description: 'Profile of the remote authorisation.',
    default: 'adss:ras:profile:001',
  }),
  MYSIGN_WEBHOOK_SECRET: text('What MySign sends with its webhooks. Unset: it is only asked.'),
  MISA_URL: text('MISA eSign: the address of the contract. Unset: not offered; in the demo a stand-in.'),
  MISA_CLIENT_ID: text('Our account at MISA.'),
  MISA_CLIENT_KEY: text('Its key.'),
  MISA_WEBHOOK_SECRET: text('What MISA sends with its webhooks. Unset: it is only asked.'),
  NEAC_URL: text('NEAC eSign gateway: the address of the contract. Unset: not offered.'),
  NEAC_TOKEN: text('Token of the gateway.'),
  NEAC_SP_ID: text('Our account at the authorities behind the gateway.'),
  NEAC_SP_PASSWORD: text('Its password.'),
  NEAC_CA_NAME: Type.String({
    description: 'The authority of signers whose account names none.',
    default: 'VNPT-CA',
  }),
  NEAC_WEBHOOK_SECRET: text(
    'What the gateway sends with its webhooks. Unset: only signatures that it answers at once arrive.',
  ),
  VGCA_URL: text(
    'Remote signing of VGCA, for seals: the address of the contract, up to and with /mpki/v2. Unset: not offered; in the demo a stand-in.',
  ),
  VGCA_USERNAME: text('Our account at VGCA.'),
  VGCA_PASSWORD: text('Its password.'),
  PKCS11_MODULE: text(
    'Library of a token at this machine, used through pkcs11-tool of OpenSC. Unset: no token.',
  ),
  PKCS11_TOKEN: text('Label of the token.'),
  PKCS11_PIN_FILE: text('File with its PIN, readable by the program alone.'),
} as const
