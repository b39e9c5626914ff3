// @ts-check
/** The configuration of an action, from its schema; what it leaves open can be written as text. */
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { Value } from '../../components/schema-form.js';

/** @param {any} schema a property that may hold an expression is a text, or one of its choices */
function plain(schema) {
  if (!schema.anyOf) return schema;
  const list = schema.anyOf.find((/** @type {any} */ one) => one.type === 'array');
  const choice = schema.anyOf.find((/** @type {any} */ one) => one.enum);
  const { anyOf, ...rest } = schema;
  if (choice) return { ...rest, ...choice };
  if (list) return { ...rest, ...list };
  return anyOf.some((/** @type {any} */ one) => one.type === 'object') ? rest : { ...rest, type: 'string' };
}

/** @param {{schema: any, value: any, problems: any[], onChange: (next: any) => void}} props */
export function ConfigForm({ schema, value, problems, onChange }) {
  const rest = problems.filter((one) => !schema?.properties?.[one.pointer.split('/')[1]]);
  if (!schema?.properties) {
    return html`<${Value} schema=${{ title: t('Configuration (JSON)') }} value=${value} pointer="" problems=${[]} required=${true} onChange=${(/** @type {any} */ next) => onChange(next ?? {})} />
      ${rest.map((one) => html`<p class="state failed wrap" key=${one.message}>${one.message}</p>`)}`;
  }
  const keys = Object.keys(schema.properties);
  const shown = keys.filter((key) => (schema.required || []).includes(key) || value[key] !== undefined);
  const more = keys.filter((key) => !shown.includes(key));
  const field = (/** @type {string} */ key) => html`<${Value} key=${key} name=${key} schema=${fit(plain(schema.properties[key]), value[key])} value=${value[key]} pointer=${`/${key}`} problems=${problems} required=${(schema.required || []).includes(key)}
    onChange=${(/** @type {any} */ next) => {
      const all = { ...value };
      if (next === undefined) delete all[key];
      else all[key] = next;
      onChange(all);
    }} />`;
  return html`<div class="stack">
    ${shown.map(field)}
    ${more.length ? html`<details><summary>${t('More: {keys}', { keys: more.join(', ') })}</summary><div class="stack">${more.map(field)}</div></details>` : ''}
    ${rest.map((one) => html`<p class="state failed wrap" key=${one.message}>${one.message}</p>`)}
    ${schema['x-output'] ? html`<p class="small muted">${t('Its result: {text}', { text: schema['x-output'] })}</p>` : ''}
  </div>`;
}

/** An expression in the place of a list or a choice is shown as the text it is. @param {any} schema @param {any} value */
function fit(schema, value) {
  if (typeof value === 'string' && (schema.type === 'array' || (schema.enum && !schema.enum.includes(value)))) {
    return { title: schema.title, description: schema.description, type: 'string' };
  }
  return Array.isArray(schema.type) ? { ...schema, type: schema.type.includes('string') ? 'string' : schema.type[0] } : schema;
}
