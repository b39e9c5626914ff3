// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Add a trigger or an action behind the others, as the next version. @param {string | number} id @param {string | number} parts @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const rulesAddPart = (id, parts, body, options) => call('POST', `/api/v1/workflows/${part(id)}/${part(parts)}/`, { body, ...options });

/** Publish a new rule, written in any of the three forms. @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const rulesCreateRule = (body, options) => call('POST', '/api/v1/workflows/', { body, ...options });

/** Remove a trigger or an action, as the next version. @param {string | number} id @param {string | number} parts @param {string | number} partId @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const rulesDeletePart = (id, parts, partId, options) => call('DELETE', `/api/v1/workflows/${part(id)}/${part(parts)}/${part(partId)}/`, { ...options });

/** Delete a workflow and cancel what runs; its history stays unless false. @param {string | number} id @param {{history?: boolean | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const rulesDeleteRule = (id, query, options) => call('DELETE', `/api/v1/workflows/${part(id)}/`, { query, ...options });

/** Enable or disable a workflow, without a new version. @param {string | number} id @param {import('./types.d.ts').crm_Enable} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const rulesEnableRule = (id, body, options) => call('PATCH', `/api/v1/workflows/${part(id)}/enable/`, { body, ...options });

/** Execute a rule by hand; its conditions are not asked. @param {string | number} id @param {import('./types.d.ts').rules_Execute} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').rules_RunView>} */
export const rulesExecuteRule = (id, body, options) => call('POST', `/api/v1/workflows/${part(id)}/execute/`, { body, ...options });

/** A workflow as it was written, and the document that it became. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const rulesGetRule = (id, options) => call('GET', `/api/v1/workflows/${part(id)}/`, { ...options });

/** A run, with what became of each action. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').rules_RunView>} */
export const rulesGetRun = (id, options) => call('GET', `/api/v1/workflow-runs/${part(id)}/`, { ...options });

/** The triggers or actions of a workflow, with their ids. @param {string | number} id @param {string | number} parts @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsObjectNode>} */
export const rulesListParts = (id, parts, options) => call('GET', `/api/v1/workflows/${part(id)}/${part(parts)}/`, { ...options });

/** The published workflows, each as it was written. @param {{trigger_type?: string | null, enabled?: boolean | null, q?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsObjectNode>} */
export const rulesListRules = (query, options) => call('GET', '/api/v1/workflows/', { query, ...options });

/** The runs of a rule, newest first. @param {string | number} id @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsRules_RunView>} */
export const rulesListRuns = (id, query, options) => call('GET', `/api/v1/workflows/${part(id)}/runs/`, { query, ...options });

/** Put another trigger or action in the place of one; its id stays. @param {string | number} id @param {string | number} parts @param {string | number} partId @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const rulesPutPart = (id, parts, partId, body, options) => call('PUT', `/api/v1/workflows/${part(id)}/${part(parts)}/${part(partId)}/`, { body, ...options });

/** Publish the next version; without "enabled" it stays as it is. @param {string | number} id @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const rulesPutRule = (id, body, options) => call('PUT', `/api/v1/workflows/${part(id)}/`, { body, ...options });
