// @ts-check
import { html } from '../../app/html.js';
import { messagesList } from '../../api/operations/messages.js';
import { channelName } from '../../app/channels.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { MessageText } from '../../components/mail.js';
import { Panel, Shown } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Time } from '../../components/time.js';

/** What it has sent, and what is still to go out. @param {{id: string, subject: any, names: import('./names.js').Names}} props */
export function Messages({ id, subject, names }) {
  const about = subject ? `${subject.type}:${subject.id}` : undefined;
  const loaded = useLoad((signal) => messagesList({ subject: about, limit: 200 }, { signal }), [id], { live: (event) => event.topic === 'message' });
  return html`<${Panel} title=${t('Messages')}><${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.some((/** @type {any} */ one) => one.instance_id === id)} empty=${t('It has sent nothing.')}>
    ${(/** @type {any} */ data) => html`<div>${data.items.filter((/** @type {any} */ one) => one.instance_id === id).map((/** @type {any} */ one) => html`<details key=${one.id}>
      <summary><strong>${channelName(one.channel)}</strong> ${one.recipient} <${State} state=${one.state} /> <span class="small muted">${names(one.step)} · <${Time} at=${one.ended_at || one.due_at || one.created_at} /></span></summary>
      ${one.result ? html`<p>${one.result}</p>` : ''}
      <${MessageText} content=${one.content} channel=${one.channel} />
    </details>`)}</div>`}
  <//><//>`;
}
