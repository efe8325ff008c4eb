// @ts-expect-error The library brings no types.
import { layoutProcess } from 'bpmn-auto-layout'

const layOut = layoutProcess as (xml: string) => Promise<string>

/** The process with a drawing: its own, or one laid out when the file brings none. What cannot be laid out stays as it is. */
export async function layOutProcess(xml: string): Promise<string> {
  if (/<(?:\w+:)?BPMNShape[\s>]/.test(xml)) return xml
  try {
    return await layOut(xml)
  } catch {
    return xml
  }
}
