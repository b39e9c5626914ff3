// @ts-check
/**
 * Long lists: pages of rows that stay on the page, each laid out only when it is seen. Rows are
 * reached by Tab, or by j and k; x selects, Enter opens.
 */
import { html, useCallback, useEffect, useRef, useState } from '../app/html.js';
import { t, plural } from '../app/i18n.js';
import { go } from '../app/router.js';
import { lettersAreCommands } from '../app/preferences.js';
import { Export } from './export.js';
import { Failure } from './notices.js';
import { Skeleton } from './panel.js';

/**
 * @typedef {{key: string, label: string, width?: string, number?: boolean, cell: (row: any) => any, value?: (row: any) => any}} Column
 *   value: of an export, where it is not what is seen
 */

/** @param {{columns: Column[], rows: any[], id: (row: any) => string, href?: (row: any) => string, selected?: Set<string>, onSelect?: (id: string) => void, current?: string | null, name?: (row: any) => string}} props */
function Group({ columns, rows, id, href, selected, onSelect, current, name }) {
  const template = `${onSelect ? '24px ' : ''}${columns.map((one) => one.width || '1fr').join(' ')}`;
  return html`<div class="grid-group" role="rowgroup">${rows.map((row) => {
    const key = id(row);
    const to = href?.(row);
    return html`<div class="grid-row" role="row" key=${key} data-row=${key} data-href=${to} tabindex="-1" style=${{ gridTemplateColumns: template }} aria-selected=${selected?.has(key) || current === key ? 'true' : 'false'}>
      ${onSelect ? html`<span role="cell"><input type="checkbox" aria-label=${t('Select {name}', { name: name?.(row) || key })} checked=${selected?.has(key)} onChange=${() => onSelect(key)} /></span>` : ''}
      ${columns.map((column, i) => html`<span role="cell" class=${`grid-cell ${column.number ? 'number' : ''}`} key=${column.key}>${i === 0 && to ? html`<a href=${to}>${column.cell(row)}</a>` : column.cell(row)}</span>`)}
    </div>`;
  })}</div>`;
}

/**
 * @param {{label: string, columns: Column[], load: (cursor: string | null, signal: AbortSignal) => Promise<{items: any[], next_cursor?: string}>, deps: any[],
 *   id: (row: any) => string, href?: (row: any) => string, empty?: any, filtered?: boolean, selected?: Set<string>, onSelect?: (id: string) => void, current?: string | null,
 *   refresh?: number, onRows?: (rows: any[]) => void, name?: (row: any) => string}} props refresh: a number that grows when rows may have changed; name: of a row, for its tick
 */
export function Table({ label, columns, load, deps, id, href, empty, filtered, selected, onSelect, current, refresh, onRows, name }) {
  const [pages, setPages] = useState(/** @type {any[][]} */ ([]));
  const [next, setNext] = useState(/** @type {string | null | undefined} */ (undefined));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(true);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const end = useRef(/** @type {HTMLDivElement | null} */ (null));
  const running = useRef(/** @type {AbortController | null} */ (null));

  const fetchPage = useCallback(async (/** @type {string | null} */ cursor, /** @type {boolean} */ fresh) => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setBusy(true);
    try {
      const page = await load(cursor, control.signal);
      if (control.signal.aborted) return;
      setError(null);
      setPages((known) => (fresh ? [page.items, ...(cursor === null && known.length > 1 && sameStart(known[0], page.items, id) ? known.slice(1) : [])] : [...known, page.items]));
      if (fresh) setNext((before) => (before !== undefined && pages.length > 1 ? before : page.next_cursor || null));
      else setNext(page.next_cursor || null);
    } catch (problem) {
      if (!control.signal.aborted) setError(problem);
    } finally {
      if (!control.signal.aborted) setBusy(false);
    }
  }, deps);

  useEffect(() => {
    setPages([]);
    setNext(undefined);
    fetchPage(null, true);
    return () => running.current?.abort();
  }, [fetchPage]);
  useEffect(() => {
    if (refresh) fetchPage(null, true);
  }, [refresh]);
  useEffect(() => onRows?.(pages.flat()), [pages]);
  useEffect(() => {
    if (!end.current || !next || busy) return undefined;
    const watch = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && fetchPage(next, false),
      { rootMargin: '150%' },
    );
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [next, busy, fetchPage]);

  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (!lettersAreCommands() || /** @type {HTMLElement} */ (event.target).matches('input:not([type=checkbox]), textarea, select')) return;
    const rows = /** @type {HTMLElement[]} */ ([...(box.current?.querySelectorAll('[data-row]') || [])]);
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (event.key === 'j' || event.key === 'ArrowDown') rows[Math.min(at + 1, rows.length - 1)]?.focus();
    else if (event.key === 'k' || event.key === 'ArrowUp') rows[Math.max(at - 1, 0)]?.focus();
    else if (event.key === 'x' && at >= 0 && onSelect) onSelect(rows[at].dataset.row || '');
    else if (event.key === 'Enter' && at >= 0 && document.activeElement === rows[at] && rows[at].dataset.href) go(rows[at].dataset.href || '');
    else return;
    event.preventDefault();
  };

  const count = pages.reduce((sum, page) => sum + page.length, 0);
  if (!count && busy) return html`<${Skeleton} rows=${8} />`;
  if (!count && error) return html`<${Failure} problem=${error} retry=${() => fetchPage(null, true)} />`;
  if (!count) return html`<div class="grid"><div class="empty">${filtered ? t('Nothing matches this filter.') : empty || t('Nothing yet.')}</div></div>`;
  const template = `${onSelect ? '24px ' : ''}${columns.map((one) => one.width || '1fr').join(' ')}`;
  return html`
    ${error ? html`<${Failure} problem=${error} retry=${() => fetchPage(null, true)} />` : ''}
    <div class="grid" role="table" aria-label=${label} aria-busy=${busy ? 'true' : 'false'} ref=${box} onKeyDown=${keys}>
      <div role="rowgroup"><div class="grid-row head" role="row" style=${{ gridTemplateColumns: template }}>
        ${onSelect ? html`<span role="columnheader"><span class="visually-hidden">${t('Select')}</span></span>` : ''}
        ${columns.map((column) => html`<span role="columnheader" class=${`grid-cell ${column.number ? 'number' : ''}`} key=${column.key}>${column.label || html`<span class="visually-hidden">${t('Actions')}</span>`}</span>`)}
      </div></div>
      ${pages.map((rows, i) => html`<${Group} key=${i} columns=${columns} rows=${rows} id=${id} href=${href} selected=${selected} onSelect=${onSelect} current=${current} name=${name} />`)}
    </div>
    <div ref=${end} class="row spread small muted"><span>${next ? (busy ? t('Loading') : plural(count, '{n} row so far', '{n} rows so far')) : plural(count, '{n} row', '{n} rows')}</span>
      <${Export} name=${label.toLowerCase().replaceAll(' ', '-')} columns=${columns} load=${(/** @type {any} */ cursor) => load(cursor, new AbortController().signal)} /></div>`;
}

/** @param {any[]} before @param {any[]} now @param {(row: any) => string} id */
function sameStart(before, now, id) {
  return before.length === now.length && before.every((row, i) => id(row) === id(now[i]));
}
