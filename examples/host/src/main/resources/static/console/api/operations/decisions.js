// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** What was decided, newest first. @param {{workflow?: string | null, subject?: string | null, kind?: Array<string> | null, verdict?: Array<string> | null, from?: string | null, to?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsDecisions_DecisionView>} */
export const decisionsList = (query, options) => call('GET', '/api/v1/decisions', { query, ...options });

/** Why each workflow did or did not start for an event. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsDecisions_DecisionView>} */
export const decisionsOfEvent = (id, options) => call('GET', `/api/v1/events/${part(id)}/decisions`, { ...options });

/** What was decided about an instance, newest first. @param {string | number} id @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsDecisions_DecisionView>} */
export const decisionsOfInstance = (id, query, options) => call('GET', `/api/v1/instances/${part(id)}/why`, { query, ...options });
