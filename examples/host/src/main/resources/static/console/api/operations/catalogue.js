// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Action type. @param {string | number} type @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').catalogue_ActionTypeView>} */
export const catalogueActionType = (type, options) => call('GET', `/api/v1/action-types/${part(type)}`, { ...options });

/** Action types. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsCatalogue_ActionTypeView>} */
export const catalogueActionTypes = (options) => call('GET', '/api/v1/action-types', { ...options });

/** Event type. @param {string | number} type @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').catalogue_EventTypeView>} */
export const catalogueEventType = (type, options) => call('GET', `/api/v1/event-types/${part(type)}`, { ...options });

/** Event types. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsCatalogue_EventTypeView>} */
export const catalogueEventTypes = (options) => call('GET', '/api/v1/event-types', { ...options });

/** JSON Schema of a definition. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').JsonNode>} */
export const catalogueSchema = (options) => call('GET', '/api/v1/definition-schema', { ...options });
