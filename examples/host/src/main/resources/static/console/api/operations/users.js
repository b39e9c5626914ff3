// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Add a user to the tenant. @param {import('./types.d.ts').users_NewUser} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').users_User>} */
export const usersCreate = (body, options) => call('POST', '/api/v1/users', { body, ...options });

/** Create an API token of mine. @param {import('./types.d.ts').users_NewToken} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').users_TokenView>} */
export const usersCreateToken = (body, options) => call('POST', '/api/v1/tokens', { body, ...options });

/** Revoke an API token of mine. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const usersDeleteToken = (id, options) => call('DELETE', `/api/v1/tokens/${part(id)}`, { ...options });

/** One user of the tenant. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').users_User>} */
export const usersGet = (id, options) => call('GET', `/api/v1/users/${part(id)}`, { ...options });

/** The users of the tenant. @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsUsers_User>} */
export const usersList = (query, options) => call('GET', '/api/v1/users', { query, ...options });

/** My API tokens, without what they are. @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsUsers_TokenView>} */
export const usersListTokens = (query, options) => call('GET', '/api/v1/tokens', { query, ...options });

/** Who I am, in which tenant, and which others I may name in X-Tenant-ID. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').users_Me>} */
export const usersMe = (options) => call('GET', '/api/v1/me', { ...options });

/** The names of people of the tenant, by name. @param {{q?: string | null, id?: Array<string> | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsUsers_PersonView>} */
export const usersPeople = (query, options) => call('GET', '/api/v1/people', { query, ...options });

/** Give a user exactly these roles. @param {string | number} id @param {import('./types.d.ts').users_Roles} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').users_User>} */
export const usersRoles = (id, body, options) => call('PUT', `/api/v1/users/${part(id)}/roles`, { body, ...options });
