// @ts-check
/** What is going out, what did not arrive and why, and what was sent. */
import { html, useState } from '../../app/html.js';
import { post } from '../../api/client.js';
import { messagesBulk, messagesFailed, messagesGroups, messagesList, messagesUpcoming } from '../../api/operations/messages.js';
import { channelName } from '../../app/channels.js';
import { day } from '../../app/format.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Choice, SubjectSearch } from '../../components/field.js';
import { attempt } from '../../components/notices.js';
import { Shown } from '../../components/panel.js';
import { State, stateWord } from '../../components/state.js';
import { Table } from '../../components/table.js';
import { chosenTab, Tabs } from '../../components/tabs.js';
import { Time } from '../../components/time.js';
import { SavedViews } from '../../components/views.js';
import Calendar from '../calendar/page.js';
import { Templates } from '../templates/page.js';
import { Message } from './message.js';

const CHANNELS = ['email', 'sms', 'whatsapp', 'in_app', 'webhook'];

export default function Messages() {
  const [query] = useQuery();
  const tab = chosenTab(query, 'upcoming');
  const chosen = query.get('message');
  return html`<div class="page-head"><h1>${t('Messages')}</h1><${SavedViews} page="messages" /></div>
    <${Tabs} label=${t('Which messages')} tabs=${[['upcoming', t('Going out')], ['calendar', t('Calendar')], ['dead', t('Did not arrive')], ['all', t('All')], ['templates', t('Templates')]]} />
    <div class=${chosen ? 'split-view' : ''}>
      <div>${tab === 'upcoming' ? html`<${Upcoming} />` : tab === 'calendar' ? html`<${Calendar} only=${['MESSAGE']} />` : tab === 'templates' ? html`<${Templates} />` : tab === 'dead' ? html`<${Dead} />` : html`<${All} />`}</div>
      ${chosen ? html`<${Message} key=${chosen} id=${chosen} />` : ''}
    </div>`;
}

/** A calendar of what is to go out: days, and the messages of each. */
function Upcoming() {
  const workflowName = useWorkflowNames();
  const [query, setQuery] = useQuery();
  const session = useSession();
  const filter = { channel: query.get('channel'), subject: query.get('subject') };
  const loaded = useLoad((signal) => messagesUpcoming({ ...filter, limit: 200 }, { signal }), [JSON.stringify(filter)], { live: (event) => event.topic === 'message' });
  const act = async (/** @type {any} */ one, /** @type {string} */ verb, /** @type {any} */ body, /** @type {string} */ done) => {
    await attempt(() => post(`/api/v1/messages/${one.id}/${verb}`, body), done);
    loaded.reload();
  };
  return html`<div class="filters">
      <${Choice} label=${t('Channel')} value=${filter.channel || ''} onChange=${(/** @type {string} */ channel) => setQuery({ channel })} options=${[['', t('All')], ...CHANNELS.map((one) => /** @type {[string, string]} */ ([one, channelName(one)]))]} />
      <${SubjectSearch} value=${filter.subject} onChange=${(/** @type {string | null} */ subject) => setQuery({ subject })} />
    </div>
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing is going out.')}>${(/** @type {any} */ data) => {
      /** @type {Map<string, any[]>} */
      const days = new Map();
      for (const one of data.items) {
        const key = one.due_at ? day(one.due_at) : t('when it is released');
        days.set(key, [...(days.get(key) || []), one]);
      }
      return html`<div class="stack">${[...days].map(([label, items]) => html`<section class="panel" key=${label} aria-label=${label}><header><h2>${label}</h2><span class="muted small">${plural(items.length, '{n} message', '{n} messages')}</span></header>
        ${items.map((one) => html`<div class="row spread grid-row" key=${one.id}>
          <a href=${`/messages?tab=upcoming&message=${one.id}`}><strong>${channelName(one.channel)}</strong> ${one.recipient} <span class="muted small">${workflowName(one.workflow)}</span></a>
          <span class="row"><${State} state=${one.state} /><${Time} at=${one.due_at} />
            ${is(session, 'ADMIN', 'MANAGER') ? html`${one.state === 'HELD' ? html`<button class="button quiet" onClick=${() => act(one, 'release', {}, t('Released'))}>${t('Release')}</button>` : html`<button class="button quiet" onClick=${() => act(one, 'hold', {}, t('Held'))}>${t('Hold')}</button>`}
              <button class="button quiet" onClick=${() => act(one, 'send-now', {}, t('It goes out now'))}>${t('Send now')}</button>` : ''}</span></div>`)}</section>`)}</div>`;
    }}<//>`;
}

function Dead() {
  const workflowName = useWorkflowNames();
  const [query, setQuery] = useQuery();
  const groups = useLoad((signal) => messagesGroups({ signal }), [], { live: (event) => event.topic === 'message' });
  const filter = { channel: query.get('channel'), scope: query.get('scope'), code: query.get('code') };
  return html`<${Shown} loaded=${groups} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Every message arrived.')}>${(/** @type {any} */ data) => html`<div class="stack">
      <h2>${t('By cause')}</h2>
      <div class="grid">${data.items.map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${`${one.channel}${one.scope}${one.code}`}>
        <a href=${`/messages?tab=dead&channel=${one.channel}${one.scope ? `&scope=${one.scope}` : ''}${one.code ? `&code=${encodeURIComponent(one.code)}` : ''}`}><strong>${channelName(one.channel)}</strong> ${one.code || ''} ${one.example || ''}</a>
        <span class="row"><span class="muted">${plural(one.messages ?? one.count ?? 0, '{n} message', '{n} messages')}</span>
        <button class="button" onClick=${() => attempt(() => messagesBulk({ operation: 'resend', filter: { channel: one.channel, scope: one.scope, code: one.code } }), t('It is running; Jobs, above, shows its progress')).then(groups.reload)}>${t('Send all of them again')}</button></span></div>`)}</div></div>`}<//>
    <h2>${t('Message by message')}</h2>
    ${filter.channel ? html`<p><button class="button quiet" onClick=${() => setQuery({ channel: null, scope: null, code: null })}>${t('Show all causes')}</button></p>` : ''}
    <${Table} label=${t('Messages that did not arrive')} deps=${[JSON.stringify(filter)]} filtered=${Boolean(filter.channel)} columns=${columns(workflowName)}
      load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => messagesFailed({ ...filter, cursor, limit: 100 }, { signal })} id=${(/** @type {any} */ one) => one.id}
      href=${(/** @type {any} */ one) => `/messages?tab=dead&message=${one.id}`} empty=${t('Every message arrived.')} />`;
}

function All() {
  const workflowName = useWorkflowNames();
  const [query, setQuery] = useQuery();
  const [refresh, setRefresh] = useState(0);
  const filter = { state: query.get('state'), subject: query.get('subject') };
  useLoad(async () => setRefresh((n) => n + 1), [], { live: (event) => event.topic === 'message' });
  return html`<div class="filters">
      <${Choice} label=${t('State')} value=${filter.state || ''} onChange=${(/** @type {string} */ state) => setQuery({ state })} options=${[['', t('All')], ...['PENDING', 'SENDING', 'SENT', 'HELD', 'FAILED', 'SUPPRESSED', 'CANCELED', 'UNKNOWN'].map((one) => /** @type {[string, string]} */ ([one, stateWord(one)]))]} />
      <${SubjectSearch} value=${filter.subject} onChange=${(/** @type {string | null} */ subject) => setQuery({ subject })} /></div>
    <${Table} label=${t('Messages')} deps=${[JSON.stringify(filter)]} refresh=${refresh} filtered=${Boolean(filter.state || filter.subject)} columns=${columns(workflowName)}
      load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => messagesList({ ...filter, cursor, limit: 100 }, { signal })} id=${(/** @type {any} */ one) => one.id}
      href=${(/** @type {any} */ one) => `/messages?tab=all&message=${one.id}`} empty=${t('Nothing was sent yet.')} />`;
}

/** @param {(key: string) => string} workflowName */
function columns(workflowName) {
  return [
    { key: 'to', label: t('To'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => html`${channelName(one.channel)} · ${one.recipient}` },
    { key: 'workflow', label: t('From'), width: 'minmax(120px, 1fr)', cell: (/** @type {any} */ one) => html`<span class="muted">${workflowName(one.workflow)}</span>` },
    { key: 'state', label: t('State'), width: '120px', cell: (/** @type {any} */ one) => html`<${State} state=${one.state} />` },
    { key: 'result', label: t('Result'), width: 'minmax(120px, 2fr)', cell: (/** @type {any} */ one) => one.result || '' },
    { key: 'at', label: t('When'), width: '120px', cell: (/** @type {any} */ one) => html`<${Time} at=${one.ended_at || one.due_at || one.created_at} />` },
  ];
}
