// @ts-check
/** Which instances, stuck where, since when; one thing done to many of them. */
import { html, useState } from '../../app/html.js';
import { post } from '../../api/client.js';
import { definitionsList } from '../../api/operations/definitions.js';
import { instancesBulk, instancesList, instancesPreview } from '../../api/operations/instances.js';
import { subjectText } from '../../app/format.js';
import { number, plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { confirm } from '../../components/dialog.js';
import { Choice, SubjectSearch } from '../../components/field.js';
import { attempt } from '../../components/notices.js';
import { Subject } from '../../components/subject.js';
import { SavedViews } from '../../components/views.js';
import { State, stateWord } from '../../components/state.js';
import { Table } from '../../components/table.js';
import { Time } from '../../components/time.js';

const STATES = ['ACTIVE', 'FAILED', 'PAUSED', 'DRAFT', 'COMPLETED', 'CANCELED'];

/** Verb, what may be undone by another, whether it is for good. @type {[string, string, string | null, boolean][]} */
const OPERATIONS = [['pause', 'Pause', 'resume', false], ['resume', 'Resume', 'pause', false], ['retry', 'Retry', null, false], ['cancel', 'Cancel', null, true]];

export default function Instances() {
  const session = useSession();
  const workflowName = useWorkflowNames();
  const [query, setQuery] = useQuery();
  const [refresh, setRefresh] = useState(0);
  const [selected, setSelected] = useState(/** @type {Set<string>} */ (new Set()));
  const [rows, setRows] = useState(/** @type {any[]} */ ([]));
  const filter = { workflow: query.get('workflow'), subject: query.get('subject'), state: query.getAll('state'), outcome: query.get('outcome') };
  const filtered = Boolean(filter.workflow || filter.subject || filter.state.length || filter.outcome);
  useLoad(async () => setRefresh((n) => n + 1), [], { live: (event) => event.topic === 'instance' && !selected.size });
  const workflows = useLoad((signal) => definitionsList({ limit: 200 }, { signal }), []);
  const toggle = (/** @type {string} */ id) => setSelected((before) => {
    const next = new Set(before);
    if (!next.delete(id)) next.add(id);
    return next;
  });
  const done = () => {
    setSelected(new Set());
    setRefresh((n) => n + 1);
  };
  return html`
    <div class="page-head"><h1>${t('Instances')}</h1><${SavedViews} page="instances" /></div>
    <div class="filters">
      <${Choice} label=${t('Workflow')} value=${filter.workflow || ''} onChange=${(/** @type {string} */ workflow) => setQuery({ workflow })}
        options=${[['', t('All')], ...(workflows.data?.items || []).map((/** @type {any} */ one) => [one.key, one.name])]} />
      <${Choice} label=${t('State')} value=${filter.state[0] || ''} onChange=${(/** @type {string} */ state) => setQuery({ state })}
        options=${[['', t('All')], ...STATES.map((state) => [state, stateWord(state)])]} />
      <${SubjectSearch} value=${filter.subject} onChange=${(/** @type {string | null} */ subject) => setQuery({ subject })} />
    </div>
    ${is(session, 'ADMIN', 'MANAGER') ? html`<${Bulk} filter=${filter} selected=${selected} rows=${rows} onDone=${done} onNone=${() => setSelected(new Set())} />` : ''}
    <${Table} label=${t('Instances')} deps=${[JSON.stringify(filter)]} refresh=${refresh} filtered=${filtered} onRows=${setRows}
      load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => instancesList({ ...filter, cursor, limit: 100 }, { signal })}
      id=${(/** @type {any} */ one) => one.id} href=${(/** @type {any} */ one) => `/instances/${one.id}`} selected=${selected} onSelect=${toggle} name=${(/** @type {any} */ one) => `${workflowName(one.workflow.key)}, ${subjectText(one.subject)}`}
      empty=${t('Nothing was started yet. Publish a workflow, then an event or a person starts it.')}
      columns=${[
        { key: 'workflow', label: t('Workflow'), width: 'minmax(140px, 2fr)', cell: (/** @type {any} */ one) => html`${workflowName(one.workflow.key)} <span class="muted small">v${one.workflow.version}</span>` },
        { key: 'subject', label: t('Subject'), width: 'minmax(120px, 2fr)', cell: (/** @type {any} */ one) => html`<${Subject} of=${one.subject} />` },
        { key: 'state', label: t('State'), width: '130px', cell: (/** @type {any} */ one) => html`<${State} state=${one.outcome === 'EXITED' ? 'EXITED' : one.state} />` },
        { key: 'created', label: t('Started'), width: '130px', cell: (/** @type {any} */ one) => html`<${Time} at=${one.created_at} />` },
        { key: 'ended', label: t('Ended'), width: '130px', cell: (/** @type {any} */ one) => html`<${Time} at=${one.ended_at} />` },
      ]} />`;
}

/** @param {{filter: any, selected: Set<string>, rows: any[], onDone: () => void, onNone: () => void}} props */
function Bulk({ filter, selected, rows, onDone, onNone }) {
  const [all, setAll] = useState(false);
  if (!selected.size && !all) {
    return html`<div class="row small muted">${t('Select rows for pause, resume, retry or cancel.')}
      <button class="button quiet" onClick=${() => setAll(true)}>${t('Select all that match the filter')}</button></div>`;
  }
  const run = async (/** @type {string} */ operation, /** @type {string} */ verb, /** @type {boolean} */ forGood) => {
    if (!all) {
      const yes = !forGood || await confirm({ title: t('{verb} {n} instances?', { verb: t(verb), n: selected.size }), action: t(verb), danger: true, body: t('A cancelled instance cannot be resumed.') });
      if (!yes) return;
      const failed = /** @type {string[]} */ ([]);
      for (const id of selected) {
        try {
          await post(`/api/v1/instances/${id}/${operation}`, {});
        } catch (problem) {
          failed.push(`${id}: ${/** @type {any} */ (problem).message}`);
        }
      }
      await attempt(async () => {
        if (failed.length) throw new Error(t('{n} were skipped: {why}', { n: failed.length, why: failed[0] }));
      }, t('{n} done', { n: selected.size - failed.length }));
    } else {
      const body = { filter: { ...filter, workflow: filter.workflow || undefined, subject: filter.subject || undefined, outcome: filter.outcome || undefined }, operation };
      const preview = await attempt(() => instancesPreview({ filter: body.filter }));
      if (!preview) return;
      const n = preview.more ? `${number(preview.instances)}+` : number(preview.instances);
      const yes = await confirm({
        title: t('{verb} {n} instances?', { verb: t(verb), n }), action: t('{verb} {n} instances', { verb: t(verb), n }), danger: forGood,
        typed: forGood && preview.instances > 1000 ? String(preview.instances) : undefined,
        body: html`<p>${t('All that match: {filter}', { filter: sentence(filter) })}</p>
          <ul>${preview.samples.map((/** @type {any} */ one) => html`<li key=${one.id}>${one.workflow.key} · ${subjectText(one.subject)} · ${stateWord(one.state)}</li>`)}</ul>
          <p class="small muted">${t('Those whose state does not allow it are skipped; the report says why.')}</p>`,
      });
      if (!yes) return;
      await attempt(() => instancesBulk(body), t('It is running; Jobs, above, shows its progress'));
      setAll(false);
    }
    onDone();
  };
  return html`<div class="row" role="group" aria-label=${t('Selected instances')}>
    <strong>${all ? t('All that match the filter') : plural(selected.size, '{n} selected', '{n} selected')}</strong>
    ${OPERATIONS.map(([operation, verb, , forGood]) => html`<button key=${operation} class=${`button ${forGood ? 'danger' : ''}`} onClick=${() => run(operation, verb, forGood)}>${t(verb)}</button>`)}
    <button class="button quiet" onClick=${() => {
      setAll(false);
      onNone();
    }}>${t('Select none')}</button>
    <span class="small muted">${plural(rows.length, '{n} row is loaded', '{n} rows are loaded')}</span>
  </div>`;
}

/** The filter in words. @param {any} filter */
function sentence(filter) {
  const parts = [
    filter.workflow && t('of workflow {name}', { name: filter.workflow }),
    filter.state.length && t('in state {name}', { name: filter.state.map(stateWord).join(', ') }),
    filter.subject && t('about {name}', { name: filter.subject }),
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : t('all instances of this tenant');
}
