// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Which events of the last days would have started a definition. @param {import('./types.d.ts').trials_PastInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').trials_PastStartsView>} */
export const trialsPast = (body, options) => call('POST', '/api/v1/definitions/past-starts', { body, ...options });

/** What publishing the draft would change: starts, running instances, documents. @param {string | number} key @param {import('./types.d.ts').trials_PublicationInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').trials_PublicationView>} */
export const trialsPublication = (key, body, options) => call('POST', `/api/v1/definitions/${part(key)}/publication-preview`, { body, ...options });

/** Runs a definition on a past or a sample event, with virtual time. @param {import('./types.d.ts').trials_TrialInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').trials_TrialRun>} */
export const trialsRun = (body, options) => call('POST', '/api/v1/definitions/trial', { body, ...options });
