// @ts-check
/**
 * The one door to the REST API. A request that fails throws a {@link Problem}; one that needs a
 * login waits until there is one and is then made again.
 */

/** @typedef {{pointer: string, message: string}} Wrong */

/** An answer that is an error (RFC 9457). */
export class Problem extends Error {
  /** @param {number} status @param {any} body @param {string} path */
  constructor(status, body, path) {
    super(body?.detail || body?.title || `The server answered ${status}`);
    this.status = status;
    this.title = body?.title || '';
    /** @type {Wrong[]} */
    this.errors = body?.errors || [];
    this.path = path;
  }
}

/** @type {string | null} */
let tenant = null;
/** @type {() => Promise<void>} */
let logIn = () => Promise.reject(new Error('nobody is logged in'));

/** @param {string | null} name */
export function useTenant(name) {
  tenant = name;
}

/** @param {() => Promise<void>} ask called when an answer is 401; resolves once somebody is logged in */
export function onLoginNeeded(ask) {
  logIn = ask;
}

/** The token that a form or a writing request must show. */
export function csrf() {
  const found = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : '';
}

/** @param {Record<string, any> | undefined} query */
export function withQuery(/** @type {string} */ path, query) {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query || {})) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) parts.append(name, String(one));
  }
  const text = parts.toString();
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{query?: Record<string, any>, body?: any, text?: string, type?: string, headers?: Record<string, string>, signal?: AbortSignal, raw?: boolean}} [options]
 * @returns {Promise<{status: number, headers: Headers, body: any}>}
 */
export async function request(method, path, options = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: options.raw ? '*/*' : 'application/json', ...options.headers };
  if (tenant) headers['X-Tenant-ID'] = tenant;
  /** @type {any} */
  let body;
  if (options.body instanceof FormData) {
    body = options.body;
  } else if (options.text !== undefined) {
    body = options.text;
    headers['Content-Type'] = options.type || 'application/json';
  } else if (options.body !== undefined) {
    body = JSON.stringify(options.body);
    headers['Content-Type'] = 'application/json';
  }
  if (method === 'POST') headers['Idempotency-Key'] = headers['Idempotency-Key'] || crypto.randomUUID();
  for (;;) {
    if (method !== 'GET') {
      if (!csrf()) await fetch('/login', { credentials: 'same-origin' }); // it brings the token's cookie
      headers['X-XSRF-TOKEN'] = csrf();
    }
    let answer;
    try {
      answer = await fetch(withQuery(path, options.query), {
        method, headers, body, signal: options.signal, credentials: 'same-origin',
      });
    } catch (failure) {
      if (options.signal?.aborted) throw failure;
      throw new Problem(0, { detail: 'The server cannot be reached. Try again.' }, path);
    }
    if (answer.status === 401) {
      await logIn();
      continue;
    }
    const text = await answer.text();
    const json = (answer.headers.get('Content-Type') || '').includes('json');
    const read = json && text && !options.raw ? JSON.parse(text) : text;
    if (!answer.ok) throw new Problem(answer.status, json && text ? JSON.parse(text) : { detail: text }, path);
    return { status: answer.status, headers: answer.headers, body: read };
  }
}

/** @param {string} path @param {Record<string, any>} [query] @param {AbortSignal} [signal] */
export const get = async (path, query, signal) => (await request('GET', path, { query, signal })).body;
/** @param {string} path @param {any} [body] @param {Record<string, string>} [headers] */
export const post = async (path, body = {}, headers) => (await request('POST', path, { body, headers })).body;
/** @param {string} path @param {any} body @param {Record<string, string>} [headers] */
export const put = async (path, body, headers) => (await request('PUT', path, { body, headers })).body;
/** @param {string} path @param {any} body @param {Record<string, string>} [headers] */
export const patch = async (path, body, headers) => (await request('PATCH', path, { body, headers })).body;
/** @param {string} path @param {Record<string, string>} [headers] */
export const remove = async (path, headers) => (await request('DELETE', path, { headers })).body;

/** @typedef {{signal?: AbortSignal, headers?: Record<string, string>}} Options of every operation */

/**
 * What the modules of api/operations are made of.
 * @param {string} method @param {string} path @param {Options & {query?: Record<string, any>, body?: any}} options
 * @returns {Promise<any>} the body of the answer
 */
export const call = async (method, path, options) => (await request(method, path, { ...options, body: method === 'GET' ? undefined : options.body ?? (method === 'POST' ? {} : undefined) })).body;

/** A value as a part of a path. @param {string | number} value */
export const part = (value) => encodeURIComponent(String(value));
