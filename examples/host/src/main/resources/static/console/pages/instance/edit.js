// @ts-check
/** Changes the steps of one instance that have not begun; first as a plan, then for good. */
import { html, useState } from '../../app/html.js';
import { get, post } from '../../api/client.js';
import { catalogueActionTypes } from '../../api/operations/catalogue.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { Icon } from '../../components/icon.js';
import { Failure, say } from '../../components/notices.js';
import { Shown } from '../../components/panel.js';
import { stateWord } from '../../components/state.js';
import { titleOf } from '../designer/document.js';
import { words } from '../designer/palette.js';

/** @param {{one: any, path: string, onClose: () => void, onDone: () => void}} props */
export function Edit({ one, path, onClose, onDone }) {
  const document = useLoad((signal) => get(`${path}/document`, {}, signal), [path, one.revision]);
  return html`<${Dialog} title=${t('Edit what is still to come')} onClose=${onClose}>
    <p class="muted">${t('It concerns this instance alone. What has begun stays as it is.')}</p>
    <${Shown} loaded=${document}>${(/** @type {any} */ data) => html`<${Plan} one=${one} path=${path} document=${data.document || data} onClose=${onClose} onDone=${onDone} />`}<//>
  <//>`;
}

/** @param {{one: any, path: string, document: any, onClose: () => void, onDone: () => void}} props */
function Plan({ one, path, document, onClose, onDone }) {
  const [changes, setChanges] = useState(/** @type {any[]} */ ([]));
  const [checked, setChecked] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const actions = useLoad((signal) => catalogueActionTypes({ signal }), []);
  const states = new Map(one.steps.map((/** @type {any} */ step) => [step.id, step.state]));
  const steps = planned(document.steps || [], changes);
  const add = (/** @type {any} */ change) => {
    setChecked(null);
    setError(null);
    setChanges([...changes, change]);
  };
  const send = async (/** @type {boolean} */ dryRun) => {
    setError(null);
    try {
      const answer = await post(`${path}/edit`, { revision: one.revision, dry_run: dryRun, changes });
      if (dryRun) return setChecked(answer);
      say(plural(changes.length, '{n} change is made', '{n} changes are made'));
      onDone();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<ol class="plain-list plan">${steps.map((step, i) => {
      const state = states.get(step.id) || 'PENDING';
      const open = state === 'PENDING' || !states.has(step.id);
      const name = titleOf(step);
      return html`<li class="grid-row row spread" key=${step.id}><span><strong>${name}</strong> <span class="small muted">${step.isNew ? t('new') : stateWord(state)}</span></span>
        ${open ? html`<span class="row">
          <button type="button" class="button quiet" aria-label=${t('Move {name} up', { name })} disabled=${i === 0 || !isOpen(steps[i - 1], states)} onClick=${() => add({ op: 'move', id: step.id, at: { before: steps[i - 1].id } })}><${Icon} name="up" /></button>
          <button type="button" class="button quiet" aria-label=${t('Move {name} down', { name })} disabled=${i === steps.length - 1} onClick=${() => add({ op: 'move', id: step.id, at: { after: steps[i + 1].id } })}><${Icon} name="down" /></button>
          <button type="button" class="button quiet" aria-label=${t('Remove {name}', { name })} onClick=${() => add({ op: 'remove', id: step.id })}><${Icon} name="close" /></button></span>` : ''}</li>`;
    })}</ol>
    <${NewStep} actions=${actions.data?.items || []} steps=${steps} onAdd=${add} />
    ${changes.length ? html`<div class="row"><strong>${plural(changes.length, '{n} change', '{n} changes')}</strong><button type="button" class="button quiet" onClick=${() => {
      setChecked(null);
      setChanges(changes.slice(0, -1));
    }}><${Icon} name="undo" /> ${t('Undo')}</button></div>` : ''}
    ${error ? html`<${Failure} problem=${error} />` : ''}
    ${checked ? (checked.problems.length ? html`<div class="message bad" role="alert"><ul>${checked.problems.map((/** @type {any} */ each) => html`<li key=${each.pointer + each.message}>${each.message}</li>`)}</ul></div>`
      : html`<p class="state done">${t('This can be done.')}</p>`) : ''}
    <div class="row"><button type="button" class="button primary" disabled=${!checked || checked.problems.length > 0} onClick=${() => send(false)}>${plural(changes.length, 'Make {n} change', 'Make {n} changes')}</button>
      <button type="button" class="button" disabled=${!changes.length} onClick=${() => send(true)}>${t('Check it')}</button>
      <button type="button" class="button quiet" onClick=${onClose}>${t('Keep as it is')}</button></div>`;
}

/** @param {any} step @param {Map<string, string>} states */
const isOpen = (step, states) => (states.get(step.id) || 'PENDING') === 'PENDING';

/** The top level as it will be. @param {any[]} steps @param {any[]} changes */
function planned(steps, changes) {
  return changes.reduce((/** @type {any[]} */ all, change) => {
    const rest = all.filter((one) => one.id !== change.id);
    if (change.op === 'remove') return rest;
    const step = change.op === 'add' ? { ...change.step, isNew: true } : all.find((one) => one.id === change.id);
    const near = rest.findIndex((one) => one.id === (change.at.after || change.at.before));
    const index = change.at.end ? rest.length : change.at.before ? near : near + 1;
    return [...rest.slice(0, index), step, ...rest.slice(index)];
  }, steps);
}

/** @param {{actions: any[], steps: any[], onAdd: (change: any) => void}} props */
function NewStep({ actions, steps, onAdd }) {
  const [action, setAction] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState('');
  const found = actions.find((one) => one.type === action);
  const make = (/** @type {any} */ event) => {
    event.preventDefault();
    const base = (name || action).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'step';
    const taken = new Set(steps.map((step) => step.id));
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    const example = found?.config_schema?.examples?.[0];
    onAdd({ op: 'add', step: { id, name: name || undefined, action, config: example || {}, ...(role ? { role } : {}) }, at: steps.length ? { after: steps[steps.length - 1].id } : { end: true } });
    setName('');
  };
  return html`<details><summary>${t('Add a step')}</summary><form class="form-row" onSubmit=${make}>
    <${Field} label=${t('What')}>${(/** @type {any} */ a) => html`<select ...${a} required onChange=${(/** @type {any} */ e) => setAction(e.target.value)}><option value="">${t('Choose')}</option>${actions.map((one) => html`<option key=${one.type} value=${one.type} selected=${one.type === action}>${words(one.type)}</option>`)}</select>`}<//>
    <${Field} label=${t('Name')}>${(/** @type {any} */ a) => html`<input ...${a} required maxlength="100" value=${name} onInput=${(/** @type {any} */ e) => setName(e.target.value)} />`}<//>
    ${found?.people ? html`<${Field} label=${t('Role')} optional>${(/** @type {any} */ a) => html`<input ...${a} value=${role} onInput=${(/** @type {any} */ e) => setRole(e.target.value)} />`}<//>` : ''}
    <button class="button" type="submit" disabled=${!action}>${t('Add at the end')}</button></form></details>`;
}
