// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part, withQuery } from '../client.js';

/** Archive. @param {string | number} key @param {string | number} version @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const definitionsArchive = (key, version, options) => call('POST', `/api/v1/definitions/${part(key)}/versions/${part(version)}/archive`, { ...options });

/** Who enabled and disabled it, newest first. @param {string | number} key @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsWorkflow_EnabledChange>} */
export const definitionsChanges = (key, options) => call('GET', `/api/v1/definitions/${part(key)}/enabled-changes`, { ...options });

/** The document in the other format. @param {import('./types.d.ts').definitions_DocumentText} body @param {{to?: string | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_DocumentText>} */
export const definitionsConvert = (body, query, options) => call('POST', '/api/v1/definitions/convert', { body, query, ...options });

/** Creates a workflow as a draft; its key is in the document. @param {import('./types.d.ts').definitions_DocumentText} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_Draft>} */
export const definitionsCreate = (body, options) => call('POST', '/api/v1/definitions', { body, ...options });

/** Deletes it; though_used also if others start it. @param {string | number} key @param {{history?: string | null, though_used?: boolean | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const definitionsDelete = (key, query, options) => call('DELETE', `/api/v1/definitions/${part(key)}`, { query, ...options });

/** Dependencies. @param {string | number} key @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').workflow_Dependencies>} */
export const definitionsDependencies = (key, options) => call('GET', `/api/v1/definitions/${part(key)}/dependencies`, { ...options });

/** As SVG, or as Mermaid; of the newest version unless one is named, 0 is the draft. @param {string | number} key @param {{version?: number | null, format?: string | null}} [query] */
export const definitionsDiagramAddress = (key, query) => withQuery(`/api/v1/definitions/${part(key)}/diagram`, query);

/** A picture of a document that is not saved. @param {{format?: string | null}} [query] */
export const definitionsDiagramOfDocumentAddress = (query) => withQuery('/api/v1/definitions/diagram', query);

/** Of two versions; 0 is the draft. @param {string | number} key @param {{from?: number | null, to?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_DefinitionDifference>} */
export const definitionsDiff = (key, query, options) => call('GET', `/api/v1/definitions/${part(key)}/diff`, { query, ...options });

/** Disable. @param {string | number} key @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_Switched>} */
export const definitionsDisable = (key, body, options) => call('POST', `/api/v1/definitions/${part(key)}/disable`, { body, ...options });

/** Discard. @param {string | number} key @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const definitionsDiscard = (key, options) => call('DELETE', `/api/v1/definitions/${part(key)}/draft`, { ...options });

/** Enable. @param {string | number} key @param {import('./types.d.ts').engine_Reason} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_Switched>} */
export const definitionsEnable = (key, body, options) => call('POST', `/api/v1/definitions/${part(key)}/enable`, { body, ...options });

/** The newest published version. @param {string | number} key @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_VersionView>} */
export const definitionsGet = (key, options) => call('GET', `/api/v1/definitions/${part(key)}`, { ...options });

/** Get. @param {string | number} key @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_Draft>} */
export const definitionsGetDraft = (key, options) => call('GET', `/api/v1/definitions/${part(key)}/draft`, { ...options });

/** state is one of draft, published, archived, enabled, disabled. @param {{q?: string | null, state?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsDefinitions_DefinitionLine>} */
export const definitionsList = (query, options) => call('GET', '/api/v1/definitions', { query, ...options });

/** Publishes the draft as the next version. @param {string | number} key @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_VersionView>} */
export const definitionsPublish = (key, options) => call('POST', `/api/v1/definitions/${part(key)}/publish`, { ...options });

/** Rollback. @param {string | number} key @param {import('./types.d.ts').definitions_Rollback} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_VersionView>} */
export const definitionsRollback = (key, body, options) => call('POST', `/api/v1/definitions/${part(key)}/rollback`, { body, ...options });

/** Saves the draft that If-Match names, or the first one. Drafts may be wrong. @param {string | number} key @param {import('./types.d.ts').definitions_DocumentText} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_Draft>} */
export const definitionsSave = (key, body, options) => call('PUT', `/api/v1/definitions/${part(key)}/draft`, { body, ...options });

/** Every problem of a document with its place; nothing is saved. @param {import('./types.d.ts').definitions_DocumentText} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_Checked>} */
export const definitionsValidate = (body, options) => call('POST', '/api/v1/definitions/validate', { body, ...options });

/** Version. @param {string | number} key @param {string | number} version @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').definitions_VersionView>} */
export const definitionsVersion = (key, version, options) => call('GET', `/api/v1/definitions/${part(key)}/versions/${part(version)}`, { ...options });

/** All versions without their documents, newest first, the draft last. @param {string | number} key @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsDefinitions_VersionView>} */
export const definitionsVersions = (key, options) => call('GET', `/api/v1/definitions/${part(key)}/versions`, { ...options });

/** The document of a version as YAML. @param {string | number} key @param {string | number} version */
export const definitionsYamlAddress = (key, version) => `/api/v1/definitions/${part(key)}/versions/${part(version)}/yaml`;
