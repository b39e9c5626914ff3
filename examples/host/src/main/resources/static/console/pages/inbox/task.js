// @ts-check
/** One task: what is asked, the form, and who said what. A draft is kept while it is typed. */
import { html, useEffect, useRef, useState } from '../../app/html.js';
import { get, post, put } from '../../api/client.js';
import { roleName, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Data, Facts } from '../../components/data.js';
import { Field } from '../../components/field.js';
import { Menu } from '../../components/menu.js';
import { ask } from '../../components/ask.js';
import { Person } from '../../components/person.js';
import { atProvider, ProviderForm } from './provider.js';
import { attempt, Notice } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { SchemaForm } from '../../components/schema-form.js';
import { Subject } from '../../components/subject.js';
import { State } from '../../components/state.js';
import { Time } from '../../components/time.js';

/** @param {{id: string, onDone: () => void}} props */
export function Task({ id, onDone }) {
  const path = `/api/v1/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;
  const loaded = useLoad((signal) => get(path, {}, signal), [id], { live: (event) => event.instance_id === id.split('/')[0] });
  return html`<${Shown} loaded=${loaded}>${(/** @type {any} */ detail) => html`<${Detail} detail=${detail} path=${path} reload=${loaded.reload} onDone=${onDone} />`}<//>`;
}

/** @param {{detail: any, path: string, reload: () => void, onDone: () => void}} props */
function Detail({ detail, path, reload, onDone }) {
  const { task, why_not: whyNot } = detail;
  const workflowName = useWorkflowNames();
  const [answer, setAnswer] = useState(/** @type {any} */ (detail.draft ?? detail.answer ?? {}));
  const [problems, setProblems] = useState(/** @type {any[]} */ ([]));
  const [taken, setTaken] = useState('');
  const version = useRef(detail.draft_version);
  const dirty = useRef(false);
  const finished = Boolean(task.finish);

  useEffect(() => {
    const timer = setInterval(async () => {
      if (!dirty.current || whyNot.save || finished) return;
      dirty.current = false;
      try {
        version.current = (await put(`${path}/draft`, { draft: answer, version: version.current })).version;
      } catch (problem) {
        if (/** @type {any} */ (problem).status === 409) setTaken(/** @type {any} */ (problem).message);
      }
    }, 5000);
    return () => clearInterval(timer);
  }, [answer]);

  const act = async (/** @type {string} */ verb, /** @type {any} */ body, /** @type {string} */ done, /** @type {string} */ undo = '') => {
    await attempt(() => post(`${path}/${verb}`, body), done, undo ? async () => {
      await post(`${path}/${undo}`, {});
      reload();
    } : undefined);
    reload();
  };
  const complete = async (/** @type {any} */ value) => {
    setProblems([]);
    try {
      await post(`${path}/complete`, { answer: value });
      onDone();
    } catch (problem) {
      setProblems(/** @type {any} */ (problem).errors || []);
      setTaken(/** @type {any} */ (problem).message);
    }
  };
  const not = (/** @type {string} */ command) => whyNot[command]?.message || null;
  const whom = async (/** @type {string} */ title, /** @type {string} */ action, /** @type {string} */ verb, /** @type {string} */ done) => {
    const to = await ask({ title, label: t('Person'), action, person: true });
    if (to) act(verb, { to }, done);
  };
  const why = async (/** @type {string} */ title, /** @type {string} */ action, /** @type {string} */ verb, /** @type {string} */ done) => {
    const reason = await ask({ title, label: t('Reason'), action, danger: true });
    if (reason && await attempt(() => post(`${path}/${verb}`, { reason }), done)) onDone();
  };
  return html`<div data-task=${task.id} onKeyDown=${(/** @type {any} */ e) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.target.form?.requestSubmit();
  }}><${Panel} title=${task.label} actions=${html`<${State} state=${task.state} />
      ${!not('claim') ? html`<button class=${`button ${atProvider(task) ? '' : 'primary'}`} data-act="claim" onClick=${() => act('claim', {}, t('Claimed'), 'release')}>${t('Claim')} <kbd class="small">c</kbd></button>` : ''}
      ${!not('release') && task.claimed_by ? html`<button class="button" onClick=${() => act('release', {}, t('Released'), 'claim')}>${t('Release')}</button>` : ''}
      <${Menu} label=${t('More for this task')} items=${[
        { label: t('Delegate'), whyNot: not('delegate'), run: () => whom(t('Delegate to whom?'), t('Delegate'), 'delegate', t('Delegated')) },
        { label: t('Assign'), whyNot: not('assign'), run: () => whom(t('Assign to whom?'), t('Assign'), 'assign', t('Assigned')) },
        { label: t('Skip'), whyNot: not('skip'), run: () => why(t('Why is it skipped?'), t('Skip'), 'skip', t('Skipped')) },
        { label: t('Fail'), danger: true, whyNot: not('fail'), run: () => why(t('Why does it fail?'), t('Fail'), 'fail', t('Failed')) },
      ]} />`}>
    <div class="stack">
      ${taken ? html`<${Notice} tone="careful" title=${taken}><p class="small">${t('What you typed is still here.')}</p><//>` : ''}
      <${Facts} facts=${[
        [t('About'), task.subject ? html`<a href=${task.subject.type === 'matter' ? `/matters/${encodeURIComponent(task.subject.id)}` : `/instances?subject=${encodeURIComponent(`${task.subject.type}:${task.subject.id}`)}`}><${Subject} of=${task.subject} /></a>` : null],
        [t('Workflow'), html`<a href=${`/instances/${task.instance_id}`}>${workflowName(task.workflow)}</a>`],
        [t('Due'), task.due_at ? html`<${Time} at=${task.due_at} both due />` : null],
        [t('First due'), detail.first_due_at && detail.first_due_at !== task.due_at ? html`<${Time} at=${detail.first_due_at} both />` : null],
        [t('Why me'), task.claimed_by ? html`${t('claimed by')} <${Person} id=${task.claimed_by} />` : task.assignee ? html`${t('assigned to')} <${Person} id=${task.assignee} />` : task.roles.length ? t('anybody with the role {roles}', { roles: task.roles.map((/** @type {string} */ role) => roleName(role)).join(', ') }) : null],
        ...Object.entries(task.fields || {}),
      ]} />
      ${task.asks?.message ? html`<p>${task.asks.message}</p>` : ''}
      ${finished ? html`<h3>${t('The answer')}</h3><${Data} value=${detail.answer} /><p class="small muted">${t('by')} <${Person} id=${task.finish.by} /> · <${Time} at=${task.finish.at} /></p>`
        : atProvider(task) ? html`<${ProviderForm} task=${task} whyNot=${not('complete')} onAnswer=${complete} />`
        : html`<${SchemaForm} schema=${detail.form || schemaOf(task)} value=${answer} problems=${problems} whyNot=${not('complete')} action=${t('Complete')}
            onChange=${(/** @type {any} */ value) => {
              dirty.current = true;
              setAnswer(value);
            }} onSubmit=${complete} />`}
      <${Comments} detail=${detail} path=${path} reload=${reload} />
    </div>
  <//></div>`;
}

/** What a task without a form of its own asks. @param {any} task */
function schemaOf(task) {
  const items = task.asks?.items;
  if (Array.isArray(items)) {
    return { type: 'object', properties: { items: { type: 'array', title: t('Done'), items: { enum: items } } }, required: ['items'] };
  }
  return task.action === 'approval'
    ? { type: 'object', properties: { approved: { type: 'boolean', title: t('Approved') }, comment: { type: 'string', title: t('Comment') } }, required: ['approved'] }
    : { type: 'object', properties: {} };
}

/** @param {{detail: any, path: string, reload: () => void}} props */
function Comments({ detail, path, reload }) {
  const [text, setText] = useState('');
  return html`<h3>${t('Comments')}</h3>
    ${detail.comments.map((/** @type {any} */ one) => html`<p key=${one.at}><strong><${Person} id=${one.by} /></strong> <span class="small muted"><${Time} at=${one.at} /></span><br />${one.text}</p>`)}
    <form class="row end" onSubmit=${async (/** @type {any} */ e) => {
      e.preventDefault();
      if (text && await attempt(() => post(`${path}/comments`, { text }))) {
        setText('');
        reload();
      }
    }}><${Field} label=${t('Your comment')}>${(/** @type {any} */ a) => html`<input ...${a} value=${text} onInput=${(/** @type {any} */ e) => setText(e.target.value)} />`}<//>
      <button class="button" type="submit">${t('Send the comment')}</button></form>`;
}
