// @ts-check
/** One instance: its state in a sentence, its steps, what happened, its data, and why. */
import { html, useState } from '../../app/html.js';
import { post } from '../../api/client.js';
import { instancesGet } from '../../api/operations/instances.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { usePlace } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { confirm } from '../../components/dialog.js';
import { Facts, Data } from '../../components/data.js';
import { Menu } from '../../components/menu.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Subject } from '../../components/subject.js';
import { State } from '../../components/state.js';
import { chosenTab, Tabs } from '../../components/tabs.js';
import { Time } from '../../components/time.js';
import { Person } from '../../components/person.js';
import { Edit } from './edit.js';
import { Migrate } from './migrate.js';
import { useStepNames } from './names.js';
import { openSteps, Steps } from './steps.js';
import { Timeline } from './timeline.js';
import { Messages } from './messages.js';
import { Picture } from './picture.js';
import { Why } from './why.js';

/** @param {{id: string}} props */
export default function Instance({ id }) {
  const path = `/api/v1/instances/${id}`;
  const { query } = usePlace();
  const loaded = useLoad((signal) => instancesGet(id, { signal }), [id], { live: (event) => event.instance_id === id });
  const tab = chosenTab(query, 'steps');
  const names = useStepNames(path, loaded.data?.revision ?? 0);
  return html`<${Shown} loaded=${loaded} rows=${8}>${(/** @type {any} */ one) => html`
    <${Head} one=${one} path=${path} reload=${loaded.reload} names=${names} />
    <${Tabs} label=${t('Parts of the instance')} tabs=${[['steps', t('Steps')], ['diagram', t('Diagram')], ['history', t('History')], ['messages', t('Messages')], ['data', t('Data')], ['why', t('Why')]]} />
    ${tab === 'steps' ? html`<${Steps} one=${one} path=${path} reload=${loaded.reload} names=${names} />` : ''}
    ${tab === 'diagram' ? html`<${Picture} path=${`${path}/diagram`} version=${one.revision + one.progress} label=${t('Diagram of the instance')} />` : ''}
    ${tab === 'history' ? html`<${Timeline} path=${path} id=${id} one=${one} names=${names} />` : ''}
    ${tab === 'messages' ? html`<${Messages} id=${id} subject=${one.subject} names=${names} />` : ''}
    ${tab === 'data' ? html`<${Panel} title=${t('Variables')}><${Data} value=${one.variables} /><//>` : ''}
    ${tab === 'why' ? html`<${Why} one=${one} />` : ''}
  `}<//>`;
}

/** @param {any} one what it waits for, in words @param {import('./names.js').Names} names */
function sentence(one, names) {
  const open = openSteps(one);
  const failed = open.find((/** @type {any} */ step) => step.state === 'FAILED');
  if (failed && one.state === 'FAILED') return t('“{step}” failed: {reason}', { step: names(failed.id), reason: failed.reason || t('no reason given') });
  if (one.reason) return one.reason;
  const waits = open.find((/** @type {any} */ step) => step.due_at && new Date(step.due_at) > new Date());
  if (one.state === 'ACTIVE' && open.length) {
    const at = open.map((/** @type {any} */ step) => names(step.id)).join(', ');
    const tasks = open.filter((/** @type {any} */ step) => step.asks);
    const holders = tasks.filter((/** @type {any} */ step) => step.claimed_by);
    const what = holders.length ? html`${t('Waits at {steps} for', { steps: at })} ${holders.map((/** @type {any} */ step) => html`<${Person} key=${step.id} id=${step.claimed_by} /> `)}`
      : tasks.length ? t('Waits for somebody at {steps}', { steps: at }) : t('At {steps}', { steps: at });
    if (!waits) return what;
    // A step that is ready and has a time begins then; one that has begun waits until then.
    return waits.state === 'READY' && !waits.asks ? html`${t('“{step}” begins', { step: names(waits.id) })} <${Time} at=${waits.due_at} both />` : html`${what}, ${t('until')} <${Time} at=${waits.due_at} exact />`;
  }
  return '';
}

/** @param {{one: any, path: string, reload: () => void, names: import('./names.js').Names}} props */
function Head({ one, path, reload, names }) {
  const [dialog, setDialog] = useState('');
  const workflowName = useWorkflowNames();
  const session = useSession();
  const operates = is(session, 'ADMIN', 'MANAGER', 'LAWYER');
  const act = async (/** @type {string} */ verb, /** @type {string} */ done, /** @type {string} */ undo) => {
    await attempt(() => post(`${path}/${verb}`, {}), done, undo ? async () => {
      await post(`${path}/${undo}`, {});
      reload();
    } : undefined);
    reload();
  };
  const done = () => {
    setDialog('');
    reload();
  };
  const ended = ['COMPLETED', 'CANCELED'].includes(one.state);
  const not = (/** @type {boolean} */ allowed) => (allowed ? null : t('not in this state'));
  return html`<div class="page-head">
      <h1>${one.name || workflowName(one.workflow.key)} <span class="muted small">v${one.workflow.version}</span></h1>
      <${State} state=${one.outcome === 'EXITED' ? 'EXITED' : one.state} />
      ${operates ? html`
        ${one.state === 'FAILED' ? html`<button class="button primary" onClick=${() => act('retry', t('Retried'), '')}>${t('Retry')}</button>` : ''}
        ${one.state === 'ACTIVE' ? html`<button class="button" onClick=${() => act('pause', t('Paused'), 'resume')}>${t('Pause')}</button>` : ''}
        ${one.state === 'PAUSED' ? html`<button class="button primary" onClick=${() => act('resume', t('Resumed'), 'pause')}>${t('Resume')}</button>` : ''}
        ${one.state === 'DRAFT' ? html`<button class="button primary" onClick=${() => act('begin', t('Begun'), '')}>${t('Begin')}</button>` : ''}` : ''}
      <${Menu} label=${t('More')} items=${[
        { label: t('Restart as a new instance'), whyNot: operates ? not(ended || one.state === 'FAILED') : t('not for your role'), run: () => act('restart', t('Restarted'), '') },
        { label: t('Edit what is still to come'), whyNot: operates ? not(!ended) : t('not for your role'), run: () => setDialog('edit') },
        { label: t('Continue on another version'), whyNot: operates ? not(!ended) : t('not for your role'), run: () => setDialog('migrate') },
        { label: t('Evidence (JSON)'), run: () => location.assign(`${path}/evidence`) },
        { label: t('Evidence (page)'), run: () => location.assign(`${path}/evidence?format=html`) },
        { label: t('Cancel the instance'), danger: true, whyNot: operates ? not(!ended) : t('not for your role'), run: async () => {
          if (await confirm({ title: t('Cancel this instance?'), action: t('Cancel the instance'), danger: true, body: t('Nothing more happens, and its waiting messages are cancelled. It cannot be resumed.') })) act('cancel', t('Cancelled'), '');
        } },
      ]} />
    </div>
    <div class="stack">
      <p class=${one.state === 'FAILED' ? 'state failed' : ''}>${sentence(one, names)}</p>
      <div class="progress" role="img" aria-label=${t('{n} of 100', { n: one.progress })}><div style=${{ width: `${one.progress}%` }}></div></div>
      <${Facts} facts=${[
        [t('Workflow'), html`<a href=${`/workflows/${encodeURIComponent(one.workflow.key)}`}>${workflowName(one.workflow.key)}</a>`],
        [t('Subject'), one.subject ? html`<a href=${`/instances?subject=${encodeURIComponent(`${one.subject.type}:${one.subject.id}`)}`}><${Subject} of=${one.subject} /></a>` : null],
        [t('Started'), html`<${Time} at=${one.created_at} both />`],
        [t('Ended'), one.ended_at ? html`<${Time} at=${one.ended_at} both />` : null],
        [t('Restart of'), one.restarts ? html`<a href=${`/instances/${one.restarts}`}>${t('the one before')}</a>` : null],
      ]} />
    </div><br />
    ${dialog === 'edit' ? html`<${Edit} one=${one} path=${path} onClose=${() => setDialog('')} onDone=${done} />` : ''}
    ${dialog === 'migrate' ? html`<${Migrate} one=${one} path=${path} onClose=${() => setDialog('')} onDone=${done} />` : ''}`;
}
