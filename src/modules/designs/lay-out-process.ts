import { layoutProcess } from 'bpmn-auto-layout'

/** The process with a drawing: its own, or one laid out when the file brings none. What cannot be laid out stays as it is. */
export async function layOutProcess(xml: string): Promise<string> {
  if (/<(?:\w+:)?BPMNShape[\s>]/.test(xml)) return xml
  try {
    return await layoutProcess(xml)
  } catch {
    return xml
  }
}
