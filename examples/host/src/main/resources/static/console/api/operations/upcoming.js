// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call } from '../client.js';

/** Skips, moves, runs, holds or releases what is to come. @param {import('./types.d.ts').upcoming_UpcomingChange} body @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const upcomingChange = (body, options) => call('POST', '/api/v1/upcoming/changes', { body, ...options });

/** What is to come, the first first. @param {{from?: string | null, to?: string | null, workflow?: string | null, subject?: string | null, kind?: Array<string> | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsUpcoming_UpcomingView>} */
export const upcomingList = (query, options) => call('GET', '/api/v1/upcoming', { query, ...options });
