// @ts-check
import { html, useId, useRef, useState } from '../app/html.js';
import { t } from '../app/i18n.js';

/**
 * A label with its control, help and what is wrong.
 * @param {{label: any, help?: any, wrong?: string, optional?: boolean, children: (attributes: any) => any}} props
 */
export function Field({ label, help, wrong, optional, children }) {
  const id = useId();
  const described = [help ? `${id}-h` : '', wrong ? `${id}-w` : ''].filter(Boolean).join(' ') || undefined;
  return html`<div class="field">
    <label for=${id}>${label}${optional ? html` <span class="muted small">${t('optional')}</span>` : ''}</label>
    ${children({ id, 'aria-describedby': described, 'aria-invalid': wrong ? 'true' : undefined })}
    ${help ? html`<span class="help" id=${`${id}-h`}>${help}</span>` : ''}
    ${wrong ? html`<span class="wrong" id=${`${id}-w`}>${wrong}</span>` : ''}
  </div>`;
}

/** @param {{label: string, value: string, options: [string, string][], onChange: (value: string) => void}} props */
export function Choice({ label, value, options, onChange }) {
  return html`<${Field} label=${label}>${(/** @type {any} */ attributes) => html`<select ...${attributes} value=${value} onChange=${(/** @type {any} */ e) => onChange(e.target.value)}>
    ${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
  </select>`}<//>`;
}

/**
 * A text that filters a list: told of a moment after the last key.
 * @param {{label: string, value: string, onChange: (value: string) => void, placeholder?: string, wrong?: string}} props
 */
export function Search({ label, value, onChange, placeholder, wrong }) {
  const timer = useRef(/** @type {any} */ (null));
  return html`<${Field} label=${label} wrong=${wrong}>${(/** @type {any} */ attributes) => html`<input ...${attributes} type="search" data-filter value=${value} placeholder=${placeholder}
    onInput=${(/** @type {any} */ e) => {
      const next = e.target.value;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => onChange(next), 250);
    }} />`}<//>`;
}

/**
 * Filters by what something is about: a type and an id, such as lead:lead-789.
 * @param {{value: string | null, onChange: (subject: string | null) => void, placeholder?: string}} props
 */
export function SubjectSearch({ value, onChange, placeholder = 'lead:lead-789' }) {
  const [text, setText] = useState(value || '');
  const fits = !text || /^[\w-]+:.+/.test(text);
  return html`<${Search} label=${t('Subject')} value=${text} placeholder=${placeholder} wrong=${fits ? '' : t('A type, a colon and an id')} onChange=${(/** @type {string} */ next) => {
    setText(next);
    if (!next || /^[\w-]+:.+/.test(next)) onChange(next || null);
  }} />`;
}
