// @ts-check
/** What is next, why it is mine, by when: the list beside the form, by keyboard alone if one likes. */
import { html, useEffect, useState } from '../../app/html.js';
import { tasksList, tasksNext } from '../../api/operations/tasks.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { lettersAreCommands } from '../../app/preferences.js';
import { subjectText } from '../../app/format.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Choice, SubjectSearch } from '../../components/field.js';
import { Export } from '../../components/export.js';
import { Person } from '../../components/person.js';
import { Subject } from '../../components/subject.js';
import { SavedViews } from '../../components/views.js';
import { attempt, say } from '../../components/notices.js';
import { Shown } from '../../components/panel.js';
import { State, stateWord } from '../../components/state.js';
import { Time } from '../../components/time.js';
import { Task } from './task.js';

export default function Inbox() {
  const [query, setQuery] = useQuery();
  const workflowName = useWorkflowNames();
  const filter = {
    view: query.get('view'), subject: query.get('subject'), order: query.get('order'),
    due_before: query.get('due') === 'late' ? new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString() : null,
  };
  const key = JSON.stringify(filter);
  const tasks = useLoad((signal) => tasksList({ ...filter, limit: 100 }, { signal }), [key], { live: (event) => event.topic === 'task' || event.topic === 'instance' });
  const [gone, setGone] = useState(/** @type {string | null} */ (null));
  const items = (tasks.data?.items || []).filter((/** @type {any} */ one) => one.id !== gone);
  const current = query.get('task') || items[0]?.id || null;
  const after = (/** @type {string} */ id) => {
    const at = items.findIndex((/** @type {any} */ one) => one.id === id);
    const next = items[at + 1] || items[at - 1];
    setGone(id);
    setQuery({ task: next ? next.id : null });
    tasks.reload();
    if (next) focusForm(next.id);
  };
  const claimNext = async () => {
    const next = await attempt(() => tasksNext({}));
    const id = next && typeof next === 'object' ? (next.task || next).id : null;
    if (id) {
      setQuery({ task: id });
      tasks.reload();
      focusForm(id);
    } else if (next === '') say(t('There is nothing that you may take now'));
  };
  useEffect(() => {
    const keys = (/** @type {KeyboardEvent} */ event) => {
      if (!lettersAreCommands() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/** @type {HTMLElement} */ (event.target).matches?.('input, textarea, select, dialog *')) return;
      const at = items.findIndex((/** @type {any} */ one) => one.id === current);
      if (event.key === 'n') claimNext();
      else if (event.key === 'j' && items[at + 1]) setQuery({ task: items[at + 1].id });
      else if (event.key === 'k' && items[at - 1]) setQuery({ task: items[at - 1].id });
      else if (event.key === 'Enter' && /** @type {HTMLElement} */ (event.target).matches?.('body, main, [role=option]') && current) focusForm(current);
      else if (event.key === 'c') document.querySelector('[data-act=claim]')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  });
  return html`
    <div class="page-head"><h1>${t('Inbox')}</h1><${SavedViews} page="inbox" /><button class="button primary" onClick=${claimNext}>${t('Claim the next one')} <kbd class="small">n</kbd></button></div>
    <div class="filters">
      <${Choice} label=${t('Which')} value=${filter.view || ''} onChange=${(/** @type {string} */ view) => setQuery({ view, task: null })}
        options=${[['', t('Mine, and those I may take')], ['mine', t('Mine')], ['all', t('All of the tenant')], ['finished', t('Finished')]]} />
      <${Choice} label=${t('Due')} value=${query.get('due') || ''} onChange=${(/** @type {string} */ due) => setQuery({ due, task: null })} options=${[['', t('Any time')], ['late', t('Late')]]} />
      <${SubjectSearch} value=${filter.subject} placeholder="matter:m-1" onChange=${(/** @type {string | null} */ subject) => setQuery({ subject })} />
    </div>
    <div class="split-view">
      <${Shown} loaded=${tasks} rows=${8} isEmpty=${() => !items.length} empty=${filter.subject || filter.due_before ? t('Nothing matches this filter.') : t('Nothing to do. New tasks appear here by themselves.')}>
        ${() => html`<div class="grid" role="listbox" aria-label=${t('Tasks')}>${items.map((/** @type {any} */ one) => html`
          <button key=${one.id} type="button" role="option" class="grid-row step-row" aria-selected=${one.id === current ? 'true' : 'false'} onClick=${() => setQuery({ task: one.id })}>
            <span class="grid-cell"><strong>${one.label}</strong><br /><span class="muted small"><${Subject} of=${one.subject} /> · ${workflowName(one.workflow)}${one.claimed_by ? html` · <${Person} id=${one.claimed_by} />` : ''}</span></span>
            <span class="small"><${State} state=${one.state} /><br /><${Time} at=${one.due_at} due /></span>
          </button>`)}</div><div class="row spread small muted"><span>${plural(items.length, '{n} task', '{n} tasks')}</span><${Export} name="tasks" columns=${columns()} load=${(/** @type {any} */ cursor) => tasksList({ ...filter, cursor, limit: 200 })} /></div>`}
      <//>
      ${current ? html`<${Task} key=${current} id=${current} onDone=${() => after(current)} />` : ''}
    </div>`;
}

/** The first thing to fill in, as soon as it is drawn. */
function focusForm(/** @type {string} */ id, tries = 20) {
  const task = document.querySelector(`[data-task="${CSS.escape(id)}"]`);
  const first = /** @type {HTMLElement | null | undefined} */ (task?.querySelector('[data-act=claim]') || task?.querySelector('form input, form textarea, form select'));
  if (first) first.focus();
  else if (tries) setTimeout(() => focusForm(id, tries - 1), 100);
}

/** Of an export. */
function columns() {
  return [
    { label: t('Task'), value: (/** @type {any} */ one) => one.label }, { label: t('State'), value: (/** @type {any} */ one) => stateWord(one.state) },
    { label: t('Subject'), value: (/** @type {any} */ one) => (one.subject ? subjectText(one.subject) : '') }, { label: t('Workflow'), value: (/** @type {any} */ one) => one.workflow },
    { label: t('Due'), value: (/** @type {any} */ one) => one.due_at }, { label: t('Claimed by'), value: (/** @type {any} */ one) => one.claimed_by },
    { label: t('Id'), value: (/** @type {any} */ one) => one.id },
  ];
}
