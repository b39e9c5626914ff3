// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part, withQuery } from '../client.js';

/** Begin. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesBegin = (id, options) => call('POST', `/api/v1/instances/${part(id)}/begin`, { ...options });

/** Bulk. @param {import('./types.d.ts').instances_InstanceBulk} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').jobs_Job>} */
export const instancesBulk = (body, options) => call('POST', '/api/v1/instances/bulk', { body, ...options });

/** Cancel. @param {string | number} id @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesCancel = (id, body, options) => call('POST', `/api/v1/instances/${part(id)}/cancel`, { body, ...options });

/** Check. @param {string | number} id @param {import('./types.d.ts').instances_MigrationInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_MigrationView>} */
export const instancesCheck = (id, body, options) => call('POST', `/api/v1/instances/${part(id)}/migration-check`, { body, ...options });

/** Count. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsInstances_InstanceCount>} */
export const instancesCount = (options) => call('GET', '/api/v1/instances/count', { ...options });

/** Its steps coloured by state, as SVG or Mermaid. @param {string | number} id @param {{format?: string | null}} [query] */
export const instancesDiagramAddress = (id, query) => withQuery(`/api/v1/instances/${part(id)}/diagram`, query);

/** The document that it follows, edits included. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').JsonNode>} */
export const instancesDocument = (id, options) => call('GET', `/api/v1/instances/${part(id)}/document`, { ...options });

/** Edit. @param {string | number} id @param {import('./types.d.ts').instances_EditInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_EditView>} */
export const instancesEdit = (id, body, options) => call('POST', `/api/v1/instances/${part(id)}/edit`, { body, ...options });

/** Everything about it so that others can verify it: JSON, or a page with format=html. @param {string | number} id @param {{format?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<Record<string, any>>} */
export const instancesEvidence = (id, query, options) => call('GET', `/api/v1/instances/${part(id)}/evidence`, { query, ...options });

/** Get. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesGet = (id, options) => call('GET', `/api/v1/instances/${part(id)}`, { ...options });

/** Every act in order. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsLog_ActView>} */
export const instancesHistory = (id, options) => call('GET', `/api/v1/instances/${part(id)}/history`, { ...options });

/** Newest first, or in the order of newest_first, oldest_first, last_ended_first, first_ended_first. @param {{workflow?: string | null, version?: number | null, subject?: string | null, state?: Array<string> | null, outcome?: string | null, created_from?: string | null, created_to?: string | null, ended_from?: string | null, ended_to?: string | null, order?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsInstances_InstanceLine>} */
export const instancesList = (query, options) => call('GET', '/api/v1/instances', { query, ...options });

/** Migrate. @param {string | number} id @param {import('./types.d.ts').instances_MigrationInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_MigrationView>} */
export const instancesMigrate = (id, body, options) => call('POST', `/api/v1/instances/${part(id)}/migrate`, { body, ...options });

/** Move to. @param {string | number} id @param {import('./types.d.ts').instances_Move} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesMoveTo = (id, body, options) => call('POST', `/api/v1/instances/${part(id)}/move-to`, { body, ...options });

/** Pause. @param {string | number} id @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesPause = (id, body, options) => call('POST', `/api/v1/instances/${part(id)}/pause`, { body, ...options });

/** Preview. @param {import('./types.d.ts').instances_InstanceChoice} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_BulkPreview>} */
export const instancesPreview = (body, options) => call('POST', '/api/v1/instances/bulk/preview', { body, ...options });

/** Starts an ended one again, as another instance. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesRestart = (id, options) => call('POST', `/api/v1/instances/${part(id)}/restart`, { ...options });

/** Resume. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesResume = (id, options) => call('POST', `/api/v1/instances/${part(id)}/resume`, { ...options });

/** Continues where it failed. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesRetry = (id, options) => call('POST', `/api/v1/instances/${part(id)}/retry`, { ...options });

/** Starts one by hand; 204 if its concurrency policy is to skip and one is active. @param {import('./types.d.ts').instances_InstanceStart} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_InstanceView>} */
export const instancesStart = (body, options) => call('POST', '/api/v1/instances', { body, ...options });

/** Story. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').instances_StoryView>} */
export const instancesStory = (id, options) => call('GET', `/api/v1/instances/${part(id)}/story`, { ...options });
