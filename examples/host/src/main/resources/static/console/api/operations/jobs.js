// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Get. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').jobs_Job>} */
export const jobsGet = (id, options) => call('GET', `/api/v1/jobs/${part(id)}`, { ...options });

/** Newest first. @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsJobs_Job>} */
export const jobsList = (query, options) => call('GET', '/api/v1/jobs', { query, ...options });

/** Stops it after what it is at; what is done stays done. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').jobs_Job>} */
export const jobsStop = (id, options) => call('POST', `/api/v1/jobs/${part(id)}/stop`, { ...options });
