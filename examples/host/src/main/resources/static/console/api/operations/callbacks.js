// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Answers a provider that asks whether the URL is ours. @param {string | number} channel @param {string | number} endpoint */
export const callbacksChallengeAddress = (channel, endpoint) => `/api/v1/callbacks/${part(channel)}/${part(endpoint)}`;

/** The endpoints of the tenant, without their names. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsCallbacks_CallbackEndpointView>} */
export const callbacksListEndpoints = (options) => call('GET', '/api/v1/callback-endpoints', { ...options });

/** Makes an endpoint for the provider of a channel. @param {import('./types.d.ts').callbacks_CallbackEndpointInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').callbacks_CallbackEndpointView>} */
export const callbacksMakeEndpoint = (body, options) => call('POST', '/api/v1/callback-endpoints', { body, ...options });

/** Removes an endpoint; what is posted there is not found any more. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const callbacksRemoveEndpoint = (id, options) => call('DELETE', `/api/v1/callback-endpoints/${part(id)}`, { ...options });

/** Takes what the provider of a channel posts. @param {string | number} channel @param {string | number} endpoint @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').callbacks_CallbackTaken>} */
export const callbacksTake = (channel, endpoint, options) => call('POST', `/api/v1/callbacks/${part(channel)}/${part(endpoint)}`, { ...options });
