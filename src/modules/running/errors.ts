import { defineErrors } from '#platform/errors'

export const runningProblem = defineErrors({
  'running.not_found': [404, 'There is no such task, or it is not for this officer.'],
  'running.no_process': [404, 'No process runs for this dossier.'],
  'running.changed_meanwhile': [
    409,
    'The process went on while this was written. Nothing was done; look at it again.',
  ],
  'running.task_closed': [409, 'The task is done or no longer needed: `state` says which. Nothing was done.'],
  'running.not_waiting': [409, 'The process does not wait for this.'],
  'running.stuck': [
    409,
    'The process cannot go on from here: `node` says where, `reason` why. Nothing was done; tell the administrator.',
  ],
  'running.outcome_unknown': [422, 'The task does not end this way; `outcomes` lists the ways it can.'],
  'running.reason_missing': [422, 'This outcome needs a reason.'],
  'running.not_yours': [
    403,
    'The task is for others; `because` is wrong_role, wrong_agency, four_eyes or claimed_by_other.',
  ],
  'running.officer_unknown': [422, 'No active officer account fits; `field` says which one was named.'],
  'running.days_invalid': [422, 'The days of a delegation are a first and a last day, at most a year apart.'],
  'running.definition_unknown': [422, 'There is no such definition of a process.'],
  'running.mapping_invalid': [422, 'The mapping names nodes that are not there; `nodes` lists them.'],
  'running.incident_settled': [409, 'The incident is settled already, or there is none of that id.'],
})
