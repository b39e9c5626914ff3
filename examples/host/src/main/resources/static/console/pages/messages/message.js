// @ts-check
import { html } from '../../app/html.js';
import { get, post } from '../../api/client.js';
import { channelName } from '../../app/channels.js';
import { t } from '../../app/i18n.js';
import { subjectText } from '../../app/format.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Data, Facts } from '../../components/data.js';
import { attempt } from '../../components/notices.js';
import { MessageText } from '../../components/mail.js';
import { Panel, Shown } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Time } from '../../components/time.js';

/** One message with what became of it. @param {{id: string}} props */
export function Message({ id }) {
  const [, setQuery] = useQuery();
  const workflowName = useWorkflowNames();
  const loaded = useLoad((signal) => get(`/api/v1/messages/${id}`, {}, signal), [id], { live: (event) => event.topic === 'message' });
  return html`<${Shown} loaded=${loaded}>${(/** @type {any} */ data) => {
    const one = data.message || data;
    const act = (/** @type {string} */ verb, /** @type {any} */ body, /** @type {string} */ done) => attempt(() => post(`/api/v1/messages/${id}/${verb}`, body), done).then(loaded.reload);
    const open = ['PENDING', 'HELD'].includes(one.state);
    return html`<${Panel} title=${`${channelName(one.channel)} · ${one.recipient}`} actions=${html`<${State} state=${one.state} /><button class="button quiet" onClick=${() => setQuery({ message: null })}>${t('Close')}</button>`}>
      <div class="stack">
        <${Facts} facts=${[
          [t('From'), one.instance_id ? html`<a href=${`/instances/${one.instance_id}?tab=messages`}>${workflowName(one.workflow)}</a>` : workflowName(one.workflow)],
          [t('Subject'), one.subject ? subjectText(one.subject) : null], [t('Result'), one.result], [t('Attempts'), one.attempts],
          [t('Goes out'), open ? html`<${Time} at=${one.due_at} both />` : null], [t('Ended'), one.ended_at ? html`<${Time} at=${one.ended_at} both />` : null], [t('Delivery'), one.delivery ? html`<${State} state=${one.delivery} />` : null]]} />
        <div class="row">
          ${open ? html`<button class="button" onClick=${() => act('send-now', {}, t('It goes out now'))}>${t('Send now')}</button>
            <button class="button" onClick=${() => act(one.state === 'HELD' ? 'release' : 'hold', {}, t('Done'))}>${one.state === 'HELD' ? t('Release') : t('Hold')}</button>
            <form class="row" onSubmit=${(/** @type {any} */ e) => {
              e.preventDefault();
              act('move', { at: new Date(e.target.elements.at.value).toISOString() }, t('Moved'));
            }}><label class="row">${t('Move to')} <input name="at" type="datetime-local" required /></label><button class="button" type="submit">${t('Move')}</button></form>
            <button class="button danger" onClick=${() => act('cancel', {}, t('Cancelled'))}>${t('Cancel the message')}</button>` : ''}
          ${['FAILED', 'UNKNOWN'].includes(one.state) ? html`<button class="button primary" onClick=${() => act('resend', {}, t('Sent again'))}>${t('Send again')}</button>` : ''}
        </div>
        <${MessageText} content=${one.content} channel=${one.channel} />
        <details><summary>${t('All of it')}</summary><${Data} value=${data} /></details>
      </div><//>`;
  }}<//>`;
}
