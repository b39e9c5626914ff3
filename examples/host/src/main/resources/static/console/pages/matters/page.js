// @ts-check
/** A matter: whose turn is it, what is next, what blocks it. */
import { html, useState } from '../../app/html.js';
import { get } from '../../api/client.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { go } from '../../app/router.js';
import { Field } from '../../components/field.js';
import { Panel, Shown } from '../../components/panel.js';

export default function Matters() {
  const [id, setId] = useState('');
  const mine = useLoad((signal) => get('/api/v1/tasks', { limit: 200 }, signal), [], { live: (event) => event.topic === 'task' });
  return html`<div class="page-head"><h1>${t('Matters')}</h1></div>
    <form class="row" onSubmit=${(/** @type {any} */ e) => {
      e.preventDefault();
      go(`/matters/${encodeURIComponent(id)}`);
    }}><${Field} label=${t('Matter')} help=${t('Its id, such as m-1')}>${(/** @type {any} */ a) => html`<input ...${a} data-filter required value=${id} onInput=${(/** @type {any} */ e) => setId(e.target.value)} />`}<//>
      <button class="button primary" type="submit">${t('Open the matter')}</button></form><br />
    <${Panel} title=${t('Matters with open tasks')}><${Shown} loaded=${mine} isEmpty=${(/** @type {any} */ data) => !groups(data).length} empty=${t('No matter has an open task that you may see.')}>
      ${(/** @type {any} */ data) => groups(data).map(([key, count]) => html`<div class="grid-row row spread" key=${key}><a href=${`/matters/${encodeURIComponent(key)}`}>${key}</a><span class="muted">${plural(count, '{n} open task', '{n} open tasks')}</span></div>`)}
    <//><//>`;
}

/** Open tasks by matter. @param {any} data @returns {[string, number][]} */
function groups(data) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const one of data.items) {
    if (one.subject?.type === 'matter') counts.set(one.subject.id, (counts.get(one.subject.id) || 0) + 1);
  }
  return [...counts];
}
