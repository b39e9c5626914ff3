// @ts-check
import { html, useId } from '../app/html.js';
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
 * @param {{label: string, value: string, onChange: (value: string) => void, placeholder?: string}} props
 */
export function Search({ label, value, onChange, placeholder }) {
  /** @type {any} */
  let timer;
  return html`<${Field} label=${label}>${(/** @type {any} */ attributes) => html`<input ...${attributes} type="search" data-filter value=${value} placeholder=${placeholder}
    onInput=${(/** @type {any} */ e) => {
      const next = e.target.value;
      clearTimeout(timer);
      timer = setTimeout(() => onChange(next), 250);
    }} />`}<//>`;
}
