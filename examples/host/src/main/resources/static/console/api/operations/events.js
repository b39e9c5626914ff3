// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Explains an accepted event, as if it came now. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').events_ExplanationView>} */
export const eventsExplain = (id, options) => call('GET', `/api/v1/events/${part(id)}/explain`, { ...options });

/** Explains an event that was not published. @param {import('./types.d.ts').events_EventInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').events_ExplanationView>} */
export const eventsExplainUnpublished = (body, options) => call('POST', '/api/v1/events/explain', { body, ...options });

/** Get. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').events_EventView>} */
export const eventsGet = (id, options) => call('GET', `/api/v1/events/${part(id)}`, { ...options });

/** The accepted events, newest first. @param {{type?: string | null, subject?: string | null, effect?: boolean | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsEvents_EventView>} */
export const eventsList = (query, options) => call('GET', '/api/v1/events', { query, ...options });

/** Which of the last events of a type a condition would hold for. @param {import('./types.d.ts').events_Matching} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').events_Matched>} */
export const eventsMatches = (body, options) => call('POST', '/api/v1/events/matches', { body, ...options });

/** Publishes an event. @param {import('./types.d.ts').events_EventInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').events_ReceiptView>} */
export const eventsPublish = (body, options) => call('POST', '/api/v1/events', { body, ...options });
