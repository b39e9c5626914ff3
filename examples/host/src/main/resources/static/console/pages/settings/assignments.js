// @ts-check
/** Which workflow a subject has: override, else rule, else default; every candidate with its reason. */
import { html, useState } from '../../app/html.js';
import { assignmentsChanges, assignmentsDefaults, assignmentsEffective, assignmentsRemoveOverride, assignmentsSetDefault, assignmentsSetOverride } from '../../api/operations/assignments.js';
import { definitionsList } from '../../api/operations/definitions.js';
import { t, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { ask } from '../../components/ask.js';
import { Facts } from '../../components/data.js';
import { Choice, Field } from '../../components/field.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Person } from '../../components/person.js';
import { Subject } from '../../components/subject.js';
import { Time } from '../../components/time.js';
import { Rules } from './rules.js';

const CHANGES = /** @type {Record<string, string>} */ ({ RULE_PUT: 'wrote a rule', RULE_REMOVED: 'removed a rule', OVERRIDE_PUT: 'chose for one subject', OVERRIDE_REMOVED: 'removed a choice', DEFAULT_SET: 'set the default' });

export function Assignments() {
  const workflows = useLoad((signal) => definitionsList({ state: 'published', limit: 200 }, { signal }), []);
  const options = (workflows.data?.items || []).map((/** @type {any} */ one) => /** @type {[string, string]} */ ([one.key, one.name]));
  const changes = useLoad((signal) => assignmentsChanges({ limit: 20 }, { signal }), []);
  return html`<div class="stack-wide">
    <p class="muted">${t('Several workflows may wait for the same event. A choice for one subject counts first, then the first rule that fits, then the default.')}</p>
    <${Effective} options=${options} onDone=${changes.reload} />
    <${Rules} options=${options} onDone=${changes.reload} />
    <${Default} options=${options} onDone=${changes.reload} />
    <${Panel} title=${t('Who changed what')}><${Shown} loaded=${changes} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing was changed yet.')}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one, /** @type {number} */ i) => html`<p key=${i}><strong><${Person} id=${one.by} /></strong> ${t(CHANGES[one.kind] || one.kind)} ${one.subject ? html`<${Subject} of=${one.subject} />` : ''} <span class="muted small"><${Time} at=${one.at} /></span></p>`)}<//><//>
  </div>`;
}

/** @param {{options: [string, string][], onDone: () => void}} props */
function Default({ options, onDone }) {
  const loaded = useLoad((signal) => assignmentsDefaults({ signal }), []);
  const workflowName = useWorkflowNames();
  const set = async (/** @type {any} */ one, /** @type {string} */ workflow) => {
    await attempt(() => assignmentsSetDefault(/** @type {any} */ ({ workflow: workflow || null, terms: one.terms })), t('Saved'), async () => {
      await assignmentsSetDefault(/** @type {any} */ ({ workflow: one.workflow || null, terms: one.terms }));
      loaded.reload();
    });
    loaded.reload();
    onDone();
  };
  return html`<${Panel} title=${t('Where no rule and no override applies')}><${Shown} loaded=${loaded}>${(/** @type {any} */ one) => html`<div class="stack">
    <div><${Choice} label=${t('Workflow')} value=${one.workflow || ''} onChange=${(/** @type {string} */ workflow) => set(one, workflow)} options=${[['', t('none')], ...options, ...(one.workflow && !options.some(([key]) => key === one.workflow) ? [[one.workflow, workflowName(one.workflow)]] : [])]} /></div>
    ${Object.keys(one.terms || {}).length ? html`<h3>${t('Terms')}</h3><${Facts} facts=${Object.entries(one.terms).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])} />` : ''}
    ${one.by ? html`<p class="small muted">${t('by')} <${Person} id=${one.by} /> · <${Time} at=${one.at} /></p>` : ''}</div>`}<//><//>`;
}

/** The workflow that a subject has now, and why. @param {{options: [string, string][], onDone: () => void}} props */
function Effective({ options, onDone }) {
  const [subject, setSubject] = useState('');
  const [found, setFound] = useState(/** @type {any} */ (null));
  const workflowName = useWorkflowNames();
  const at = subject.indexOf(':');
  const place = /** @type {[string, string]} */ ([subject.slice(0, at), subject.slice(at + 1)]);
  const look = () => attempt(async () => setFound(await assignmentsEffective(...place, /** @type {any} */ ({ context: {} }))));
  const done = () => {
    onDone();
    return look();
  };
  const choose = async (/** @type {string | null} */ workflow) => {
    const reason = await ask({ title: workflow ? t('Choose {name}?', { name: workflowName(workflow) }) : t('Choose no workflow?'), label: t('Why?'), action: t('Choose') });
    if (reason) attempt(() => assignmentsSetOverride(...place, /** @type {any} */ ({ workflow, reason })), t('Chosen'), () => assignmentsRemoveOverride(...place).then(done)).then(done);
  };
  return html`<${Panel} title=${t('What a subject has now')}>
    <form class="row end" onSubmit=${(/** @type {any} */ e) => {
      e.preventDefault();
      look();
    }}><${Field} label=${t('Subject')} help=${t('Its type and id, such as lead:lead-789')}>${(/** @type {any} */ a) => html`<input ...${a} value=${subject} pattern="[^:]+:.+" required onInput=${(/** @type {any} */ e) => setSubject(e.target.value)} />`}<//>
      <button class="button primary" type="submit">${t('Look up')}</button></form>
    ${found ? html`<div class="stack"><p><strong>${found.workflow ? workflowName(found.workflow.key) : t('none')}</strong> ${t('from {source}', { source: word(found.source) })}</p>
      <ol class="stack plain-list">${found.trace.map((/** @type {any} */ one, /** @type {number} */ i) => html`<li class=${`message ${one.verdict === 'WON' ? 'good' : ''}`} key=${i}><div class="grow"><h3>${one.name || word(one.kind)} <span class=${`state ${one.verdict === 'WON' ? 'done' : one.verdict === 'BROKEN' ? 'failed' : 'neutral'}`}>${word(one.verdict)}</span></h3>
        <p class="muted">${one.workflow ? `${workflowName(one.workflow)} · ` : ''}${one.because}</p></div></li>`)}</ol>
      <div class="row"><button class="button" onClick=${async () => {
        const workflow = await ask({ title: t('Choose another'), label: t('Workflow'), action: t('Choose'), options });
        if (workflow) choose(workflow);
      }}>${t('Choose another')}</button><button class="button" onClick=${() => choose(null)}>${t('Choose no workflow')}</button>
        ${found.source === 'OVERRIDE' ? html`<button class="button" onClick=${() => attempt(() => assignmentsRemoveOverride(...place), t('The rules apply again')).then(done)}>${t('Remove the override')}</button>` : ''}</div></div>` : ''}
  <//>`;
}
