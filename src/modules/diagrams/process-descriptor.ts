type Property = Readonly<{ name: string; isAttr: true; type: 'String' | 'Boolean' }>

const texts = (...names: readonly string[]): Property[] =>
  names.map((name) => ({ name, isAttr: true, type: 'String' }))

/**
 * What a BPMN element can say in our namespace, as a `moddle` descriptor: for reading here and for the editor of diagrams.
 * docs/packs.md explains each.
 */
export const processDescriptor = {
  name: 'motcua',
  uri: 'urn:motcua:process:1',
  prefix: 'motcua',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Named',
      isAbstract: true,
      extends: ['bpmn:FlowElement', 'bpmn:Process'],
      properties: texts('nameEn'),
    },
    {
      name: 'Work',
      isAbstract: true,
      extends: ['bpmn:UserTask', 'bpmn:ManualTask'],
      properties: texts('role', 'agency', 'notBy', 'step', 'time'),
    },
    {
      name: 'ServiceJob',
      isAbstract: true,
      extends: ['bpmn:ServiceTask'],
      properties: texts('service', 'input', 'result'),
    },
    {
      name: 'Rule',
      isAbstract: true,
      extends: ['bpmn:BusinessRuleTask'],
      properties: texts('expression', 'decision', 'result'),
    },
    {
      name: 'ForEach',
      isAbstract: true,
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: texts('collection', 'item', 'results'),
    },
    {
      name: 'Counted',
      isAbstract: true,
      extends: ['bpmn:TimerEventDefinition'],
      properties: texts('counts'),
    },
    {
      name: 'Outcome',
      superClass: ['Element'],
      properties: [
        ...texts('key', 'name', 'nameEn', 'command'),
        { name: 'asksReason', isAttr: true, type: 'Boolean' },
      ] satisfies Property[],
    },
  ],
} as const
