import { packSchema } from '#modules/procedures'
import { scenariosSchema } from './scenario-schema.ts'

const dialect = 'https://json-schema.org/draft/2020-12/schema'

/**
 * The JSON Schemas by which an editor completes and checks the files of a pack, by the name of the document under
 * `docs/schemas/`: `# yaml-language-server: $schema=../../docs/schemas/procedure.schema.json`.
 */
export const editorSchemas: Readonly<Record<string, object>> = {
  'procedure.schema.json': {
    $schema: dialect,
    $id: 'urn:motcua:procedure:1',
    title: 'A procedure of Một Cửa (procedure.yaml)',
    ...packSchema,
  },
  'cases.schema.json': { $schema: dialect, ...scenariosSchema },
}
