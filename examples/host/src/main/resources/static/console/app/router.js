// @ts-check
/** Addresses: what is shown, filtered, sorted and selected stands in them. */
import { useEffect, useState } from './html.js';

/** @typedef {{path: string, query: URLSearchParams, key: string}} Place */

const listeners = new Set();
/** Where a page was scrolled to, by the entry of the history. @type {Map<string, number>} */
const scrolled = new Map();

/** @returns {Place} */
export function place() {
  return {
    path: location.pathname,
    query: new URLSearchParams(location.search),
    key: history.state?.key || 'first',
  };
}

function tell() {
  listeners.forEach((listener) => listener(place()));
}

/**
 * Goes to an address.
 * @param {string} to
 * @param {{replace?: boolean}} [how] replace: the address before is not kept for Back
 */
export function go(to, how = {}) {
  scrolled.set(place().key, window.scrollY);
  const key = how.replace ? place().key : String(Date.now());
  if (how.replace) history.replaceState({ key }, '', to);
  else history.pushState({ key }, '', to);
  tell();
  if (!how.replace) window.scrollTo(0, 0);
}

window.addEventListener('popstate', () => {
  tell();
  const to = scrolled.get(place().key);
  if (to !== undefined) requestAnimationFrame(() => window.scrollTo(0, to));
});

/** Links within the console do not load the page anew. */
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (/^\/(api|docs|openapi|logout|login|actuator|swagger-ui|webjars)/.test(link.pathname)) return;
  event.preventDefault();
  if (link.hash && link.pathname === location.pathname && link.search === location.search) {
    document.getElementById(link.hash.slice(1))?.focus();
    return;
  }
  go(link.pathname + link.search);
});

/** @returns {Place} */
export function usePlace() {
  const [now, set] = useState(place());
  useEffect(() => {
    listeners.add(set);
    return () => void listeners.delete(set);
  }, []);
  return now;
}

/**
 * A part of the address's query as state.
 * @returns {[URLSearchParams, (changes: Record<string, string | string[] | null | undefined>) => void]}
 */
export function useQuery() {
  const { path, query } = usePlace();
  return [
    query,
    (changes) => {
      if (place().path !== path) return; // told too late: another page is shown
      const next = new URLSearchParams(query);
      for (const [name, value] of Object.entries(changes)) {
        next.delete(name);
        for (const one of Array.isArray(value) ? value : [value]) if (one) next.append(name, one);
      }
      const text = next.toString();
      go(text ? `${path}?${text}` : path, { replace: true });
    },
  ];
}

/**
 * The page of an address.
 * @template T
 * @param {string} path
 * @param {[string, T][]} routes such as /instances/:id
 * @returns {{page: T, params: Record<string, string>} | null}
 */
export function match(path, routes) {
  const parts = path.split('/').filter(Boolean);
  for (const [pattern, page] of routes) {
    const wanted = pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length) continue;
    /** @type {Record<string, string>} */
    const params = {};
    const fits = wanted.every((one, i) => {
      if (!one.startsWith(':')) return one === parts[i];
      params[one.slice(1)] = decodeURIComponent(parts[i]);
      return true;
    });
    if (fits) return { page, params };
  }
  return null;
}
