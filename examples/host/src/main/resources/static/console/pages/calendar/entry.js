// @ts-check
import { html, useState } from '../../app/html.js';
import { absolute, inTenantZone, subjectText } from '../../app/format.js';
import { t } from '../../app/i18n.js';
import { is, useSession } from '../../app/session.js';
import { Facts } from '../../components/data.js';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { localInput } from '../../components/time.js';
import { title } from './grid.js';
import { hold, moveTo, runNow, skip } from './changes.js';
import { COMING } from './kinds.js';

/** One thing that is to come, and what can be done with it. @param {{one: any, names: Map<string, string>, onClose: () => void, onDone: () => void}} props */
export function Entry({ one, names, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const [at, setAt] = useState(localInput(one.at));
  const may = is(useSession(), 'ADMIN', 'MANAGER');
  const can = (/** @type {string} */ change) => may && one.changes.includes(change);
  const why = reason || undefined;
  return html`<${Dialog} title=${title(one, names)} onClose=${onClose}>
    <p>${one.what}</p>
    <${Facts} facts=${[
      [t('What'), t(COMING[one.kind]?.[1] || one.kind)],
      [t('When'), html`<time datetime=${one.at} title=${inTenantZone(one.at)}>${absolute(one.at)}</time>${one.held ? html` · <span class="state attention">${t('held')}</span>` : ''}`],
      [t('Workflow'), one.workflow ? html`<a href=${`/workflows/${encodeURIComponent(one.workflow)}`}>${names.get(one.workflow) || one.workflow}</a>` : null],
      [t('Instance'), one.instance_id ? html`<a href=${`/instances/${one.instance_id}${one.step ? `?step=${encodeURIComponent(one.step)}` : ''}`}>${t('Open the instance')}</a>` : null],
      [t('Subject'), one.subject ? subjectText(one.subject) : null],
    ]} />
    ${may && one.changes.length ? html`<form class="stack" onSubmit=${(/** @type {any} */ e) => {
      e.preventDefault();
      if (at) moveTo(one, new Date(at), onDone, why);
    }}>
      <${Field} label=${t('Reason')} optional help=${t('It stands in the history with your name')}>${(/** @type {any} */ a) => html`<input ...${a} value=${reason} maxlength="500" onInput=${(/** @type {any} */ e) => setReason(e.target.value)} />`}<//>
      ${can('move') ? html`<div class="row end"><${Field} label=${t('Move to')}>${(/** @type {any} */ a) => html`<input ...${a} type="datetime-local" required value=${at} onInput=${(/** @type {any} */ e) => setAt(e.target.value)} />`}<//>
        <button class="button primary" type="submit">${t('Move it')}</button></div>` : ''}
      <div class="row">
        ${can('run_now') ? html`<button class="button" type="button" onClick=${() => runNow(one, onDone, why)}>${t('Do it now')}</button>` : ''}
        ${can('hold') || can('release') ? html`<button class="button" type="button" onClick=${() => hold(one, onDone, why)}>${one.held ? t('Release it') : t('Hold it')}</button>` : ''}
        ${can('skip') ? html`<button class="button danger" type="button" onClick=${() => skip(one, onDone, why)}>${t('Skip it')}</button>` : ''}
      </div></form>` : html`<p class="muted">${may ? t('This follows from something else and cannot be changed by itself.') : t('Only an ADMIN or a MANAGER can change what is to come.')}</p>`}
    <div><button class="button quiet" onClick=${onClose}>${t('Close')}</button></div>
  <//>`;
}
