// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Who changed what, newest first. @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsAssignments_RuleChange>} */
export const assignmentsChanges = (query, options) => call('GET', '/api/v1/assignments/changes', { query, ...options });

/** Create rule. @param {import('./types.d.ts').assignments_RuleInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_RuleView>} */
export const assignmentsCreateRule = (body, options) => call('POST', '/api/v1/assignments/rules', { body, ...options });

/** What holds where nothing else does. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_DefaultView>} */
export const assignmentsDefaults = (options) => call('GET', '/api/v1/assignments/default', { ...options });

/** Delete rule. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const assignmentsDeleteRule = (id, options) => call('DELETE', `/api/v1/assignments/rules/${part(id)}`, { ...options });

/** What a subject has now, with a line for every candidate. @param {string | number} type @param {string | number} id @param {import('./types.d.ts').assignments_AssignmentContext} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_EffectiveView>} */
export const assignmentsEffective = (type, id, body, options) => call('POST', `/api/v1/assignments/effective/${part(type)}/${part(id)}`, { body, ...options });

/** Override. @param {string | number} type @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_ChoiceView>} */
export const assignmentsOverride = (type, id, options) => call('GET', `/api/v1/assignments/overrides/${part(type)}/${part(id)}`, { ...options });

/** What a subject with this data would have. @param {import('./types.d.ts').assignments_AssignmentContext} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_EffectiveView>} */
export const assignmentsPreview = (body, options) => call('POST', '/api/v1/assignments/preview', { body, ...options });

/** Remove override. @param {string | number} type @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const assignmentsRemoveOverride = (type, id, options) => call('DELETE', `/api/v1/assignments/overrides/${part(type)}/${part(id)}`, { ...options });

/** Rule. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_RuleView>} */
export const assignmentsRule = (id, options) => call('GET', `/api/v1/assignments/rules/${part(id)}`, { ...options });

/** By priority. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsAssignments_RuleView>} */
export const assignmentsRules = (options) => call('GET', '/api/v1/assignments/rules', { ...options });

/** Set default. @param {import('./types.d.ts').assignments_DefaultInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_DefaultView>} */
export const assignmentsSetDefault = (body, options) => call('PUT', '/api/v1/assignments/default', { body, ...options });

/** Set override. @param {string | number} type @param {string | number} id @param {import('./types.d.ts').assignments_ChoiceInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_ChoiceView>} */
export const assignmentsSetOverride = (type, id, body, options) => call('PUT', `/api/v1/assignments/overrides/${part(type)}/${part(id)}`, { body, ...options });

/** Update rule. @param {string | number} id @param {import('./types.d.ts').assignments_RuleInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').assignments_RuleView>} */
export const assignmentsUpdateRule = (id, body, options) => call('PUT', `/api/v1/assignments/rules/${part(id)}`, { body, ...options });
