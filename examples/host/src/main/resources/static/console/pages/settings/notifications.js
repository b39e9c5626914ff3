// @ts-check
/** The notification rules of the organisation: what is sent to whom when something happens. */
import { html, useState } from '../../app/html.js';
import { request } from '../../api/client.js';
import { channelName } from '../../app/channels.js';
import { durationWords } from '../../app/format.js';
import { plural, t, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { ask } from '../../components/ask.js';
import { Data } from '../../components/data.js';
import { Export } from '../../components/export.js';
import { Menu } from '../../components/menu.js';
import { attempt, Failure, say } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { State } from '../../components/state.js';

const PATH = '/api/v1/admin/organizations/me/workflow-engine/workflows';

/** @param {any} row */
const words = (row) => word(String(row.trigger)).replace(/^./, (c) => c.toUpperCase());

/** When, from the minutes of a row. @param {any} row */
const after = (row) => (Number(row.delay_minutes) ? t('after {time}', { time: durationWords(minutes(Number(row.delay_minutes))) }) : t('at once'));

/** @param {number} n */
function minutes(n) {
  return n % 1440 === 0 ? `P${n / 1440}D` : n % 60 === 0 ? `PT${n / 60}H` : `PT${n}M`;
}

export function Notifications() {
  const loaded = useLoad(async (signal) => {
    const answer = await request('GET', PATH, { signal });
    return { rows: answer.body.workflows, etag: answer.headers.get('ETag') || '' };
  }, [], { live: (event) => event.topic === 'definition' });
  const [error, setError] = useState(/** @type {any} */ (null));
  const put = async (/** @type {any} */ data, /** @type {any[]} */ rows, /** @type {boolean} */ undo = true) => {
    setError(null);
    try {
      const answer = await request('PUT', PATH, { body: { workflows: rows }, headers: data.etag ? { 'If-Match': data.etag } : {} });
      const next = { rows: answer.body.workflows, etag: answer.headers.get('ETag') || '' };
      loaded.reload();
      say(t('Saved'), undo ? { action: { label: t('Undo'), run: () => put(next, data.rows, false) } } : {});
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Panel} title=${t('Notification rules')}>
    <p class="muted">${t('Each rule is a workflow of its own: what is sent, to whom, and when. All rules are saved together.')}</p>
    ${error ? html`<${Failure} problem=${error} />` : ''}
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.rows.length} empty=${t('There are no notification rules.')}>${(/** @type {any} */ data) => html`<div>
      ${data.rows.map((/** @type {any} */ row, /** @type {number} */ i) => html`<div class="grid-row rule" key=${row.workflow_id}>
        <span><strong>${words(row)}</strong> <span class="muted">${channelName(row.channel)} · ${word(String(row.audience))} · ${after(row)}${row.steps?.length ? ` · ${plural(row.steps.length, '{n} more message', '{n} more messages')}` : ''}</span></span>
        <span class="row"><${State} state=${row.enabled ? 'PUBLISHED' : 'DISABLED'} />
          <${Menu} label=${t('More for {id}', { id: words(row) })} items=${[
            { label: row.enabled ? t('Disable') : t('Enable'), run: () => put(data, data.rows.map((/** @type {any} */ one, /** @type {number} */ j) => (j === i ? { ...one, enabled: !one.enabled } : one))) },
            { label: t('Change the delay'), run: async () => {
              const text = await ask({ title: t('When is it sent?'), label: t('Minutes after it happened'), action: t('Save'), value: String(row.delay_minutes || 0) });
              if (text && /^\d+$/.test(text)) put(data, data.rows.map((/** @type {any} */ one, /** @type {number} */ j) => (j === i ? { ...one, delay_minutes: Number(text) } : one)));
            } },
            { label: t('Remove'), danger: true, run: () => put(data, data.rows.filter((/** @type {any} */ _, /** @type {number} */ j) => j !== i)) },
          ]} /></span>
        <details><summary class="small">${t('As it is written')}</summary><${Data} value=${row} /></details></div>`)}
      <div class="row spread"><a href="/workflows">${t('All workflows')}</a><${Export} name="notification-rules" columns=${columns()} rows=${() => data.rows} /></div></div>`}<//>
  <//>`;
}

function columns() {
  return ['trigger', 'channel', 'audience', 'enabled', 'delay_minutes', 'template', 'workflow_id', 'version'].map((key) => ({ label: key, value: (/** @type {any} */ row) => row[key] }));
}
