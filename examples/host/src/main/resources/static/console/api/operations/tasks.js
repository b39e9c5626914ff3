// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Assign. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskAssignment} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksAssign = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/assign`, { body, ...options });

/** Attach. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskAttachmentInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksAttach = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/attachments`, { body, ...options });

/** Bulk. @param {import('./types.d.ts').tasks_TaskBulkInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').jobs_Job>} */
export const tasksBulk = (body, options) => call('POST', '/api/v1/tasks/bulk', { body, ...options });

/** Claim. @param {string | number} instance @param {string | number} step @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksClaim = (instance, step, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/claim`, { ...options });

/** Comment. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskCommentInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksComment = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/comments`, { body, ...options });

/** Complete. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskAnswer} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskCompleted>} */
export const tasksComplete = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/complete`, { body, ...options });

/** Count. @param {{view?: string | null, subject?: string | null, instance?: string | null, step?: string | null, workflow?: string | null, action?: string | null, label?: string | null, role?: string | null, candidate?: string | null, assignee?: string | null, holder?: string | null, involved?: string | null, finished_by?: string | null, state?: Array<string> | null, due_from?: string | null, due_before?: string | null, min_priority?: number | null, max_priority?: number | null, deferred?: boolean | null, order?: string | null, field?: Array<string> | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskCount>} */
export const tasksCount = (query, options) => call('GET', '/api/v1/tasks/count', { query, ...options });

/** by: state, workflow, action, holder, assignee, role, overdue or finished_by. @param {{by?: string | null, view?: string | null, subject?: string | null, instance?: string | null, step?: string | null, workflow?: string | null, action?: string | null, label?: string | null, role?: string | null, candidate?: string | null, assignee?: string | null, holder?: string | null, involved?: string | null, finished_by?: string | null, state?: Array<string> | null, due_from?: string | null, due_before?: string | null, min_priority?: number | null, max_priority?: number | null, deferred?: boolean | null, order?: string | null, field?: Array<string> | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsTasks_TaskGroup>} */
export const tasksCountBy = (query, options) => call('GET', '/api/v1/tasks/count-by', { query, ...options });

/** Create. @param {import('./types.d.ts').tasks_TaskInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksCreate = (body, options) => call('POST', '/api/v1/tasks', { body, ...options });

/** Create. @param {import('./types.d.ts').tasks_SubstitutionInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_SubstitutionView>} */
export const tasksCreateSubstitution = (body, options) => call('POST', '/api/v1/substitutions', { body, ...options });

/** Decline. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksDecline = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/decline`, { body, ...options });

/** Delegate. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskAssignment} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksDelegate = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/delegate`, { body, ...options });

/** Delete. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const tasksDeleteSubstitution = (id, options) => call('DELETE', `/api/v1/substitutions/${part(id)}`, { ...options });

/** Due. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskTime} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksDue = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/due`, { body, ...options });

/** Fail. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskFailure} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksFail = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/fail`, { body, ...options });

/** Follow up. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskTime} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksFollowUp = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/follow-up`, { body, ...options });

/** Get. @param {string | number} instance @param {string | number} step @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksGet = (instance, step, options) => call('GET', `/api/v1/tasks/${part(instance)}/${part(step)}`, { ...options });

/** Helpers. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskHelpers} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksHelpers = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/helpers`, { body, ...options });

/** List. @param {{view?: string | null, subject?: string | null, instance?: string | null, step?: string | null, workflow?: string | null, action?: string | null, label?: string | null, role?: string | null, candidate?: string | null, assignee?: string | null, holder?: string | null, involved?: string | null, finished_by?: string | null, state?: Array<string> | null, due_from?: string | null, due_before?: string | null, min_priority?: number | null, max_priority?: number | null, deferred?: boolean | null, order?: string | null, field?: Array<string> | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsTasks_TaskView>} */
export const tasksList = (query, options) => call('GET', '/api/v1/tasks', { query, ...options });

/** Of actor; of the caller unless all of them are asked for by actor=*. @param {{actor?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsTasks_SubstitutionView>} */
export const tasksListSubstitutions = (query, options) => call('GET', '/api/v1/substitutions', { query, ...options });

/** Claims the next task; 204: there is none. @param {import('./types.d.ts').tasks_TaskFilter} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksNext = (body, options) => call('POST', '/api/v1/tasks/next', { body, ...options });

/** Priority. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskPriority} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksPriority = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/priority`, { body, ...options });

/** Release. @param {string | number} instance @param {string | number} step @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksRelease = (instance, step, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/release`, { ...options });

/** Reopen. @param {string | number} instance @param {string | number} step @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksReopen = (instance, step, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/reopen`, { ...options });

/** Resolve. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskAnswer} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksResolve = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/resolve`, { body, ...options });

/** Resume. @param {string | number} instance @param {string | number} step @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksResume = (instance, step, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/resume`, { ...options });

/** Revoke. @param {string | number} instance @param {string | number} step @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksRevoke = (instance, step, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/revoke`, { ...options });

/** Save. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskDraft} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDraftSaved>} */
export const tasksSave = (instance, step, body, options) => call('PUT', `/api/v1/tasks/${part(instance)}/${part(step)}/draft`, { body, ...options });

/** Send back. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskReturn} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksSendBack = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/send-back`, { body, ...options });

/** Skip. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksSkip = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/skip`, { body, ...options });

/** Start. @param {string | number} instance @param {string | number} step @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksStart = (instance, step, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/start`, { ...options });

/** Suspend. @param {string | number} instance @param {string | number} step @param {import('./types.d.ts').tasks_TaskSuspension} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').tasks_TaskDetailView>} */
export const tasksSuspend = (instance, step, body, options) => call('POST', `/api/v1/tasks/${part(instance)}/${part(step)}/suspend`, { body, ...options });
