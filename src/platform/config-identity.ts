import { Type } from 'typebox'

/** Settings of signing in with VNeID, or another provider of OpenID Connect. */
export const identitySettings = {
  OIDC_ISSUER: Type.Optional(
    Type.String({
      description:
        'Address of the identity provider citizens sign in with. Unset: the stand-in VNeID of the demo.',
    }),
  ),
  OIDC_CLIENT_ID: Type.String({ description: 'Our client id at that provider.', default: 'motcua' }),
  OIDC_CLIENT_SECRET: Type.Optional(Type.String({ description: 'Our client secret at that provider.' })),
  OIDC_CLAIMS: Type.Optional(
    Type.String({
      description:
        'How that provider calls what we read, where it differs, e.g. personalId=uid,level=acr. Unset: the names seen at VNeID.',
    }),
  ),
  OIDC_LEVEL_2_VALUES: Type.String({
    description: 'Values of its level claims that mean level 2, with commas between.',
    default: '2',
  }),
  OIDC_USERINFO_METHOD: Type.Union([Type.Literal('POST'), Type.Literal('GET')], {
    description: 'How its claims are asked for.',
    default: 'POST',
  }),
  OIDC_TIMEOUT_SECONDS: Type.Integer({
    description: 'How long an answer of that provider is awaited, in seconds.',
    default: 10,
    minimum: 1,
    maximum: 60,
  }),
  OIDC_CLOCK_TOLERANCE_SECONDS: Type.Integer({
    description: 'How far its clock and ours may differ, in seconds.',
    default: 30,
    minimum: 0,
    maximum: 300,
  }),
  OIDC_ORGANISATION_DAYS: Type.Integer({
    description:
      "How long a person may act for an organisation after last signing in with its account, in days. The law names no number: it is the province's to set.",
    default: 90,
    minimum: 1,
    maximum: 3650,
  }),
} as const
