// @ts-check
/** The forms of the steps that are no action. */
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { Field } from '../../components/field.js';
import { Condition } from './condition.js';

/** @param {{kind: string, step: any, set: any, wrong: any, catalogue: any}} props */
export function KindForm({ kind, step, set, wrong, catalogue }) {
  const text = (/** @type {any} */ path, /** @type {any} */ value, /** @type {string} */ label, help = '') => html`<${Field} label=${label} help=${help} wrong=${wrong(path)}>${(/** @type {any} */ a) => html`<input ...${a} value=${value ?? ''} onInput=${(/** @type {any} */ e) => set(path, e.target.value || undefined)} />`}<//>`;
  const number = (/** @type {any} */ path, /** @type {any} */ value, /** @type {string} */ label) => html`<${Field} label=${label} wrong=${wrong(path)}>${(/** @type {any} */ a) => html`<input ...${a} type="number" min="1" value=${value ?? ''} onInput=${(/** @type {any} */ e) => set(path, e.target.value === '' ? undefined : Number(e.target.value))} />`}<//>`;
  const fields = catalogue.events.flatMap((/** @type {any} */ one) => one.fields);
  switch (kind) {
    case 'delay': return html`<p class="muted">${t('How long it waits is set under When.')}</p>`;
    case 'wait': return html`
      ${text(['wait', 'event'], step.wait.event, t('Event'), t('About the same subject'))}
      ${text(['wait', 'correlation'], step.wait.correlation, t('Correlation'), t('An expression, for an event that carries this key instead'))}
      ${text(['wait', 'timeout'], step.wait.timeout, t('Timeout'), t('Such as P3D; after that it continues with timedOut = true'))}
      <h3>${t('Only if')}</h3><${Condition} value=${step.wait.when} fields=${catalogue.events.find((/** @type {any} */ one) => one.type === step.wait.event)?.fields || []} onChange=${(/** @type {any} */ next) => set(['wait', 'when'], next)} />`;
    case 'branch': return html`${step.branch.map((/** @type {any} */ one, /** @type {number} */ i) => html`<fieldset class="field panel stack" key=${i}>
        <legend>${one.otherwise ? t('Otherwise') : t('Case {n}', { n: i + 1 })}</legend>
        ${one.otherwise ? '' : html`${text(['branch', i, 'name'], one.name, t('Name'))}<${Condition} value=${one.when} fields=${fields} onChange=${(/** @type {any} */ next) => set(['branch', i, 'when'], next ?? { and: [] })} />`}
        <div><button type="button" class="button danger" onClick=${() => set(['branch', i], undefined)}>${t('Remove this case')}</button></div></fieldset>`)}
      <div><button type="button" class="button" onClick=${() => {
        const other = step.branch.findIndex((/** @type {any} */ one) => one.otherwise);
        const next = [...step.branch];
        next.splice(other < 0 ? next.length : other, 0, { name: `case-${next.length}`, when: { and: [] }, steps: [] });
        set(['branch'], next);
      }}>${t('Add a case')}</button></div>`;
    case 'parallel': return html`${step.parallel.map((/** @type {any} */ one, /** @type {number} */ i) => html`<div key=${i}>${text(['parallel', i, 'name'], one.name, t('Branch {n}', { n: i + 1 }))}</div>`)}
      <div><button type="button" class="button" onClick=${() => set(['parallel'], [...step.parallel, { name: `branch-${step.parallel.length + 1}`, steps: [] }])}>${t('Add a branch')}</button></div>
      <${Field} label=${t('It continues when')}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => set(['join'], e.target.value === 'all' ? undefined : e.target.value)}>
        ${[['all', t('all have ended')], ['any', t('one has ended')]].map(([key, label]) => html`<option key=${key} value=${key} selected=${(step.join || 'all') === key}>${label}</option>`)}</select>`}<//>`;
    case 'split': return html`${step.split.map((/** @type {any} */ one, /** @type {number} */ i) => html`<div class="row" key=${i}>${text(['split', i, 'name'], one.name, t('Arm {n}', { n: i + 1 }))}${number(['split', i, 'weight'], one.weight ?? 1, t('Weight'))}</div>`)}
      <div><button type="button" class="button" onClick=${() => set(['split'], [...step.split, { name: `arm-${step.split.length + 1}`, weight: 1, steps: [] }])}>${t('Add an arm')}</button></div>`;
    case 'each': return html`${text(['each', 'items'], step.each.items, t('List'), t('An expression such as {{order.items}}'))}${text(['each', 'as'], step.each.as, t('Name of each element'), 'item')}${number(['each', 'maxConcurrent'], step.each.maxConcurrent, t('At most this many at once'))}`;
    case 'repeat': return html`${number(['repeat', 'max'], step.repeat.max, t('At most this many rounds'))}
      <h3>${step.repeat.while ? t('While') : t('Until')}</h3><${Condition} value=${step.repeat.while || step.repeat.until} fields=${fields} onChange=${(/** @type {any} */ next) => set(['repeat', step.repeat.while ? 'while' : 'until'], next ?? { and: [] })} />`;
    case 'workflow': return html`${text(['workflow', 'key'], typeof step.workflow === 'string' ? step.workflow : step.workflow.key, t('Key of the workflow'))}
      <label class="check"><input type="checkbox" checked=${step.workflow.wait !== false} onChange=${(/** @type {any} */ e) => set(['workflow'], { ...(typeof step.workflow === 'string' ? { key: step.workflow } : step.workflow), wait: e.target.checked })} />${t('Wait until it has ended')}</label>`;
    case 'stop': return html`<${Field} label=${t('The instance ends as')}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => set(['stop'], e.target.value)}>
        ${['completed', 'failed'].map((key) => html`<option key=${key} value=${key} selected=${(step.stop.as || step.stop) === key}>${t(key)}</option>`)}</select>`}<//>`;
    default: return null;
  }
}
