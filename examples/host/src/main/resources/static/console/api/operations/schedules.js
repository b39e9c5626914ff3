// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Backfill. @param {string | number} id @param {import('./types.d.ts').schedules_Backfill} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').schedules_Backfilled>} */
export const schedulesBackfill = (id, body, options) => call('POST', `/api/v1/schedules/${part(id)}/backfill`, { body, ...options });

/** Creates a scheduled task. @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').schedules_ScheduleView>} */
export const schedulesCreate = (body, options) => call('POST', '/api/v1/schedules', { body, ...options });

/** Delete. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const schedulesDelete = (id, options) => call('DELETE', `/api/v1/schedules/${part(id)}`, { ...options });

/** Get. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').schedules_ScheduleView>} */
export const schedulesGet = (id, options) => call('GET', `/api/v1/schedules/${part(id)}`, { ...options });

/** What it did, newest first. @param {string | number} id @param {{limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsSchedules_TickView>} */
export const schedulesHistory = (id, query, options) => call('GET', `/api/v1/schedules/${part(id)}/history`, { query, ...options });

/** List. @param {{workflow?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsSchedules_ScheduleView>} */
export const schedulesList = (query, options) => call('GET', '/api/v1/schedules', { query, ...options });

/** The next ticks in its zone. @param {string | number} id @param {{count?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsSchedules_NextTick>} */
export const schedulesNext = (id, query, options) => call('GET', `/api/v1/schedules/${part(id)}/next`, { query, ...options });

/** Pause. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').schedules_ScheduleView>} */
export const schedulesPause = (id, options) => call('POST', `/api/v1/schedules/${part(id)}/pause`, { ...options });

/** The next ticks of a timing that is being written: schedule or every, timezone, from, until. @param {import('./types.d.ts').schedules_TimingInput} body @param {{count?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsSchedules_NextTick>} */
export const schedulesPreview = (body, query, options) => call('POST', '/api/v1/schedules/preview', { body, query, ...options });

/** Resume. @param {string | number} id @param {import('./types.d.ts').schedules_ScheduleResume} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').schedules_ScheduleView>} */
export const schedulesResume = (id, body, options) => call('POST', `/api/v1/schedules/${part(id)}/resume`, { body, ...options });

/** Runs it now; forced also while one runs. @param {string | number} id @param {{forced?: boolean | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').schedules_TickView>} */
export const schedulesRunNow = (id, query, options) => call('POST', `/api/v1/schedules/${part(id)}/run`, { query, ...options });

/** Update. @param {string | number} id @param {Record<string, any>} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').schedules_ScheduleView>} */
export const schedulesUpdate = (id, body, options) => call('PUT', `/api/v1/schedules/${part(id)}`, { body, ...options });
