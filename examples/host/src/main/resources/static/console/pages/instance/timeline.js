// @ts-check
/** What happened, as a story for people and act by act. */
import { html, useState } from '../../app/html.js';
import { get } from '../../api/client.js';
import { clock, day } from '../../app/format.js';
import { t, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { Data } from '../../components/data.js';
import { Icon } from '../../components/icon.js';
import { Panel, Shown } from '../../components/panel.js';
import { Person } from '../../components/person.js';
import { Chart } from './chart.js';
import { stateTone, stateWord } from '../../components/state.js';

/** @param {{path: string, id: string, one: any, names: import('./names.js').Names}} props */
export function Timeline({ path, id, one, names }) {
  const [query, setQuery] = useQuery();
  const live = (/** @type {any} */ event) => event.instance_id === id;
  const story = useLoad((signal) => get(`${path}/story`, {}, signal), [path], { live });
  const history = useLoad((signal) => get(`${path}/history`, {}, signal), [path], { live });
  const [most, setMost] = useState(200);
  return html`<div class="stack-wide">
    <${Panel} title=${t('Time line')}><${Shown} loaded=${history}>${(/** @type {any} */ data) => html`<${Chart} acts=${data.items} steps=${one.steps} names=${names} chosen=${query.get('step')} onChoose=${(/** @type {string} */ step) => setQuery({ tab: 'steps', step })} />`}<//><//>
    <${Panel} title=${t('Every entry')}><${Shown} loaded=${history} isEmpty=${(/** @type {any} */ data) => !data.items.length}>${(/** @type {any} */ data) => {
      const newest = [...data.items].reverse();
      let last = '';
      return html`<ol class="timeline">${newest.slice(0, most).map((/** @type {any} */ act) => {
        const today = day(act.at);
        const head = today !== last;
        last = today;
        return html`<li key=${act.id}>
          <span class="small muted">${head ? html`<strong>${today}</strong><br />` : ''}<time datetime=${act.at}>${clock(act.at)}</time></span>
          <span class=${`state ${stateTone(act.to || '')}`}><${Icon} name=${act.kind === 'task' ? 'person' : 'ready'} size=${12} /></span>
          <div><${Act} act=${act} names=${names} /></div></li>`;
      })}</ol>
      ${newest.length > most ? html`<button class="button" onClick=${() => setMost(most + 500)}>${t('Show more')}</button>` : ''}`;
    }}<//><//>
    <details class="panel"><summary>${t('The story as text, for a report')}</summary><${Shown} loaded=${story}>${(/** @type {any} */ data) => html`<ol>${data.lines.map((/** @type {string} */ line, /** @type {number} */ i) => html`<li key=${i}>${line}</li>`)}</ol>`}<//></details>
  </div>`;
}

/** @param {{act: any, names: import('./names.js').Names}} props */
function Act({ act, names }) {
  const who = act.actor === 'engine' ? '' : html` · <${Person} id=${act.actor} />${act.on_behalf_of ? html` ${t('for')} <${Person} id=${act.on_behalf_of} />` : ''}`;
  const what = act.act ? word(act.act) : act.to ? stateWord(act.to) : word(act.kind);
  return html`<details><summary><strong>${act.step ? names(act.step) : t('Instance')}</strong> ${what}${act.attempt > 1 ? ` (${t('attempt {n}', { n: act.attempt })})` : ''}<span class="muted">${who}</span>
    ${act.reason ? html` <span class=${act.to === 'FAILED' ? 'state failed' : 'muted'}>${act.reason}</span>` : ''}</summary>
    <${Data} value=${act} /></details>`;
}
