// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Cancel. @param {string | number} kind @param {string | number} id @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const findingsCancel = (kind, id, body, options) => call('POST', `/api/v1/set-aside/${part(kind)}/${part(id)}/cancel`, { body, ...options });

/** Count. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsFindings_FindingCount>} */
export const findingsCount = (options) => call('GET', '/api/v1/findings/count', { ...options });

/** Delete. @param {string | number} kind @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const findingsDelete = (kind, id, options) => call('DELETE', `/api/v1/set-aside/${part(kind)}/${part(id)}`, { ...options });

/** Open ones unless settled says otherwise. @param {{settled?: boolean | null, kind?: string | null, instance?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsFindings_FindingView>} */
export const findingsList = (query, options) => call('GET', '/api/v1/findings', { query, ...options });

/** List set aside. @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsFindings_SetAsideView>} */
export const findingsListSetAside = (query, options) => call('GET', '/api/v1/set-aside', { query, ...options });

/** Retry. @param {string | number} kind @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').findings_SetAsideRetried>} */
export const findingsRetry = (kind, id, options) => call('POST', `/api/v1/set-aside/${part(kind)}/${part(id)}/retry`, { ...options });

/** Stored. @param {string | number} kind @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').findings_SetAsideText>} */
export const findingsStored = (kind, id, options) => call('GET', `/api/v1/set-aside/${part(kind)}/${part(id)}`, { ...options });
