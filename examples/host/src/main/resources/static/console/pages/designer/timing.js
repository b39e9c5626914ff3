// @ts-check
/** When a step begins, how long it may take, and what happens when it fails. */
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { Field } from '../../components/field.js';

const UNITS = [['m', 'minutes'], ['h', 'hours'], ['d', 'days'], ['w', 'weeks']];

/** @param {any} delay @returns {[string, string] | null} a number and a unit; null: it is something else */
function simple(delay) {
  if (typeof delay !== 'string') return null;
  const time = /^PT(\d+)([MH])$/.exec(delay);
  if (time) return [time[1], time[2].toLowerCase()];
  const days = /^P(\d+)([DW])$/.exec(delay);
  return days ? [days[1], days[2].toLowerCase()] : null;
}

/** @param {{step: any, set: any, wrong: any}} props */
export function Timing({ step, set, wrong }) {
  const parts = simple(step.delay);
  const put = (/** @type {string} */ n, /** @type {string} */ unit) => set(['delay'], n && Number(n) > 0 ? (['m', 'h'].includes(unit) ? `PT${n}${unit.toUpperCase()}` : `P${n}${unit.toUpperCase()}`) : undefined);
  return html`<h3>${t('Wait before this step')}</h3>
    ${step.delay === undefined || parts ? html`<div class="row">
      <${Field} label=${t('How long')}>${(/** @type {any} */ a) => html`<input ...${a} type="number" min="0" value=${parts ? parts[0] : ''} onInput=${(/** @type {any} */ e) => put(e.target.value, parts ? parts[1] : 'd')} />`}<//>
      <${Field} label=${t('Unit')}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => put(parts ? parts[0] : '1', e.target.value)}>${UNITS.map(([key, label]) => html`<option key=${key} value=${key} selected=${(parts ? parts[1] : 'd') === key}>${t(label)}</option>`)}</select>`}<//>
    </div>` : ''}
    <${Field} label=${t('As text')} optional wrong=${wrong(['delay'])} help=${t('Such as PT5M, or {"until": "{{appointment.at}}", "offset": "-P1D"}')}>${(/** @type {any} */ a) => html`<input ...${a} class="mono" value=${step.delay === undefined ? '' : typeof step.delay === 'string' ? step.delay : JSON.stringify(step.delay)}
      onChange=${(/** @type {any} */ e) => set(['delay'], json(e.target.value))} />`}<//>`;
}

/** @param {string} text */
function json(text) {
  if (!text.trim()) return undefined;
  try {
    return text.trim().startsWith('{') ? JSON.parse(text) : text;
  } catch (no) {
    return text;
  }
}

/** @param {{step: any, set: any, wrong: any}} props */
export function Settings({ step, set, wrong }) {
  return html`<div class="stack">
    <${Field} label=${t('Timeout')} optional wrong=${wrong(['timeout'])} help=${t('Such as PT30S or P2D; after that it fails')}>${(/** @type {any} */ a) => html`<input ...${a} class="mono" value=${step.timeout ?? ''} onInput=${(/** @type {any} */ e) => set(['timeout'], e.target.value || undefined)} />`}<//>
    <${Field} label=${t('Attempts')} optional wrong=${wrong(['retry'])} help=${t('5 by default: ten seconds after the first, then twice as long each time')}>${(/** @type {any} */ a) => html`<input ...${a} type="number" min="1" value=${step.retry?.maxAttempts ?? ''} onInput=${(/** @type {any} */ e) => set(['retry'], e.target.value ? { ...step.retry, maxAttempts: Number(e.target.value) } : undefined)} />`}<//>
    <label class="check"><input type="checkbox" checked=${step.allowFailure === true} onChange=${(/** @type {any} */ e) => set(['allowFailure'], e.target.checked || undefined)} />${t('Continue if it fails')}</label>
    ${step.onFailure ? '' : html`<div><button type="button" class="button" onClick=${() => set(['onFailure'], [])}>${t('Add steps for when it fails')}</button></div>`}
  </div>`;
}
