// @ts-check
/** Which workflow a subject has: override, else rule, else default; every candidate with its reason. */
import { html, useState } from '../../app/html.js';
import { get, post, put, remove } from '../../api/client.js';
import { t, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { Data, Facts } from '../../components/data.js';
import { Field } from '../../components/field.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Time } from '../../components/time.js';

export function Assignments() {
  const rules = useLoad((signal) => get('/api/v1/assignments/rules', {}, signal), []);
  const def = useLoad((signal) => get('/api/v1/assignments/default', {}, signal), []);
  const changes = useLoad((signal) => get('/api/v1/assignments/changes', { limit: 20 }, signal), []);
  return html`<div class="stack-wide">
    <${Effective} />
    <${Panel} title=${t('Rules, the highest priority first')}><${Shown} loaded=${rules} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('There are no rules: the default applies to everybody.')}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one) => html`<details key=${one.id}>
      <summary><strong>${one.name}</strong> → <a href=${`/workflows/${one.workflow}`}>${one.workflow}</a> <span class="tag">${one.priority}</span> ${one.enabled === false ? html`<span class="tag">${t('disabled')}</span>` : ''}</summary><${Data} value=${one.condition} /></details>`)}<//><//>
    <${Panel} title=${t('Where no rule and no override applies')}><${Shown} loaded=${def}>${(/** @type {any} */ one) => html`<${Facts} facts=${[[t('Workflow'), one.workflow || t('none')], [t('Terms'), Object.keys(one.terms || {}).length ? html`<${Data} value=${one.terms} />` : null]]} />`}<//><//>
    <${Panel} title=${t('Who changed what')}><${Shown} loaded=${changes} isEmpty=${(/** @type {any} */ data) => !data.items.length}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one, /** @type {number} */ i) => html`<p key=${i}><strong>${one.by || one.actor || ''}</strong> ${one.what || one.kind || ''} <span class="muted small"><${Time} at=${one.at} /></span></p>`)}<//><//>
  </div>`;
}

/** The workflow that a subject has now, and why. */
function Effective() {
  const [subject, setSubject] = useState('');
  const [found, setFound] = useState(/** @type {any} */ (null));
  const at = subject.indexOf(':');
  const path = `${encodeURIComponent(subject.slice(0, at))}/${encodeURIComponent(subject.slice(at + 1))}`;
  const look = () => attempt(async () => setFound(await post(`/api/v1/assignments/effective/${path}`, { context: {} })));
  const choose = (/** @type {string | null} */ workflow) => {
    const reason = window.prompt(t('Why?'));
    if (reason) attempt(() => put(`/api/v1/assignments/overrides/${path}`, { workflow, reason }), t('Chosen'), () => remove(`/api/v1/assignments/overrides/${path}`)).then(look);
  };
  return html`<${Panel} title=${t('What a subject has now')}>
    <form class="row" onSubmit=${(/** @type {any} */ e) => {
      e.preventDefault();
      look();
    }}><${Field} label=${t('Subject')} help=${t('Its type and id, such as lead:lead-789')}>${(/** @type {any} */ a) => html`<input ...${a} value=${subject} pattern="[^:]+:.+" required onInput=${(/** @type {any} */ e) => setSubject(e.target.value)} />`}<//>
      <button class="button primary" type="submit">${t('Look up')}</button></form>
    ${found ? html`<div class="stack"><p><strong>${found.workflow || found.key || t('none')}</strong> ${t('from {source}', { source: word(String(found.source || '')) })}</p>
      ${(found.trace || []).map((/** @type {any} */ one, /** @type {number} */ i) => html`<div class="message" key=${i}>${typeof one === 'string' ? one : html`<div><strong>${one.candidate || one.source || one.name || ''}</strong> ${one.outcome || one.result || ''}<p class="muted">${one.reason || one.because || ''}</p></div>`}</div>`)}
      <div class="row"><button class="button" onClick=${() => choose(null)}>${t('Choose no workflow')}</button><button class="button" onClick=${() => {
        const workflow = window.prompt(t('Which workflow (its key)?'));
        if (workflow) choose(workflow);
      }}>${t('Choose another')}</button><button class="button" onClick=${() => attempt(() => remove(`/api/v1/assignments/overrides/${path}`), t('The rules apply again')).then(look)}>${t('Remove the override')}</button></div></div>` : ''}
  <//>`;
}
