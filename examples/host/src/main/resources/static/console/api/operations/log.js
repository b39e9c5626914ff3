// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, withQuery } from '../client.js';

/** All that fits, as CSV or NDJSON. @param {{format?: string | null, workflow?: string | null, instance?: string | null, subject?: string | null, step?: string | null, action?: string | null, actor?: string | null, outcome?: string | null, text?: string | null, from?: string | null, to?: string | null}} [query] */
export const logExportAddress = (query) => withQuery('/api/v1/log/export', query);

/** Newest first; a page may be short or empty and yet have a next one. @param {{workflow?: string | null, instance?: string | null, subject?: string | null, step?: string | null, action?: string | null, actor?: string | null, outcome?: string | null, text?: string | null, from?: string | null, to?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsLog_LogEntry>} */
export const logSearch = (query, options) => call('GET', '/api/v1/log', { query, ...options });
