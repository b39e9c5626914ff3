// @ts-check
import { html, useEffect, useRef } from '../app/html.js';
import { usePlace } from '../app/router.js';

/**
 * Tabs are links: the chosen one stands in the address.
 * @param {{label: string, name?: string, tabs: [string, string][]}} props the first is chosen where the address names none
 */
export function Tabs({ label, name = 'tab', tabs }) {
  const { path, query } = usePlace();
  const chosen = query.get(name) || tabs[0][0];
  const bar = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const now = /** @type {HTMLElement | null | undefined} */ (bar.current?.querySelector('[aria-current=page]'));
    if (now && bar.current && bar.current.scrollWidth > bar.current.clientWidth) bar.current.scrollLeft = now.offsetLeft - bar.current.offsetLeft - 24;
  }, [chosen]);
  return html`<nav class="tabs" aria-label=${label} ref=${bar}>${tabs.map(([key, text]) => {
    const next = new URLSearchParams(query);
    next.set(name, key);
    return html`<a key=${key} href=${`${path}?${next}`} aria-current=${key === chosen ? 'page' : undefined}>${text}</a>`;
  })}</nav>`;
}

/** The tab that the address names. @param {URLSearchParams} query @param {string} first */
export function chosenTab(query, first, name = 'tab') {
  return query.get(name) || first;
}
