// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Bulk. @param {import('./types.d.ts').messages_MessageBulk} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').jobs_Job>} */
export const messagesBulk = (body, options) => call('POST', '/api/v1/messages/bulk', { body, ...options });

/** Count. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_Unread>} */
export const messagesCount = (options) => call('GET', '/api/v1/notifications/count', { ...options });

/** Discard. @param {string | number} id @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesDiscard = (id, body, options) => call('POST', `/api/v1/messages/${part(id)}/discard`, { body, ...options });

/** What could not be sent. @param {{subject?: string | null, workflow?: string | null, template?: string | null, channel?: string | null, recipient?: string | null, scope?: string | null, code?: string | null, due_before?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMessages_MessageView>} */
export const messagesFailed = (query, options) => call('GET', '/api/v1/messages/dead-letters', { query, ...options });

/** Get. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageDetail>} */
export const messagesGet = (id, options) => call('GET', `/api/v1/messages/${part(id)}`, { ...options });

/** What could not be sent by cause, the most first. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_DeadLetterGroups>} */
export const messagesGroups = (options) => call('GET', '/api/v1/messages/dead-letters/groups', { ...options });

/** Hold. @param {string | number} id @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesHold = (id, body, options) => call('POST', `/api/v1/messages/${part(id)}/hold`, { body, ...options });

/** In any state, newest first. @param {{subject?: string | null, state?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMessages_MessageView>} */
export const messagesList = (query, options) => call('GET', '/api/v1/messages', { query, ...options });

/** Newest first. @param {{unread?: boolean | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMessages_NotificationView>} */
export const messagesListNotifications = (query, options) => call('GET', '/api/v1/notifications', { query, ...options });

/** List. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMessages_StopView>} */
export const messagesListStops = (options) => call('GET', '/api/v1/message-stops', { ...options });

/** Move. @param {string | number} id @param {import('./types.d.ts').messages_MessageMove} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesMove = (id, body, options) => call('POST', `/api/v1/messages/${part(id)}/move`, { body, ...options });

/** Read. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const messagesRead = (id, options) => call('POST', `/api/v1/notifications/${part(id)}/read`, { ...options });

/** Read all. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_Unread>} */
export const messagesReadAll = (options) => call('POST', '/api/v1/notifications/read-all', { ...options });

/** Readdress. @param {string | number} id @param {import('./types.d.ts').messages_MessageAddress} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesReaddress = (id, body, options) => call('POST', `/api/v1/messages/${part(id)}/readdress`, { body, ...options });

/** Release. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesRelease = (id, options) => call('POST', `/api/v1/messages/${part(id)}/release`, { ...options });

/** Resend. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesResend = (id, options) => call('POST', `/api/v1/messages/${part(id)}/resend`, { ...options });

/** Sends again what was stopped. @param {import('./types.d.ts').messages_Stopped} body @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const messagesResume = (body, options) => call('POST', '/api/v1/message-stops/resume', { body, ...options });

/** Send now. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesSendNow = (id, options) => call('POST', `/api/v1/messages/${part(id)}/send-now`, { ...options });

/** Skip. @param {string | number} id @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').messages_MessageView>} */
export const messagesSkip = (id, body, options) => call('POST', `/api/v1/messages/${part(id)}/skip`, { body, ...options });

/** Stop. @param {import('./types.d.ts').messages_StopInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMessages_StopView>} */
export const messagesStop = (body, options) => call('POST', '/api/v1/message-stops', { body, ...options });

/** What is still to be sent, first due first. @param {{subject?: string | null, workflow?: string | null, template?: string | null, channel?: string | null, recipient?: string | null, scope?: string | null, code?: string | null, due_before?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMessages_MessageView>} */
export const messagesUpcoming = (query, options) => call('GET', '/api/v1/messages/upcoming', { query, ...options });
