// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call } from '../client.js';

/** The same by types of actions. @param {{workflow?: string | null, version?: number | null, from?: string | null, to?: string | null, bucket?: string | null, zone?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsStatistics_ActionFigure>} */
export const statisticsActions = (query, options) => call('GET', '/api/v1/statistics/actions', { query, ...options });

/** The arms of a split with the interval of their difference; success: outcomes. @param {{workflow?: string | null, split?: string | null, success?: Array<string> | null, version?: number | null, from?: string | null, to?: string | null, bucket?: string | null, zone?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsStatistics_ArmFigure>} */
export const statisticsArms = (query, options) => call('GET', '/api/v1/statistics/arms', { query, ...options });

/** What became of messages, by channel. @param {{workflow?: string | null, version?: number | null, from?: string | null, to?: string | null, bucket?: string | null, zone?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsStatistics_ChannelFigure>} */
export const statisticsChannels = (query, options) => call('GET', '/api/v1/statistics/channels', { query, ...options });

/** What people did. @param {{workflow?: string | null, version?: number | null, from?: string | null, to?: string | null, bucket?: string | null, zone?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsStatistics_PersonFigure>} */
export const statisticsPeople = (query, options) => call('GET', '/api/v1/statistics/people', { query, ...options });

/** Started, how they ended, rates and cycle times. @param {{workflow?: string | null, version?: number | null, from?: string | null, to?: string | null, bucket?: string | null, zone?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsStatistics_RunFigure>} */
export const statisticsRuns = (query, options) => call('GET', '/api/v1/statistics/runs', { query, ...options });

/** The funnel of a workflow's steps. @param {{workflow?: string | null, version?: number | null, from?: string | null, to?: string | null, bucket?: string | null, zone?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsStatistics_StepFigure>} */
export const statisticsSteps = (query, options) => call('GET', '/api/v1/statistics/steps', { query, ...options });
