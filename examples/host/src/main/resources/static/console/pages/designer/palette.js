// @ts-check
/** What steps can be made of. A click adds one behind the chosen step; it can also be dragged. */
import { html, useState } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { Field } from '../../components/field.js';
import { Icon } from '../../components/icon.js';
import { KINDS } from './document.js';
import { usePalette } from './drag.js';

/** @param {{actions: any[], onAdd: (what: string) => void, onDrop: (what: string, list: any, index: number) => void}} props */
export function Palette({ actions, onAdd, onDrop }) {
  const [text, setText] = useState('');
  const fits = (/** @type {string} */ words) => words.toLowerCase().includes(text.toLowerCase());
  /** @type {[string, [string, string, string][]][]} */
  const groups = [
    [t('Flow'), Object.entries(KINDS).map(([kind, one]) => [`kind:${kind}`, t(one.label), ''])],
    [t('People'), actions.filter((one) => one.people).map((one) => [`action:${one.type}`, words(one.type), one.description || ''])],
    [t('Actions'), actions.filter((one) => !one.people).map((one) => [`action:${one.type}`, words(one.type), one.description || ''])],
  ];
  return html`<section class="palette panel" aria-label=${t('Palette')}>
    <${Field} label=${t('Add a step')}>${(/** @type {any} */ a) => html`<input ...${a} type="search" data-filter placeholder=${t('Search')} value=${text} onInput=${(/** @type {any} */ e) => setText(e.target.value)} />`}<//>
    ${groups.map(([label, items]) => {
      const shown = items.filter(([, name, help]) => fits(`${name} ${help}`));
      return shown.length ? html`<h2 key=${label}>${label}</h2><${Kinds} key=${`${label} list`} items=${shown} onAdd=${onAdd} onDrop=${onDrop} />` : '';
    })}
  </section>`;
}

/** @param {{items: [string, string, string][], onAdd: (what: string) => void, onDrop: (what: string, list: any, index: number) => void}} props */
function Kinds({ items, onAdd, onDrop }) {
  const list = usePalette(onDrop);
  return html`<ul class="palette-list" ref=${list}>${items.map(([what, name, help]) => html`<li key=${what} data-what=${what}>
    <button type="button" title=${help} onClick=${() => onAdd(what)}><${Icon} name="add" size=${12} /> ${name}</button></li>`)}</ul>`;
}

/** @param {string} type */
export const words = (type) => type.replaceAll('_', ' ').replace(/^./, (c) => c.toUpperCase());
