// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Accepts a quote. @param {string | number} token @param {import('./types.d.ts').sales_QuoteAnswer} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_QuoteAnswered>} */
export const salesAcceptQuote = (token, body, options) => call('POST', `/api/v1/public/quotes/${part(token)}/accept`, { body, ...options });

/** Adds a lead and publishes lead.created. @param {import('./types.d.ts').sales_NewLead} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_LeadView>} */
export const salesCreateLead = (body, options) => call('POST', '/api/v1/leads', { body, ...options });

/** Makes a quote with the terms of the lead's workflow. @param {import('./types.d.ts').sales_NewQuote} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_QuoteView>} */
export const salesCreateQuote = (body, options) => call('POST', '/api/v1/quotes', { body, ...options });

/** Removes the choice, so that rules and the default apply again. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const salesDeleteOverride = (id, options) => call('DELETE', `/api/v1/leads/${part(id)}/workflow-override`, { ...options });

/** Says which workflow governs a lead, with its terms and the reasons. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_EffectiveView>} */
export const salesEffectiveWorkflow = (id, options) => call('GET', `/api/v1/leads/${part(id)}/effective-workflow`, { ...options });

/** Shows a lead. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_LeadView>} */
export const salesGetLead = (id, options) => call('GET', `/api/v1/leads/${part(id)}`, { ...options });

/** Shows what somebody chose for a lead. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_LeadChoice>} */
export const salesGetOverride = (id, options) => call('GET', `/api/v1/leads/${part(id)}/workflow-override`, { ...options });

/** Shows a quote and who sent which notification of it. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_QuoteView>} */
export const salesGetQuote = (id, options) => call('GET', `/api/v1/quotes/${part(id)}`, { ...options });

/** Shows all notification rules of the organisation. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_RuleSet>} */
export const salesGetRules = (options) => call('GET', '/api/v1/admin/organizations/me/workflow-engine/workflows', { ...options });

/** Chooses a workflow, or explicitly none, for a lead. @param {string | number} id @param {import('./types.d.ts').sales_NewLeadChoice} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_LeadChoice>} */
export const salesPutOverride = (id, body, options) => call('PUT', `/api/v1/leads/${part(id)}/workflow-override`, { body, ...options });

/** Puts all notification rules in the place of those that are there. @param {import('./types.d.ts').JsonNode} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_RuleSet>} */
export const salesPutRules = (body, options) => call('PUT', '/api/v1/admin/organizations/me/workflow-engine/workflows', { body, ...options });

/** Rejects a quote. @param {string | number} token @param {import('./types.d.ts').sales_QuoteAnswer} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_QuoteAnswered>} */
export const salesRejectQuote = (token, body, options) => call('POST', `/api/v1/public/quotes/${part(token)}/reject`, { body, ...options });

/** Sends a quote; the answer has the token of its public links. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').sales_QuoteView>} */
export const salesSendQuote = (id, options) => call('POST', `/api/v1/quotes/${part(id)}/send`, { ...options });
