// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call } from '../client.js';

/** Absences. @param {{channel?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsSuppressions_AwayView>} */
export const suppressionsAbsences = (query, options) => call('GET', '/api/v1/suppressions/absences', { query, ...options });

/** End absence. @param {import('./types.d.ts').suppressions_AddressInput} body @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const suppressionsEndAbsence = (body, options) => call('POST', '/api/v1/suppressions/absences/end', { body, ...options });

/** Grant. @param {import('./types.d.ts').suppressions_ConsentInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').suppressions_ConsentView>} */
export const suppressionsGrant = (body, options) => call('POST', '/api/v1/consents/grant', { body, ...options });

/** All that was said for an address. @param {{channel?: string | null, address?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsSuppressions_ConsentView>} */
export const suppressionsHistory = (query, options) => call('GET', '/api/v1/consents', { query, ...options });

/** Lift. @param {import('./types.d.ts').suppressions_SuppressionInput} body @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const suppressionsLift = (body, options) => call('POST', '/api/v1/suppressions/lift', { body, ...options });

/** All of a channel, or those of one address with those that were lifted. @param {{channel?: string | null, address?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsSuppressions_SuppressionView>} */
export const suppressionsList = (query, options) => call('GET', '/api/v1/suppressions', { query, ...options });

/** Suppress. @param {import('./types.d.ts').suppressions_SuppressionInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').suppressions_SuppressionView>} */
export const suppressionsSuppress = (body, options) => call('POST', '/api/v1/suppressions', { body, ...options });

/** Withdraw. @param {import('./types.d.ts').suppressions_ConsentInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').suppressions_ConsentView>} */
export const suppressionsWithdraw = (body, options) => call('POST', '/api/v1/consents/withdraw', { body, ...options });
