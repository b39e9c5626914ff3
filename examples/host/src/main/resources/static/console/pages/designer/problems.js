// @ts-check
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { at, titleOf } from './document.js';

/** The step that a pointer leads to, or the trigger, or the head. @param {string} pointer @param {any} doc */
export function pathOf(pointer, doc) {
  const parts = pointer.split('/').slice(1).map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')));
  for (let n = parts.length; n > 0; n--) {
    const path = parts.slice(0, n);
    const value = at(doc, path);
    if (value && typeof value === 'object' && typeof path[n - 1] === 'number' && (value.id !== undefined || path[0] === 'triggers')) return path;
  }
  return ['triggers', 'exit'].includes(String(parts[0])) ? [parts[0]] : [];
}

/** The place of a problem as the page shows it. @param {string} pointer @param {any} doc */
function placeName(pointer, doc) {
  const path = pathOf(pointer, doc);
  const value = path.length ? at(doc, path) : null;
  if (path[0] === 'triggers') return value?.event ? t('When {event}', { event: value.event }) : t('When it starts');
  if (path[0] === 'exit') return t('Ends early');
  return value?.id ? titleOf(value) : t('The workflow');
}

/** All problems, each leading to its place. @param {{problems: any[], warnings: any[], doc: any, onChoose: (path: any) => void}} props */
export function ProblemList({ problems, warnings, doc, onChoose }) {
  if (!problems.length && !warnings.length) return null;
  const rows = [...problems.map((one) => ({ ...one, bad: true })), ...warnings];
  return html`<section class="panel" aria-label=${problems.length ? t('Problems') : t('Hints')}><h2>${problems.length ? t('Problems') : t('Hints')}</h2><ul>${rows.map((one) => html`<li key=${one.pointer + one.message}>
    <button type="button" class="button quiet" title=${one.pointer} onClick=${() => onChoose(pathOf(one.pointer, doc))}>${placeName(one.pointer, doc)}</button>
    <span class=${one.bad ? 'state failed wrap' : 'state attention wrap'}>${one.message}</span></li>`)}</ul></section>`;
}
