// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Archive. @param {string | number} name @param {import('./types.d.ts').templates_TemplateNumber} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').templates_TemplateView>} */
export const templatesArchive = (name, body, options) => call('POST', `/api/v1/message-templates/${part(name)}/archive`, { body, ...options });

/** Check. @param {import('./types.d.ts').templates_TemplateDocument} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').templates_TemplateCheck>} */
export const templatesCheck = (body, options) => call('POST', '/api/v1/message-templates/validate', { body, ...options });

/** Diff. @param {string | number} name @param {{from?: number | null, to?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsMessaging_TemplateChange>} */
export const templatesDiff = (name, query, options) => call('GET', `/api/v1/message-templates/${part(name)}/diff`, { query, ...options });

/** Get. @param {string | number} name @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').templates_TemplateView>} */
export const templatesGet = (name, options) => call('GET', `/api/v1/message-templates/${part(name)}`, { ...options });

/** List. @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsTemplates_TemplateLine>} */
export const templatesList = (options) => call('GET', '/api/v1/message-templates', { ...options });

/** Of a published template by its name, or of a document, in all languages and channels. @param {import('./types.d.ts').templates_PreviewInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsTemplates_TemplateExample>} */
export const templatesPreview = (body, options) => call('POST', '/api/v1/message-templates/preview', { body, ...options });

/** Publishes a template as its next version. @param {import('./types.d.ts').templates_TemplateDocument} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').templates_TemplateView>} */
export const templatesPublish = (body, options) => call('POST', '/api/v1/message-templates', { body, ...options });

/** Rollback. @param {string | number} name @param {import('./types.d.ts').templates_TemplateNumber} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').templates_TemplateView>} */
export const templatesRollback = (name, body, options) => call('POST', `/api/v1/message-templates/${part(name)}/rollback`, { body, ...options });

/** Test send. @param {string | number} name @param {import('./types.d.ts').templates_TestSend} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').templates_TestSent>} */
export const templatesTestSend = (name, body, options) => call('POST', `/api/v1/message-templates/${part(name)}/test-send`, { body, ...options });

/** Newest first. @param {string | number} name @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsTemplates_TemplateView>} */
export const templatesVersions = (name, options) => call('GET', `/api/v1/message-templates/${part(name)}/versions`, { ...options });
