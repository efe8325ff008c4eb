import { type TProperties, Type } from 'typebox'

/** One of these texts, as `enum`: what a client's generator reads best. */
export const literals = <const Names extends readonly string[]>(names: Names, more: object = {}) =>
  Type.Unsafe<Names[number]>({ type: 'string', enum: [...names], ...more })

/** An object of these properties alone: a misspelt key is an error, not a silence. */
export const closedObject = <Properties extends TProperties>(properties: Properties, more: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...more })

export const orNull = <const Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])
