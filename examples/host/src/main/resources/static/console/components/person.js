// @ts-check
/** People by their names. */
import { html, useState } from '../app/html.js';
import { roleName, t } from '../app/i18n.js';
import { useLoad } from '../app/loading.js';
import { findPeople, useName } from '../app/people.js';
import { Field } from './field.js';

/** @param {{id?: string | null}} props */
export function Person({ id }) {
  const name = useName(id);
  if (!id) return html`<span class="muted">–</span>`;
  if (id === 'engine') return html`<span class="muted">${t('the engine')}</span>`;
  return html`<span title=${name === id ? undefined : id}>${name}</span>`;
}

/**
 * Chooses somebody of the tenant; with many people a search narrows the list.
 * @param {{label: string, value: string, onChange: (id: string) => void, optional?: string, help?: string, roles?: string[]}} props optional: what choosing nobody is called
 */
export function PersonPicker({ label, value, onChange, optional, help, roles }) {
  const [q, setQ] = useState('');
  const loaded = useLoad((signal) => findPeople(q, signal), [q]);
  const many = Boolean(q || loaded.data?.next_cursor);
  const people = (loaded.data?.items || []).filter((/** @type {any} */ one) => !roles || one.roles.some((/** @type {string} */ role) => roles.includes(role)));
  return html`${many ? html`<${Field} label=${t('Search people')}>${(/** @type {any} */ a) => html`<input ...${a} type="search" value=${q} onInput=${(/** @type {any} */ e) => setQ(e.target.value)} />`}<//>` : ''}
    <${Field} label=${label} help=${help} optional=${optional !== undefined}>${(/** @type {any} */ a) => html`<select ...${a} required=${optional === undefined} onChange=${(/** @type {any} */ e) => onChange(e.target.value)}>
      <option value="">${optional ?? t('Choose')}</option>
      ${value && !people.some((/** @type {any} */ one) => one.id === value) ? html`<option value=${value} selected>${value}</option>` : ''}
      ${people.map((/** @type {any} */ one) => html`<option key=${one.id} value=${one.id} selected=${one.id === value}>${one.name} · ${one.roles.map((/** @type {string} */ role) => roleName(role)).join(', ')}</option>`)}
    </select>`}<//>`;
}
