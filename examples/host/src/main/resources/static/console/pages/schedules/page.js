// @ts-check
/** What runs by the clock: what is next, how the last ones went. */
import { html, useEffect } from '../../app/html.js';
import { post } from '../../api/client.js';
import { schedulesGet, schedulesHistory, schedulesList, schedulesNext } from '../../api/operations/schedules.js';
import { absolute, duration } from '../../app/format.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { Facts } from '../../components/data.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { State, stateTone, stateWord } from '../../components/state.js';
import { Table } from '../../components/table.js';
import { chosenTab, Tabs } from '../../components/tabs.js';
import { Person } from '../../components/person.js';
import { Time } from '../../components/time.js';
import Calendar from '../calendar/page.js';
import { ruleWords } from './words.js';

/** A schedule that is active runs now and then: it is on schedule. @param {any} one */
const stateOf = (one) => (one.state === 'ACTIVE' ? 'SCHEDULED' : one.state);

export default function Schedules() {
  const [query] = useQuery();
  const chosen = query.get('schedule');
  const tab = chosenTab(query, 'list');
  return html`<div class="page-head"><h1>${t('Schedules')}</h1></div>
    <${Tabs} label=${t('Views of the schedules')} tabs=${[['list', t('List')], ['calendar', t('Calendar')]]} />
    ${tab === 'calendar' ? html`<${Calendar} only=${['TICK']} />` : html`<div class=${chosen ? 'split-view' : ''}>
      <div><${Table} label=${t('Schedules')} deps=${[]} id=${(/** @type {any} */ one) => one.id} href=${(/** @type {any} */ one) => `/schedules?schedule=${one.id}`} current=${chosen}
        load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => schedulesList({ cursor, limit: 100 }, { signal })}
        empty=${t('Nothing runs by the clock. Give a workflow a schedule as its trigger.')}
        columns=${[
          { key: 'name', label: t('Name'), width: 'minmax(140px, 2fr)', cell: (/** @type {any} */ one) => one.name || one.workflow },
          { key: 'rule', label: t('When'), width: 'minmax(120px, 2fr)', cell: (/** @type {any} */ one) => html`${ruleWords(one.timing)} <span class="muted small">${one.zone}</span>` },
          { key: 'state', label: t('State'), width: '110px', cell: (/** @type {any} */ one) => html`<${State} state=${stateOf(one)} />` },
          { key: 'next', label: t('Next'), width: '130px', cell: (/** @type {any} */ one) => html`<${Time} at=${one.next_at} />` },
        ]} /></div>
      ${chosen ? html`<${Schedule} key=${chosen} id=${chosen} />` : ''}
    </div>`}`;
}

/** @param {{id: string}} props */
function Schedule({ id }) {
  const session = useSession();
  const path = `/api/v1/schedules/${id}`;
  const live = (/** @type {any} */ event) => event.topic === 'schedule' || event.topic === 'instance';
  const one = useLoad((signal) => schedulesGet(id, { signal }), [id], { live });
  const next = useLoad((signal) => schedulesNext(id, { count: 5 }, { signal }), [id]);
  const ticks = useLoad((signal) => schedulesHistory(id, { limit: 30 }, { signal }), [id], { live });
  useEffect(() => {
    // The stream tells of instances; how a tick went is written a moment after.
    if (!ticks.data?.items.some((/** @type {any} */ tick) => tick.state === 'RUNNING')) return undefined;
    const timer = setTimeout(() => {
      one.reload();
      ticks.reload();
    }, 3000);
    return () => clearTimeout(timer);
  }, [ticks.data]);
  const act = (/** @type {string} */ verb, /** @type {string} */ done) => attempt(() => post(`${path}/${verb}`, {}), done).then(() => {
    one.reload();
    ticks.reload();
  });
  return html`<${Shown} loaded=${one}>${(/** @type {any} */ data) => html`<${Panel} title=${data.name || data.workflow} actions=${html`<${State} state=${stateOf(data)} />
      ${is(session, 'ADMIN', 'MANAGER') ? html`<button class="button" onClick=${() => act('run', t('It runs now'))}>${t('Run now')}</button>
        ${data.state === 'PAUSED' ? html`<button class="button primary" onClick=${() => act('resume', t('Resumed'))}>${t('Resume')}</button>` : html`<button class="button" onClick=${() => act('pause', t('Paused'))}>${t('Pause')}</button>`}` : ''}`}>
    <div class="stack">
      <${Facts} facts=${[[t('When'), html`${ruleWords(data.timing)} ${data.timing.schedule ? html`<code class="muted">${data.timing.schedule}</code>` : ''}`], [t('Time zone'), data.zone], [t('Running'), data.running || null], [t('Waiting'), data.queued || null], [t('By'), html`<${Person} id=${data.created_by} />`]]} />
      <h3>${t('The next five')}</h3>
      <${Shown} loaded=${next} isEmpty=${(/** @type {any} */ list) => !list.items.length} empty=${t('It does not run again.')}>${(/** @type {any} */ list) => html`<ol>${list.items.map((/** @type {any} */ tick) => html`<li key=${tick.at}>${absolute(tick.at, tick.zone)} <span class="muted small">${tick.zone}</span> ${tick.clock_change ? html`<span class="state attention">${t('the clocks change that day')}</span>` : ''}</li>`)}</ol>`}<//>
      <h3>${t('The last 30')}</h3>
      <${Shown} loaded=${ticks} isEmpty=${(/** @type {any} */ list) => !list.items.length} empty=${t('It has not run yet.')}>${(/** @type {any} */ list) => html`<${Ticks} items=${list.items} />`}<//>
    </div><//>`}<//>`;
}

/** Each tick as a bar as long as it took, and the same as a table. @param {{items: any[]}} props */
function Ticks({ items }) {
  const most = Math.max(1, ...items.map((one) => one.duration_ms || 0));
  return html`<figure class="ticks" role="img" aria-label=${t('{n} runs; the table below has the same', { n: items.length })}>${[...items].reverse().map((one) => html`<span key=${one.id} class=${`tick ${stateTone(one.state)}`}
      style=${{ height: `${8 + Math.round(40 * ((one.duration_ms || 0) / most))}px` }} title=${`${absolute(one.planned_at)} ${stateWord(one.state)}`}></span>`)}</figure>
    <div class="grid">${items.slice(0, 10).map((one) => html`<div class="row spread grid-row" key=${one.id}><span><${Time} at=${one.planned_at} both /></span>
      <span class="row"><${State} state=${one.state} /><span class="muted small">${duration(one.duration_ms)}</span>${one.instance_id ? html`<a href=${`/instances/${one.instance_id}`}>${t('Instance')}</a>` : ''}</span></div>`)}</div>`;
}
