// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Add one behind the others, as the next version. @param {string | number} id @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmActionsAdd = (id, body, options) => call('POST', `/api/v1/workflows/${part(id)}/actions`, { body, ...options });

/** Remove one, as the next version. @param {string | number} id @param {string | number} partId @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const crmActionsDelete = (id, partId, options) => call('DELETE', `/api/v1/workflows/${part(id)}/actions/${part(partId)}`, { ...options });

/** The triggers, or the actions, of a workflow with their ids. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsObjectNode>} */
export const crmActionsList = (id, options) => call('GET', `/api/v1/workflows/${part(id)}/actions`, { ...options });

/** Put another in the place of one; its id stays. @param {string | number} id @param {string | number} partId @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmActionsPut = (id, partId, body, options) => call('PUT', `/api/v1/workflows/${part(id)}/actions/${part(partId)}`, { body, ...options });

/** Create what starts by time. @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmCreateTask = (body, options) => call('POST', '/api/v1/scheduled-tasks', { body, ...options });

/** Publish a new workflow, written in any of the three forms. @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmCreateWorkflow = (body, options) => call('POST', '/api/v1/workflows', { body, ...options });

/** Delete a scheduled task; what runs goes on. @param {string | number} taskId @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const crmDeleteTask = (taskId, options) => call('DELETE', `/api/v1/scheduled-tasks/${part(taskId)}`, { ...options });

/** Delete a workflow and cancel what runs; its history stays unless false. @param {string | number} id @param {{history?: boolean | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const crmDeleteWorkflow = (id, query, options) => call('DELETE', `/api/v1/workflows/${part(id)}`, { query, ...options });

/** Enable or disable a workflow, without a new version. @param {string | number} id @param {import('./types.d.ts').crm_Enable} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmEnableWorkflow = (id, body, options) => call('PATCH', `/api/v1/workflows/${part(id)}/enable`, { body, ...options });

/** How far an instance has come. @param {string | number} id @param {string | number} instanceId @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').crm_InstanceView>} */
export const crmGetInstance = (id, instanceId, options) => call('GET', `/api/v1/workflows/${part(id)}/instances/${part(instanceId)}`, { ...options });

/** What became of all instances of a workflow. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').crm_StatsView>} */
export const crmGetStats = (id, options) => call('GET', `/api/v1/workflows/${part(id)}/stats`, { ...options });

/** A scheduled task, with its last and its next run. @param {string | number} taskId @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmGetTask = (taskId, options) => call('GET', `/api/v1/scheduled-tasks/${part(taskId)}`, { ...options });

/** A workflow as it was written, and the document that it became. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmGetWorkflow = (id, options) => call('GET', `/api/v1/workflows/${part(id)}`, { ...options });

/** The runs of a scheduled task, newest first. @param {string | number} taskId @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsCrm_ExecutionView>} */
export const crmListExecutions = (taskId, query, options) => call('GET', `/api/v1/scheduled-tasks/${part(taskId)}/executions`, { query, ...options });

/** The instances of a workflow, newest first. @param {string | number} id @param {{status?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsCrm_InstanceView>} */
export const crmListInstances = (id, query, options) => call('GET', `/api/v1/workflows/${part(id)}/instances`, { query, ...options });

/** The scheduled tasks, oldest first. @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsObjectNode>} */
export const crmListTasks = (query, options) => call('GET', '/api/v1/scheduled-tasks', { query, ...options });

/** The published workflows, each as it was written. @param {{trigger_type?: string | null, enabled?: boolean | null, q?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsObjectNode>} */
export const crmListWorkflows = (query, options) => call('GET', '/api/v1/workflows', { query, ...options });

/** Change a scheduled task as a whole. @param {string | number} taskId @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmPutTask = (taskId, body, options) => call('PUT', `/api/v1/scheduled-tasks/${part(taskId)}`, { body, ...options });

/** Publish the next version; without "enabled" it stays as it is. @param {string | number} id @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmPutWorkflow = (id, body, options) => call('PUT', `/api/v1/workflows/${part(id)}`, { body, ...options });

/** Start a workflow by hand; conditions of its triggers are not asked. @param {string | number} id @param {import('./types.d.ts').crm_StartByHand} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').crm_InstanceView>} */
export const crmTriggerWorkflow = (id, body, options) => call('POST', `/api/v1/workflows/${part(id)}/trigger`, { body, ...options });

/** Add one behind the others, as the next version. @param {string | number} id @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmTriggersAdd = (id, body, options) => call('POST', `/api/v1/workflows/${part(id)}/triggers`, { body, ...options });

/** Remove one, as the next version. @param {string | number} id @param {string | number} partId @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const crmTriggersDelete = (id, partId, options) => call('DELETE', `/api/v1/workflows/${part(id)}/triggers/${part(partId)}`, { ...options });

/** The triggers, or the actions, of a workflow with their ids. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsObjectNode>} */
export const crmTriggersList = (id, options) => call('GET', `/api/v1/workflows/${part(id)}/triggers`, { ...options });

/** Put another in the place of one; its id stays. @param {string | number} id @param {string | number} partId @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const crmTriggersPut = (id, partId, body, options) => call('PUT', `/api/v1/workflows/${part(id)}/triggers/${part(partId)}`, { body, ...options });
