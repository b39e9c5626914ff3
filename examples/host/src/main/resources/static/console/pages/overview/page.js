// @ts-check
/** Broken? Late? Mine? Each number leads to what it counts. */
import { html } from '../../app/html.js';
import { findingsList } from '../../api/operations/findings.js';
import { instancesCount, instancesList } from '../../api/operations/instances.js';
import { messagesGroups, messagesUpcoming } from '../../api/operations/messages.js';
import { tasksCount } from '../../api/operations/tasks.js';
import { channelName } from '../../app/channels.js';
import { number, t, plural, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Panel, Shown } from '../../components/panel.js';
import { Notice } from '../../components/notices.js';
import { State } from '../../components/state.js';
import { Time } from '../../components/time.js';
import { subjectText } from '../../app/format.js';

const HOUR = 3_600_000;

/** @param {any[]} counts @param {string} state */
const sum = (counts, state) => counts.filter((one) => one.state === state).reduce((all, one) => all + one.instances, 0);

/** @param {{label: string, n: number | string, to: string, tone?: string}} props */
function Card({ label, n, to, tone }) {
  return html`<a class="card" href=${to}><span class="muted">${label}</span>
    <span class=${`number ${tone && Number(n) > 0 ? `state ${tone}` : ''}`}>${typeof n === 'number' ? number(n) : n}</span></a>`;
}

export default function Overview() {
  const live = (/** @type {any} */ event) => ['instance', 'task', 'finding', 'message'].includes(event.topic);
  const workflowName = useWorkflowNames();
  const counts = useLoad((signal) => instancesCount({ signal }), [], { live });
  const mine = useLoad((signal) => tasksCount({}, { signal }), [], { live });
  const late = useLoad((signal) => tasksCount({ due_before: new Date().toISOString() }, { signal }), [], { live });
  const failed = useLoad((signal) => instancesList({ state: ['FAILED'], limit: 8 }, { signal }), [], { live });
  const findings = useLoad((signal) => findingsList({ limit: 8 }, { signal }), [], { live });
  const letters = useLoad((signal) => messagesGroups({ signal }), [], { live });
  const soon = useLoad((signal) => messagesUpcoming({ due_before: new Date(Date.now() + HOUR).toISOString(), limit: 8 }, { signal }), [], { live });

  const of = (/** @type {any} */ one) => (one.data ? (one.data.more ? `${number(one.data.tasks)}+` : one.data.tasks) : '…');
  return html`
    <div class="page-head"><h1>${t('Overview')}</h1></div>
    <div class="stack-wide">
      <${Shown} loaded=${counts} rows=${2}>${(/** @type {any} */ data) => html`<div class="cards">
        <${Card} label=${t('Running')} n=${sum(data.items, 'ACTIVE')} to="/instances?state=ACTIVE" tone="run" />
        <${Card} label=${t('Failed')} n=${sum(data.items, 'FAILED')} to="/instances?state=FAILED" tone="failed" />
        <${Card} label=${t('Late tasks')} n=${of(late)} to="/inbox?due=late" tone="attention" />
        <${Card} label=${t('Waiting for me')} n=${of(mine)} to="/inbox" tone="run" />
      </div>`}<//>
      <div class="columns">
        <${Panel} title=${t('What failed last')} actions=${html`<a href="/instances?state=FAILED">${t('All of them')}</a>`}>
          <${Shown} loaded=${failed} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing has failed.')}>
            ${(/** @type {any} */ data) => html`<div>${data.items.map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${one.id}>
              <a href=${`/instances/${one.id}`}>${workflowName(one.workflow.key)} · ${subjectText(one.subject)}</a><span class="small muted"><${Time} at=${one.ended_at || one.created_at} /></span></div>`)}</div>`}
          <//>
        <//>
        <${Panel} title=${t('Needs attention')} actions=${html`<a href="/settings?tab=findings">${t('All of them')}</a>`}>
          <${Shown} loaded=${findings} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing needs attention.')}>
            ${(/** @type {any} */ data) => html`<div class="stack">${data.items.map((/** @type {any} */ one) => html`<${Notice} key=${one.id} tone="careful" title=${words(one.kind)}>
              <p class="small">${one.instance_id ? html`<a href=${`/instances/${one.instance_id}?step=${one.step || ''}`}>${workflowName(one.workflow) || t('Instance')}${one.step ? ` · ${one.step}` : ''}</a>` : one.workflow ? html`<a href=${`/workflows/${one.workflow}`}>${workflowName(one.workflow)}</a>` : ''} <${Time} at=${one.since} /></p>
            <//>`)}</div>`}
          <//>
        <//>
        <${Panel} title=${t('Messages that did not arrive')} actions=${html`<a href="/messages?tab=dead">${t('All of them')}</a>`}>
          <${Shown} loaded=${letters} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Every message arrived.')}>
            ${(/** @type {any} */ data) => html`<div>${data.items.slice(0, 8).map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${`${one.channel}${one.code}${one.example}`}>
              <span><strong>${channelName(one.channel)}</strong> ${one.code || ''} ${one.example || ''}</span><span class="small muted">${plural(one.messages ?? one.count ?? 0, '{n} message', '{n} messages')}</span></div>`)}</div>`}
          <//>
        <//>
        <${Panel} title=${t('Going out within the hour')} actions=${html`<a href="/messages">${t('All of them')}</a>`}>
          <${Shown} loaded=${soon} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing is going out.')}>
            ${(/** @type {any} */ data) => html`<div>${data.items.map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${one.id}>
              <a href=${`/messages?tab=upcoming&message=${one.id}`}>${channelName(one.channel)} · ${one.recipient}</a><span class="row small"><${State} state=${one.state} /><${Time} at=${one.due_at} /></span></div>`)}</div>`}
          <//>
        <//>
      </div>
    </div>`;
}

/** @param {string} kind */
function words(kind) {
  const text = word(kind);
  return text[0].toUpperCase() + text.slice(1);
}
