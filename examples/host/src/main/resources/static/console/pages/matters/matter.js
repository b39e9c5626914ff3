// @ts-check
import { html, useState } from '../../app/html.js';
import { mattersGetInstance, mattersInstantiateTemplate, mattersListInstances, mattersListMatters, mattersListTemplates, mattersPatchInstance } from '../../api/operations/matters.js';
import { roleName, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { is, useSession } from '../../app/session.js';
import { Choice } from '../../components/field.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Person } from '../../components/person.js';
import { State } from '../../components/state.js';

const COLUMNS = /** @type {[string, string[]][]} */ ([['Ready', ['READY', 'BLOCKED']], ['In progress', ['IN_PROGRESS']], ['Completed', ['COMPLETED', 'SKIPPED', 'FAILED']]]);

/** @param {{id: string}} props the matter's */
export default function Matter({ id }) {
  const live = (/** @type {any} */ event) => event.topic === 'instance' || event.topic === 'task';
  const loaded = useLoad((signal) => mattersListInstances({ matterId: id }, { signal }), [id], { live });
  const templates = useLoad((signal) => mattersListTemplates({}, { signal }), []);
  const [template, setTemplate] = useState('');
  const matters = useLoad((signal) => mattersListMatters({ q: id, limit: 200 }, { signal }), [id]);
  const matter = matters.data?.items.find((one) => one.id === id);
  const list = (/** @type {any} */ data) => data.items || data.instances || data;
  const published = (templates.data ? list(templates.data) : []).filter((/** @type {any} */ one) => !one.status || one.status === 'PUBLISHED');
  return html`<div class="page-head"><h1>${matter?.name || `${t('Matter')} ${id}`} ${matter ? html`<span class="muted small">${id}</span>` : ''}</h1>
      ${published.length ? html`<${Choice} label=${t('From a template')} value=${template} onChange=${setTemplate} options=${[['', t('Choose')], ...published.map((/** @type {any} */ one) => [one.id, one.name])]} />
        <button class="button primary" disabled=${!template} onClick=${() => attempt(() => mattersInstantiateTemplate(template, { matterId: id }), t('Started')).then(loaded.reload)}>${t('Start')}</button>` : ''}</div>
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !list(data).length} empty=${t('Nothing runs on this matter yet.')}>${(/** @type {any} */ data) => html`<div class="stack-wide">${list(data).map((/** @type {any} */ one, /** @type {number} */ i) => html`<${Work} key=${one.id} id=${one.id} line=${one} nth=${i + 1} />`)}</div>`}<//>`;
}

/** @param {{id: string, line: any, nth: number}} props */
function Work({ id, line, nth }) {
  const path = `/api/workflows/instances/${id}`;
  const loaded = useLoad((signal) => mattersGetInstance(id, { signal }), [id], { live: (event) => event.instance_id === id });
  const operates = is(useSession(), 'ADMIN', 'LAWYER');
  const set = (/** @type {any} */ change, /** @type {string} */ done, /** @type {any} */ back) => attempt(() => mattersPatchInstance(id, change), done, back ? () => mattersPatchInstance(id, back).then(loaded.reload) : undefined).then(loaded.reload);
  return html`<${Shown} loaded=${loaded}>${(/** @type {any} */ one) => html`<${Panel} title=${one.name || line.name} name=${nth > 1 ? `${one.name || line.name} ${nth}` : undefined} actions=${html`<${State} state=${one.status} />
      ${operates && one.status === 'ACTIVE' ? html`<button class="button" onClick=${() => set({ status: 'PAUSED' }, t('Paused'), { status: 'ACTIVE' })}>${t('Pause')}</button>` : ''}
      ${operates && one.status === 'PAUSED' ? html`<button class="button" onClick=${() => set({ status: 'ACTIVE' }, t('Resumed'), null)}>${t('Resume')}</button>` : ''}
      <a class="button quiet" href=${`/instances/${one.id}`}>${t('All of it')}</a>`}>
    <div class="columns three">${COLUMNS.map(([label, states]) => {
      const steps = one.steps.filter((/** @type {any} */ step) => states.includes(step.actionState));
      return html`<section key=${label} aria-label=${`${one.name || line.name} ${nth}: ${t(label)}`}><h3>${t(label)} <span class="muted">${steps.length}</span></h3>
        ${steps.map((/** @type {any} */ step) => html`<div class="card" key=${step.id}><strong>${step.title}</strong><span class="small muted">${step.assignedToId ? html`<${Person} id=${step.assignedToId} />` : step.roleScope ? roleName(step.roleScope) : ''}</span><${State} state=${step.actionState} />
          ${states.includes('COMPLETED') ? '' : html`<a href=${`/inbox?subject=${encodeURIComponent(`matter:${one.matterId || ''}`)}`}>${t('Open in the inbox')}</a>`}</div>`)}</section>`;
    })}</div>
    ${one.steps.some((/** @type {any} */ step) => step.actionState === 'PENDING') ? html`<p class="muted small">${t('To come: {steps}', { steps: one.steps.filter((/** @type {any} */ step) => step.actionState === 'PENDING').map((/** @type {any} */ step) => step.title).join(', ') })}</p>` : ''}
  <//>`}<//>`;
}
