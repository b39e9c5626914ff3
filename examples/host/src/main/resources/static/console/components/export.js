// @ts-check
/** A list as CSV: all its pages, with the columns that are seen, times as ISO 8601. */
import { html, render, useState } from '../app/html.js';
import { number, t } from '../app/i18n.js';
import { attempt, say } from './notices.js';

/** More rows than these are not exported: narrow the filter. */
const MOST = 10_000;

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. @param {string} text */
function cell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a cell shows, as text; a moment as the moment. @param {any} drawn @param {HTMLElement} box */
function textOf(drawn, box) {
  if (drawn === null || drawn === undefined || typeof drawn !== 'object') return String(drawn ?? '');
  render(drawn, box);
  const times = box.querySelectorAll('time');
  times.forEach((time) => time.replaceChildren(time.dateTime));
  const text = (box.textContent || '').replace(/\s+/g, ' ').trim();
  render(null, box);
  return text;
}

/**
 * RFC 4180.
 * @param {{label: string, value?: (row: any) => any, cell?: (row: any) => any}[]} columns
 * @param {any[]} rows
 */
export function csv(columns, rows) {
  const shown = columns.filter((column) => column.label);
  const box = document.createElement('div');
  const lines = rows.map((row) => shown.map((column) => cell(textOf((column.value || column.cell)?.(row), box))).join(','));
  return [shown.map((column) => cell(column.label)).join(','), ...lines, ''].join('\r\n');
}

/** @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/**
 * @param {{name: string, columns: any[], rows?: () => any[], load?: (cursor: string | null) => Promise<{items: any[], next_cursor?: string}>}} props
 *   rows: those at hand; load: a page of them
 */
export function Export({ name, columns, rows, load }) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await attempt(async () => {
      const all = rows ? [...rows()] : [];
      let cursor = /** @type {string | null} */ (null);
      if (load) {
        do {
          const page = /** @type {{items: any[], next_cursor?: string}} */ (await load(cursor));
          all.push(...page.items);
          cursor = page.next_cursor || null;
        } while (cursor && all.length < MOST);
      }
      // The byte order mark tells spreadsheets that it is UTF-8.
      download(`${name}-${new Date().toISOString().slice(0, 10)}.csv`, `\ufeff${csv(columns, all)}`, 'text/csv;charset=utf-8');
      say(cursor ? t('The first {n} rows are exported: narrow the filter for the others', { n: number(all.length) }) : t('{n} rows are exported', { n: number(all.length) }));
    });
    setBusy(false);
  };
  return html`<button type="button" class="button quiet no-print" disabled=${busy} onClick=${run}>${busy ? t('Exporting') : t('Export CSV')}</button>`;
}
