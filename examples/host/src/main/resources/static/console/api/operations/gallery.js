// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { call, part } from '../client.js';

/** Check. @param {string | number} ref @param {import('./types.d.ts').gallery_GallerySetup} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').gallery_GalleryCheck>} */
export const galleryCheck = (ref, body, options) => call('POST', `/api/v1/gallery/${part(ref)}/check`, { body, ...options });

/** Copy. @param {string | number} ref @param {import('./types.d.ts').gallery_GalleryCopy} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').gallery_GalleryTemplate>} */
export const galleryCopy = (ref, body, options) => call('POST', `/api/v1/gallery/${part(ref)}/copy`, { body, ...options });

/** Delete. @param {string | number} ref @param {import('../client.js').Options} [options] @returns {Promise<void>} */
export const galleryDelete = (ref, options) => call('DELETE', `/api/v1/gallery/${part(ref)}`, { ...options });

/** Export. @param {string | number} ref @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').gallery_GalleryFile>} */
export const galleryExport = (ref, options) => call('GET', `/api/v1/gallery/${part(ref)}/export`, { ...options });

/** Get. @param {string | number} ref @param {{version?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').gallery_GalleryTemplate>} */
export const galleryGet = (ref, query, options) => call('GET', `/api/v1/gallery/${part(ref)}`, { query, ...options });

/** Import file. @param {import('./types.d.ts').gallery_GalleryFile} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').gallery_GalleryImported>} */
export const galleryImportFile = (body, options) => call('POST', '/api/v1/gallery/import', { body, ...options });

/** Instantiate. @param {string | number} ref @param {import('./types.d.ts').gallery_GallerySetup} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').gallery_GalleryWorkflow>} */
export const galleryInstantiate = (ref, body, options) => call('POST', `/api/v1/gallery/${part(ref)}/instantiate`, { body, ...options });

/** List. @param {{category?: string | null, q?: string | null, limit?: number | null, cursor?: string | null, offset?: number | null}} [query] @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsGallery_GalleryLine>} */
export const galleryList = (query, options) => call('GET', '/api/v1/gallery', { query, ...options });

/** Publish. @param {import('./types.d.ts').gallery_GalleryInput} body @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').gallery_GalleryTemplate>} */
export const galleryPublish = (body, options) => call('POST', '/api/v1/gallery', { body, ...options });

/** Versions. @param {string | number} ref @param {import('../client.js').Options} [options] @returns {Promise<import('./types.d.ts').web_ItemsGallery_GalleryVersion>} */
export const galleryVersions = (ref, options) => call('GET', `/api/v1/gallery/${part(ref)}/versions`, { ...options });
