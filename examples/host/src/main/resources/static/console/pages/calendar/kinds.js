// @ts-check
/** The kinds of what is to come: icon, and what each is called. */

/** @type {Record<string, [string, string]>} */
export const COMING = {
  MESSAGE: ['messages', 'Message'],
  STEP: ['run', 'Step begins'],
  RETRY: ['redo', 'New attempt'],
  TIMEOUT: ['wait', 'Wait runs out'],
  DUE: ['attention', 'Task is due'],
  REMINDER: ['inbox', 'Reminder'],
  ESCALATION: ['up', 'Escalation'],
  TICK: ['schedules', 'Schedule'],
  BEGIN: ['ready', 'Instance begins'],
};
