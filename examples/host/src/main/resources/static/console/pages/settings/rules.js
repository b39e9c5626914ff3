// @ts-check
/** Rules that say which workflow counts for which subjects: written, ordered, switched off, removed. */
import { html, useState } from '../../app/html.js';
import { assignmentsCreateRule, assignmentsDeleteRule, assignmentsRules, assignmentsUpdateRule } from '../../api/operations/assignments.js';
import { number, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Dialog } from '../../components/dialog.js';
import { Choice, Field } from '../../components/field.js';
import { Menu } from '../../components/menu.js';
import { attempt, Failure } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Condition, conditionWords } from '../designer/condition.js';

/** @param {any} one what is written of a rule */
const written = (one) => ({ name: one.name, priority: one.priority, condition: one.condition, workflow: one.workflow, enabled: one.enabled });

/** @param {{options: [string, string][], onDone: () => void}} props the workflows that may be chosen */
export function Rules({ options, onDone }) {
  const loaded = useLoad((signal) => assignmentsRules({ signal }), []);
  const workflowName = useWorkflowNames();
  const [chosen, choose] = useState(/** @type {any} */ (null));
  const done = () => {
    choose(null);
    loaded.reload();
    onDone();
  };
  const put = (/** @type {any} */ one, /** @type {any} */ change, /** @type {string} */ said) => attempt(() => assignmentsUpdateRule(one.id, { ...written(one), ...change }), said, () => assignmentsUpdateRule(one.id, written(one)).then(done)).then(done);
  const drop = (/** @type {any} */ one) => attempt(() => assignmentsDeleteRule(one.id), t('Removed'), () => assignmentsCreateRule(written(one)).then(done)).then(done);
  return html`<${Panel} title=${t('Rules, the highest priority first')} actions=${html`<button class="button" onClick=${() => choose({ name: '', priority: 0, workflow: '', condition: undefined, enabled: true })}>${t('Add a rule')}</button>`}>
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('There are no rules: the default applies to everybody.')}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one) => html`<div class="grid-row rule" key=${one.id}>
      <span><strong>${one.name}</strong> <span class="muted">${conditionWords(one.condition)} → </span><a href=${`/workflows/${encodeURIComponent(one.workflow)}`}>${workflowName(one.workflow)}</a></span>
      <span class="row"><span class="small muted">${t('priority {n}', { n: number(one.priority) })}</span>${one.enabled ? '' : html`<${State} state="DISABLED" />`}
        <${Menu} label=${t('More for {id}', { id: one.name })} items=${[
          { label: t('Change it'), run: () => choose(one) },
          { label: one.enabled ? t('Disable') : t('Enable'), run: () => put(one, { enabled: !one.enabled }, t('Saved')) },
          { label: t('Remove'), danger: true, run: () => drop(one) },
        ]} /></span></div>`)}<//>
    ${chosen ? html`<${Editor} one=${chosen} options=${options} onClose=${() => choose(null)} onDone=${done} />` : ''}<//>`;
}

/** @param {{one: any, options: [string, string][], onClose: () => void, onDone: () => void}} props */
function Editor({ one, options, onClose, onDone }) {
  const [rule, setRule] = useState(written(one));
  const [error, setError] = useState(/** @type {any} */ (null));
  const wrong = (/** @type {string} */ key) => (error?.errors || []).filter((/** @type {any} */ each) => each.pointer.startsWith(`/${key}`)).map((/** @type {any} */ each) => each.message).join('; ');
  const save = async (/** @type {any} */ event) => {
    event.preventDefault();
    try {
      const body = { ...rule, condition: rule.condition ?? { and: [] } };
      await (one.id ? assignmentsUpdateRule(one.id, body) : assignmentsCreateRule(body));
      onDone();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Dialog} title=${one.id ? t('Change the rule') : t('Add a rule')} onClose=${onClose}><form class="stack" onSubmit=${save}>
    ${error ? html`<${Failure} problem=${error} />` : ''}
    <${Field} label=${t('Name')} wrong=${wrong('name')}>${(/** @type {any} */ a) => html`<input ...${a} required maxlength="200" value=${rule.name} onInput=${(/** @type {any} */ e) => setRule({ ...rule, name: e.target.value })} />`}<//>
    <${Field} label=${t('Priority')} help=${t('The highest that fits counts')}>${(/** @type {any} */ a) => html`<input ...${a} type="number" required value=${rule.priority} onInput=${(/** @type {any} */ e) => setRule({ ...rule, priority: Number(e.target.value) })} />`}<//>
    <h3>${t('Only if')}</h3>
    <${Condition} value=${rule.condition} fields=${[]} onChange=${(/** @type {any} */ condition) => setRule({ ...rule, condition })} />
    ${wrong('condition') ? html`<p class="state failed wrap">${wrong('condition')}</p>` : ''}
    <${Choice} label=${t('Then this workflow counts')} value=${rule.workflow} onChange=${(/** @type {string} */ workflow) => setRule({ ...rule, workflow })} options=${[['', t('Choose')], ...options]} />
    <div class="row"><button class="button primary" type="submit" disabled=${!rule.workflow || !rule.name}>${t('Save')}</button><button class="button" type="button" onClick=${onClose}>${t('Keep as it is')}</button></div></form><//>`;
}
