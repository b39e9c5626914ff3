// @ts-check
/** A part of a page with a state of its own: it loads, is empty, fails, or shows what it has. */
import { html, useEffect, useState } from '../app/html.js';
import { clock } from '../app/format.js';
import { t } from '../app/i18n.js';
import { Failure } from './notices.js';

/** @param {{rows?: number}} props */
export function Skeleton({ rows = 5 }) {
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return shown
    ? html`<div role="status" aria-busy="true" aria-label=${t('Loading')}>${Array.from({ length: rows }, (_, i) => html`<div class="skeleton" key=${i}></div>`)}</div>`
    : html`<div class="skeleton-space"></div>`;
}

/**
 * @template T
 * @param {{loaded: import('../app/loading.js').Loaded<T>, rows?: number, empty?: any, isEmpty?: (data: T) => boolean, children: (data: T) => any}} props
 */
export function Shown({ loaded, rows, empty, isEmpty, children }) {
  const { data, error, loading, at, reload } = loaded;
  if (data === undefined) return error ? html`<${Failure} problem=${error} retry=${reload} />` : html`<${Skeleton} rows=${rows} />`;
  return html`
    ${error ? html`<${Failure} problem=${error} retry=${reload} /><p class="small muted">${t('As of {time}', { time: clock(at || Date.now()) })}</p>` : ''}
    <div aria-busy=${loading ? 'true' : 'false'}>
      ${isEmpty && isEmpty(data) ? html`<div class="empty">${empty || t('Nothing yet.')}</div>` : children(data)}
    </div>`;
}

/** @param {{title: string, name?: string, actions?: any, children: any}} props name: where others of the page have the same title */
export function Panel({ title, name, actions, children }) {
  return html`<section class="panel" aria-label=${name || title}>
    <header><h2>${title}</h2>${actions}</header>
    ${children}
  </section>`;
}
