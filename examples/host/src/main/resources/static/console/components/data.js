// @ts-check
/** Data as it is, and facts as pairs of words. */
import { html } from '../app/html.js';

/** @param {{value: any}} props */
export function Data({ value }) {
  return html`<pre class="code" tabindex="0">${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>`;
}

/** @param {{facts: [any, any][]}} props those without a value are left out */
export function Facts({ facts }) {
  return html`<dl class="facts">${facts
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
