// @ts-check
/** Where providers post what became of messages, signatures, payments and uploads. */
import { html, useState } from '../../app/html.js';
import { remove } from '../../api/client.js';
import { callbacksListEndpoints } from '../../api/operations/callbacks.js';
import { mattersListEndpoints, mattersMakeEndpoint } from '../../api/operations/matters.js';
import { channelName } from '../../app/channels.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { ask } from '../../components/ask.js';
import { confirm } from '../../components/dialog.js';
import { attempt, Notice } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Person } from '../../components/person.js';
import { Time } from '../../components/time.js';

const KINDS = /** @type {Record<string, string>} */ ({ esign: 'Signatures', payments: 'Payments', uploads: 'Uploads' });

export function Endpoints() {
  const loaded = useLoad((signal) => mattersListEndpoints({ signal }), []);
  const channels = useLoad((signal) => callbacksListEndpoints({ signal }), []);
  const [made, setMade] = useState(/** @type {any} */ (null));
  const make = async () => {
    const kind = await ask({ title: t('Make an endpoint'), label: t('For what?'), action: t('Make it'), options: Object.entries(KINDS).map(([key, label]) => [key, t(label)]) });
    if (!kind) return;
    const answer = await attempt(() => mattersMakeEndpoint({ kind }));
    if (answer) setMade(answer);
    loaded.reload();
  };
  const drop = async (/** @type {string} */ path, /** @type {() => void} */ reload) => {
    if (await confirm({ title: t('Remove this endpoint?'), action: t('Remove'), danger: true, body: t('What the provider posts there is not found from then on.') })) attempt(() => remove(path), t('Removed')).then(reload);
  };
  return html`<div class="stack-wide">
    ${made ? html`<${Notice} tone="good" title=${t('Copy both now: they are not shown again')}><p class="small">${t('Address')}</p><pre class="code" tabindex="0">${location.origin}${made.url}</pre><p class="small">${t('Key of the signatures')}</p><pre class="code" tabindex="0">${made.signingKey}</pre><//>` : ''}
    <${Panel} title=${t('Signatures, payments, uploads')} actions=${html`<button class="button" onClick=${make}>${t('Make an endpoint')}</button>`}>
      <${Shown} loaded=${loaded} rows=${2} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No provider posts here yet.')}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${one.id}>
        <span><strong>${t(KINDS[one.kind] || one.kind)}</strong> <span class="muted">${one.provider} · ${t('by')} <${Person} id=${one.createdBy} /> · <${Time} at=${one.createdAt} /></span></span>
        <button class="button quiet" onClick=${() => drop(`/api/workflows/webhook-endpoints/${one.id}`, loaded.reload)}>${t('Remove')}</button></div>`)}<//><//>
    <${Panel} title=${t('Channels')}><${Shown} loaded=${channels} rows=${2} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No provider posts here yet.')}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${one.id}>
      <span><strong>${channelName(one.channel)}</strong> <span class="muted">${one.provider || ''} <${Time} at=${one.created_at} /></span></span>
      <button class="button quiet" onClick=${() => drop(`/api/v1/callback-endpoints/${one.id}`, channels.reload)}>${t('Remove')}</button></div>`)}<//><//></div>`;
}
