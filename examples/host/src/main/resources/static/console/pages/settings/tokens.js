// @ts-check
import { html, useState } from '../../app/html.js';
import { usersCreateToken, usersDeleteToken, usersListTokens } from '../../api/operations/users.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { confirm } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { attempt, Notice } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Time } from '../../components/time.js';

/** Tokens for programs; each is shown once, when it is made. */
export function Tokens() {
  const loaded = useLoad((signal) => usersListTokens({}, { signal }), []);
  const [made, setMade] = useState('');
  const create = async (/** @type {any} */ event) => {
    event.preventDefault();
    const form = event.target.elements;
    const answer = await attempt(() => usersCreateToken({ name: form.name.value, scopes: [...form.scopes].filter((/** @type {any} */ one) => one.checked).map((/** @type {any} */ one) => one.value) }));
    if (answer?.token) setMade(answer.token);
    loaded.reload();
  };
  return html`<div class="stack-wide">
    ${made ? html`<${Notice} tone="good" title=${t('Copy it now: it is not shown again')}><pre class="code" tabindex="0">${made}</pre><//>` : ''}
    <form class="row panel" onSubmit=${create}>
      <${Field} label=${t('What it is for')}>${(/** @type {any} */ a) => html`<input ...${a} name="name" required />`}<//>
      ${['read', 'write'].map((scope) => html`<label class="check" key=${scope}><input type="checkbox" name="scopes" value=${scope} checked />${t(scope)}</label>`)}
      <button class="button primary" type="submit">${t('Make a token')}</button></form>
    <${Panel} title=${t('Your tokens')}><${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('You have no tokens.')}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${one.id}>
      <span><strong>${one.name}</strong> <span class="muted small">${(one.scopes || []).map((/** @type {string} */ scope) => t(scope)).join(', ')} · ${t('until')} <${Time} at=${one.expires_at} /></span></span>
      <button class="button danger" onClick=${async () => {
        if (await confirm({ title: t('Revoke {name}?', { name: one.name }), action: t('Revoke'), danger: true, body: t('Programs that use it are refused from then on.') })) attempt(() => usersDeleteToken(one.id), t('Revoked')).then(loaded.reload);
      }}>${t('Revoke')}</button></div>`)}<//><//></div>`;
}
