// @ts-check
/** The workflow itself: when it starts, and its settings. */
import { html } from '../../app/html.js';
import { t, plural } from '../../app/i18n.js';
import { Icon } from '../../components/icon.js';
import { ruleWords } from '../schedules/words.js';
import { conditionWords } from './condition.js';

/** @param {any} trigger */
export function triggerWords(trigger) {
  if (trigger.event) return `${trigger.event}${trigger.when ? ` · ${t('if')} ${conditionWords(trigger.when)}` : ''}`;
  if (trigger.schedule || trigger.every) return ruleWords({ schedule: trigger.schedule, every: trigger.every });
  return t('a trigger without an event');
}

/** @param {{doc: any, chosen: any, onChoose: (path: any) => void, problems: any[]}} props */
export function WorkflowHead({ doc, chosen, onChoose, problems }) {
  const triggers = doc.triggers || [];
  const is = (/** @type {any} */ path) => JSON.stringify(chosen) === JSON.stringify(path);
  const wrong = (/** @type {string} */ start) => problems.filter((one) => one.pointer.startsWith(start)).length;
  const row = (/** @type {any} */ path, /** @type {any} */ content, /** @type {string} */ start) => html`<button type="button" class="grid-row step-row" aria-pressed=${is(path) ? 'true' : 'false'} onClick=${() => onChoose(path)}>
    <span>${content}</span>${wrong(start) ? html`<span class="state failed">!${wrong(start)}</span>` : ''}</button>`;
  return html`<section class="grid" aria-label=${t('When it starts')}>
    ${row([], html`<${Icon} name="settings" /> ${t('Name, key and settings')}`, '/key')}
    ${triggers.map((/** @type {any} */ trigger, /** @type {number} */ i) => html`<div key=${i}>${row(['triggers', i], html`<strong>${t('When')}</strong> ${triggerWords(trigger)}`, `/triggers/${i}`)}</div>`)}
    ${row(['triggers'], html`<${Icon} name="add" /> ${triggers.length ? t('Another trigger') : t('When does it start? Add a trigger')}`, '/none')}
    ${row(['exit'], html`<strong>${t('Ends early')}</strong> ${doc.exit?.length ? plural(doc.exit.length, 'by {n} rule', 'by {n} rules') : t('never')}`, '/exit')}
  </section>`;
}
