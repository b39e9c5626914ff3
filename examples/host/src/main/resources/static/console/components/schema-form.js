// @ts-check
/** A form from a JSON Schema: the same words as the schema's, every problem at its field. */
import { html, useRef } from '../app/html.js';
import { t } from '../app/i18n.js';
import { Field } from './field.js';

/**
 * @param {{schema: any, value: any, problems: {pointer: string, message: string}[], action: string, whyNot?: string | null,
 *   onChange: (value: any) => void, onSubmit: (value: any) => void}} props
 */
export function SchemaForm({ schema, value, problems, action, whyNot, onChange, onSubmit }) {
  const summary = useRef(/** @type {HTMLElement | null} */ (null));
  return html`<form class="stack" noValidate onSubmit=${(/** @type {any} */ e) => {
    e.preventDefault();
    onSubmit(value);
    requestAnimationFrame(() => summary.current?.focus());
  }}>
    ${problems.length ? html`<div class="message bad" role="alert" tabindex="-1" ref=${summary}><div><h3>${t('Correct this first')}</h3>
      <ul>${problems.map((one) => html`<li key=${one.pointer}>${one.pointer ? html`<code>${one.pointer}</code> ` : ''}${one.message}</li>`)}</ul></div></div>` : ''}
    <${Value} schema=${schema} value=${value} pointer="" problems=${problems} onChange=${onChange} required=${true} />
    <div class="row"><button class="button primary" type="submit" disabled=${Boolean(whyNot)} title=${whyNot || ''}>${action}</button>
      ${whyNot ? html`<span class="small muted">${whyNot}</span>` : ''}</div>
  </form>`;
}

/**
 * Of several shapes that an answer may have, the one that is easiest to fill in: a list of ticks, else the first.
 * @param {any} schema
 */
function simplest(schema) {
  const shapes = (schema.anyOf || schema.oneOf || []).filter((/** @type {any} */ one) => !('const' in one));
  if (!shapes.length) return schema;
  const { anyOf, oneOf, ...common } = schema;
  return { ...(shapes.find((/** @type {any} */ one) => one.items?.enum) || shapes[0]), ...common };
}

/** @param {string} key */
const title = (key) => key.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, (all, before, after) => `${before} ${after.toLowerCase()}`).replace(/^./, (c) => c.toUpperCase());

/** @param {{schema: any, value: any, pointer: string, name?: string, problems: any[], required: boolean, onChange: (value: any) => void}} props */
export function Value({ schema: written, value, pointer, name, problems, required, onChange }) {
  const schema = simplest(written);
  const type = Array.isArray(schema.type) ? schema.type.find((/** @type {string} */ one) => one !== 'null') : schema.type;
  const label = schema.title || (name ? title(name) : '');
  const wrong = problems.filter((one) => one.pointer === pointer && pointer).map((one) => one.message).join('; ');
  const common = { label, help: schema.description, wrong, optional: !required };
  if (type === 'object' && schema.properties) {
    const fields = Object.entries(schema.properties).map(([key, part]) => html`<${Value} key=${key} schema=${part} name=${key} value=${value?.[key]} pointer=${`${pointer}/${key}`} problems=${problems}
      required=${(schema.required || []).includes(key)} onChange=${(/** @type {any} */ next) => {
        const all = { ...value };
        if (next === undefined) delete all[key];
        else all[key] = next;
        onChange(all);
      }} />`);
    return name ? html`<fieldset class="field stack"><legend>${label}</legend>${fields}</fieldset>` : html`<div class="stack">${fields}</div>`;
  }
  const choices = schema.enum || (schema.oneOf?.every((/** @type {any} */ one) => 'const' in one) ? schema.oneOf.map((/** @type {any} */ one) => one.const) : null);
  if (choices) {
    const words = (/** @type {any} */ choice) => schema.oneOf?.find((/** @type {any} */ one) => one.const === choice)?.title || String(choice);
    if (choices.length <= 5) {
      return html`<fieldset class="field"><legend>${label}${required ? '' : html` <span class="muted small">${t('optional')}</span>`}</legend>
        ${choices.map((/** @type {any} */ choice) => html`<label class="check" key=${String(choice)}><input type="radio" name=${pointer} checked=${value === choice} onChange=${() => onChange(choice)} />${words(choice)}</label>`)}
        ${schema.description ? html`<span class="help">${schema.description}</span>` : ''}${wrong ? html`<span class="wrong">${wrong}</span>` : ''}</fieldset>`;
    }
    return html`<${Field} ...${common}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => onChange(e.target.value === '' ? undefined : choices[Number(e.target.value)])}>
      <option value="">${t('Choose')}</option>${choices.map((/** @type {any} */ choice, /** @type {number} */ i) => html`<option key=${i} value=${i} selected=${value === choice}>${words(choice)}</option>`)}</select>`}<//>`;
  }
  if (type === 'boolean') {
    return html`<fieldset class="field"><legend>${label}${required ? '' : html` <span class="muted small">${t('optional')}</span>`}</legend>
      <label class="check"><input type="radio" name=${pointer} checked=${value === true} onChange=${() => onChange(true)} />${t('Yes')}</label>
      <label class="check"><input type="radio" name=${pointer} checked=${value === false} onChange=${() => onChange(false)} />${t('No')}</label>
      ${wrong ? html`<span class="wrong">${wrong}</span>` : ''}</fieldset>`;
  }
  if (type === 'array' && schema.items?.enum) {
    const chosen = Array.isArray(value) ? value : [];
    return html`<fieldset class="field"><legend>${label}</legend>${schema.items.enum.map((/** @type {any} */ item) => html`<label class="check" key=${String(item)}>
      <input type="checkbox" checked=${chosen.includes(item)} onChange=${(/** @type {any} */ e) => onChange(schema.items.enum.filter((/** @type {any} */ one) => (one === item ? e.target.checked : chosen.includes(one))))} />${String(item)}</label>`)}
      ${wrong ? html`<span class="wrong">${wrong}</span>` : ''}</fieldset>`;
  }
  if (type === 'array') {
    const list = Array.isArray(value) ? value : [];
    return html`<fieldset class="field stack"><legend>${label}</legend>${list.map((one, i) => html`<div class="row" key=${i}>
      <div class="grow"><${Value} schema=${schema.items || {}} name=${`${label} ${i + 1}`} value=${one} pointer=${`${pointer}/${i}`} problems=${problems} required=${true} onChange=${(/** @type {any} */ next) => onChange(list.map((old, j) => (j === i ? next : old)))} /></div>
      <button class="button quiet" type="button" onClick=${() => onChange(list.filter((_, j) => j !== i))}>${t('Remove {name}', { name: `${label} ${i + 1}` })}</button></div>`)}
      <div><button class="button" type="button" onClick=${() => onChange([...list, undefined])}>${t('Add to {name}', { name: label })}</button></div>${wrong ? html`<span class="wrong">${wrong}</span>` : ''}</fieldset>`;
  }
  if (type === 'string' || type === 'number' || type === 'integer') {
    const long = type === 'string' && (schema.maxLength > 200 || schema.format === 'multiline' || /text|message|comment|note|body/i.test(name || ''));
    const kind = schema.format === 'date' ? 'date' : schema.format === 'date-time' ? 'datetime-local' : schema.format === 'email' ? 'email' : schema.format === 'uri' ? 'url' : 'text';
    const read = (/** @type {string} */ text) => {
      if (text === '') return onChange(undefined);
      if (type === 'string') return onChange(text);
      return onChange(/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);
    };
    return html`<${Field} ...${common}>${(/** @type {any} */ a) => (long
      ? html`<textarea ...${a} onInput=${(/** @type {any} */ e) => read(e.target.value)}>${value ?? ''}</textarea>`
      : html`<input ...${a} type=${kind} inputmode=${type === 'string' ? undefined : 'decimal'} value=${value ?? schema.default ?? ''} onInput=${(/** @type {any} */ e) => read(e.target.value)} />`)}<//>`;
  }
  return html`<${Field} ...${common} label=${label || t('Answer (JSON)')}>${(/** @type {any} */ a) => html`<textarea ...${a} class="mono" onChange=${(/** @type {any} */ e) => {
    try {
      onChange(e.target.value ? JSON.parse(e.target.value) : undefined);
      e.target.setCustomValidity('');
    } catch (failure) {
      e.target.setCustomValidity(t('This is not JSON'));
      e.target.reportValidity();
    }
  }}>${value === undefined ? '' : JSON.stringify(value, null, 2)}</textarea>`}<//>`;
}
