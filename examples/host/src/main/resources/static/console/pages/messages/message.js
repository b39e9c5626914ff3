// @ts-check
import { html } from '../../app/html.js';
import { messagesDiscard, messagesGet, messagesHold, messagesMove, messagesReaddress, messagesRelease, messagesResend, messagesSendNow, messagesSkip } from '../../api/operations/messages.js';
import { channelName } from '../../app/channels.js';
import { absolute } from '../../app/format.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { ask } from '../../components/ask.js';
import { Data, Facts } from '../../components/data.js';
import { confirm } from '../../components/dialog.js';
import { MessageText } from '../../components/mail.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Subject } from '../../components/subject.js';
import { localInput, Time } from '../../components/time.js';

/** One message with what became of it. @param {{id: string}} props */
export function Message({ id }) {
  const [, setQuery] = useQuery();
  const workflowName = useWorkflowNames();
  const may = is(useSession(), 'ADMIN', 'MANAGER');
  const loaded = useLoad((signal) => messagesGet(id, { signal }), [id], { live: (event) => event.topic === 'message' });
  return html`<${Shown} loaded=${loaded}>${(/** @type {any} */ data) => {
    const one = data.message;
    return html`<${Panel} title=${`${channelName(one.channel)} · ${one.recipient}`} actions=${html`<${State} state=${one.state} /><button class="button quiet" onClick=${() => setQuery({ message: null })}>${t('Close')}</button>`}>
      <div class="stack">
        <${Facts} facts=${[
          [t('From'), one.instance_id ? html`<a href=${`/instances/${one.instance_id}?tab=messages`}>${workflowName(one.workflow)}</a>` : workflowName(one.workflow)],
          [t('Subject'), one.subject ? html`<${Subject} of=${one.subject} />` : null], [t('Result'), one.result], [t('Attempts'), one.attempts],
          [t('First to'), one.original_recipient], [t('Goes out'), ['PENDING', 'HELD'].includes(one.state) ? html`<${Time} at=${one.due_at} both />` : null],
          [t('Ended'), one.ended_at ? html`<${Time} at=${one.ended_at} both />` : null], [t('Delivery'), one.delivery ? html`<${State} state=${one.delivery} />` : null]]} />
        ${may ? html`<${Commands} one=${one} reload=${loaded.reload} />` : ''}
        <${MessageText} content=${one.content} channel=${one.channel} />
        <details><summary>${t('All of it')}</summary><${Data} value=${data} /></details>
      </div><//>`;
  }}<//>`;
}

/** @param {{one: any, reload: () => void}} props */
function Commands({ one, reload }) {
  const held = one.state === 'HELD';
  const run = (/** @type {() => Promise<any>} */ deed, /** @type {string} */ done, /** @type {(() => Promise<any>) | undefined} */ undo = undefined) => attempt(deed, done, undo ? () => /** @type {any} */ (undo)().then(reload) : undefined).then(reload);
  const move = async (/** @type {any} */ event) => {
    event.preventDefault();
    const at = new Date(event.target.elements.at.value);
    run(() => messagesMove(one.id, { to: at.toISOString() }), t('Moved to {time}', { time: absolute(at) }), one.due_at ? () => messagesMove(one.id, { to: one.due_at }) : undefined);
  };
  const skip = async () => {
    if (await confirm({ title: t('Cancel this message?'), action: t('Cancel the message'), danger: true, body: t('It is not sent. This cannot be taken back.') })) run(() => messagesSkip(one.id, {}), t('Cancelled'));
  };
  const readdress = async () => {
    const recipient = await ask({ title: t('Send it to another address'), label: t('Address'), action: t('Send again'), value: one.recipient });
    if (recipient) run(async () => {
      await messagesReaddress(one.id, { recipient });
      await messagesResend(one.id, {});
    }, t('Sent again'));
  };
  const discard = async () => {
    if (await confirm({ title: t('Discard this message?'), action: t('Discard it'), danger: true, body: t('It is not tried again and leaves this list.') })) run(() => messagesDiscard(one.id, {}), t('Discarded'));
  };
  if (['PENDING', 'HELD'].includes(one.state)) {
    return html`<div class="row end"><button class="button" onClick=${() => run(() => messagesSendNow(one.id, {}), t('It goes out now'))}>${t('Send now')}</button>
      <button class="button" onClick=${() => (held ? run(() => messagesRelease(one.id, {}), t('Released'), () => messagesHold(one.id, {})) : run(() => messagesHold(one.id, {}), t('Held'), () => messagesRelease(one.id, {})))}>${held ? t('Release') : t('Hold')}</button>
      <form class="row" onSubmit=${move}><label class="row">${t('Move to')} <input name="at" type="datetime-local" required defaultValue=${one.due_at ? localInput(one.due_at) : undefined} /></label><button class="button" type="submit">${t('Move')}</button></form>
      <button class="button danger" onClick=${skip}>${t('Cancel the message')}</button></div>`;
  }
  return ['FAILED', 'UNKNOWN'].includes(one.state) ? html`<div class="row"><button class="button primary" onClick=${() => run(() => messagesResend(one.id, {}), t('Sent again'))}>${t('Send again')}</button>
    <button class="button" onClick=${readdress}>${t('Send it to another address')}</button><button class="button danger" onClick=${discard}>${t('Discard it')}</button></div>` : '';
}
