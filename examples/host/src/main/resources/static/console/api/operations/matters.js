// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Adds a step to an instance. @param {string | number} id @param {import('./types.d.ts').matters_StepBody} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersAddStep = (id, body, options) => call('POST', `/api/workflows/instances/${part(id)}/steps`, { body, ...options });

/** Lets an instance go on. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterInstance>} */
export const mattersAdvanceInstance = (id, options) => call('POST', `/api/workflows/instances/${part(id)}/advance`, { ...options });

/** Gives a step to somebody. @param {string | number} id @param {import('./types.d.ts').matters_StepAssignment} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersAssignStep = (id, body, options) => call('POST', `/api/workflows/steps/${part(id)}/assign`, { body, ...options });

/** Changes a step that has not begun. @param {string | number} id @param {string | number} stepId @param {import('./types.d.ts').matters_StepBody} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersChangeStep = (id, stepId, body, options) => call('PATCH', `/api/workflows/instances/${part(id)}/steps/${part(stepId)}`, { body, ...options });

/** Takes a step on. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersClaimStep = (id, options) => call('POST', `/api/workflows/steps/${part(id)}/claim`, { ...options });

/** Says something about a step. @param {string | number} id @param {import('./types.d.ts').matters_StepComment} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersCommentStep = (id, body, options) => call('POST', `/api/workflows/steps/${part(id)}/comment`, { body, ...options });

/** Answers a step; the body is the answer. @param {string | number} id @param {import('./types.d.ts').JsonNode} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersCompleteStep = (id, body, options) => call('POST', `/api/workflows/steps/${part(id)}/complete`, { body, ...options });

/** Keeps a new template as a draft. @param {import('./types.d.ts').matters_TemplateBody} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterTemplate>} */
export const mattersCreateTemplate = (body, options) => call('POST', '/api/workflows/templates', { body, ...options });

/** Lets somebody work on a step who gives it back. @param {string | number} id @param {import('./types.d.ts').matters_StepAssignment} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersDelegateStep = (id, body, options) => call('POST', `/api/workflows/steps/${part(id)}/delegate`, { body, ...options });

/** Takes what a provider of signatures posts. @param {string | number} provider @param {string | number} endpoint @param {string} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_WebhookTaken>} */
export const mattersEsign = (provider, endpoint, body, options) => call('POST', `/api/webhooks/esign/${part(provider)}/${part(endpoint)}`, { body, ...options });

/** Says that a step cannot be done. @param {string | number} id @param {import('./types.d.ts').matters_StepFailure} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersFailStep = (id, body, options) => call('POST', `/api/workflows/steps/${part(id)}/fail`, { body, ...options });

/** Shows an instance with its steps. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterInstance>} */
export const mattersGetInstance = (id, options) => call('GET', `/api/workflows/instances/${part(id)}`, { ...options });

/** Shows a step. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersGetStep = (id, options) => call('GET', `/api/workflows/steps/${part(id)}`, { ...options });

/** Shows a template, its draft if there is one. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterTemplate>} */
export const mattersGetTemplate = (id, options) => call('GET', `/api/workflows/templates/${part(id)}`, { ...options });

/** Puts a published template to work on a matter. @param {string | number} id @param {import('./types.d.ts').matters_Instantiation} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterInstance>} */
export const mattersInstantiateTemplate = (id, body, options) => call('POST', `/api/workflows/templates/${part(id)}/instantiate`, { body, ...options });

/** Lists the endpoints of the tenant. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMatters_WebhookView>} */
export const mattersListEndpoints = (options) => call('GET', '/api/workflows/webhook-endpoints', { ...options });

/** Lists what runs on a matter. @param {{matterId?: string | null, status?: 'DRAFT' | 'ACTIVE' | 'PAUSED' | 'COMPLETED' | 'FAILED' | 'CANCELED' | 'UNRECOGNIZED' | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterPageMatters_MatterInstance>} */
export const mattersListInstances = (query, options) => call('GET', '/api/workflows/instances', { query, ...options });

/** Lists matters with the people on them. @param {{q?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterPageMatters_MatterLine>} */
export const mattersListMatters = (query, options) => call('GET', '/api/workflows/matters', { query, ...options });

/** Lists templates, drafts too. @param {{q?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterPageMatters_TemplateLine>} */
export const mattersListTemplates = (query, options) => call('GET', '/api/workflows/templates', { query, ...options });

/** Makes an endpoint for a provider. @param {import('./types.d.ts').matters_NewWebhookEndpoint} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_WebhookView>} */
export const mattersMakeEndpoint = (body, options) => call('POST', '/api/workflows/webhook-endpoints', { body, ...options });

/** Renames, pauses, resumes or cancels an instance. @param {string | number} id @param {import('./types.d.ts').matters_MatterChange} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterInstance>} */
export const mattersPatchInstance = (id, body, options) => call('PATCH', `/api/workflows/instances/${part(id)}`, { body, ...options });

/** Changes a template as a draft. @param {string | number} id @param {import('./types.d.ts').matters_TemplateBody} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterTemplate>} */
export const mattersPatchTemplate = (id, body, options) => call('PATCH', `/api/workflows/templates/${part(id)}`, { body, ...options });

/** Takes what a provider of payments posts. @param {string | number} provider @param {string | number} endpoint @param {string} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_WebhookTaken>} */
export const mattersPayments = (provider, endpoint, body, options) => call('POST', `/api/webhooks/payments/${part(provider)}/${part(endpoint)}`, { body, ...options });

/** Publishes the draft of a template. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterTemplate>} */
export const mattersPublishTemplate = (id, options) => call('POST', `/api/workflows/templates/${part(id)}/publish`, { ...options });

/** Gives a step back. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersReleaseStep = (id, options) => call('POST', `/api/workflows/steps/${part(id)}/release`, { ...options });

/** Removes an endpoint. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const mattersRemoveEndpoint = (id, options) => call('DELETE', `/api/workflows/webhook-endpoints/${part(id)}`, { ...options });

/** Removes a step that has not begun. @param {string | number} id @param {string | number} stepId @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const mattersRemoveStep = (id, stepId, options) => call('DELETE', `/api/workflows/instances/${part(id)}/steps/${part(stepId)}`, { ...options });

/** Gives a delegated step back, with a draft of the answer. @param {string | number} id @param {import('./types.d.ts').JsonNode} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersResolveStep = (id, body, options) => call('POST', `/api/workflows/steps/${part(id)}/resolve`, { body, ...options });

/** Leaves a step out. @param {string | number} id @param {import('./types.d.ts').matters_SkipReason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersSkipStep = (id, body, options) => call('POST', `/api/workflows/steps/${part(id)}/skip`, { body, ...options });

/** Begins a step. @param {string | number} id @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_MatterStep>} */
export const mattersStartStep = (id, options) => call('POST', `/api/workflows/steps/${part(id)}/start`, { ...options });

/** Takes what the portal of uploads posts. @param {string | number} provider @param {string | number} endpoint @param {string} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').matters_WebhookTaken>} */
export const mattersUploads = (provider, endpoint, body, options) => call('POST', `/api/webhooks/uploads/${part(provider)}/${part(endpoint)}`, { body, ...options });
