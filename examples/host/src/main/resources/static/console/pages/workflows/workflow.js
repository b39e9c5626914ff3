// @ts-check
/** One workflow: is the live version healthy, what changed, who uses it. */
import { html, useState } from '../../app/html.js';
import { get, post } from '../../api/client.js';
import { definitionsVersions } from '../../api/operations/definitions.js';
import { instancesStart } from '../../api/operations/instances.js';
import { statisticsRuns } from '../../api/operations/statistics.js';
import { number, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { usePlace, go } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { duration } from '../../app/format.js';
import { confirm } from '../../components/dialog.js';
import { Data } from '../../components/data.js';
import { Menu } from '../../components/menu.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { chosenTab, Tabs } from '../../components/tabs.js';
import { Time } from '../../components/time.js';
import { decisionsList } from '../../api/operations/decisions.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Person } from '../../components/person.js';
import { Decision } from '../instance/why.js';
import { Picture } from '../instance/picture.js';

/** @param {{name: string}} props its key */
export default function Workflow({ name }) {
  const path = `/api/v1/definitions/${encodeURIComponent(name)}`;
  const session = useSession();
  const { query } = usePlace();
  const tab = chosenTab(query, 'overview');
  const versions = useLoad((signal) => definitionsVersions(name, { signal }), [name], { live: (event) => event.topic === 'definition' && event.workflow === name });
  return html`<${Shown} loaded=${versions}>${(/** @type {any} */ data) => {
    const live = data.items.find((/** @type {any} */ one) => one.version > 0 && one.status === 'PUBLISHED');
    const newest = live || data.items[0];
    const draft = data.items.find((/** @type {any} */ one) => one.version === 0);
    const builds = is(session, 'ADMIN', 'MANAGER');
    return html`
      <div class="page-head"><h1>${newest.name}</h1>
        ${live ? html`<span class="tag">v${live.version}</span>` : ''}
        ${draft ? html`<span class="tag">${t('draft by')} <${Person} id=${draft.created_by} /></span>` : ''}
        ${builds ? html`<a class="button primary" href=${`/workflows/${encodeURIComponent(name)}/design`}>${draft ? t('Edit the draft') : t('Edit')}</a>` : ''}
        ${live ? html`<${Start} name=${name} />` : ''}
        ${builds ? html`<${More} name=${name} path=${path} reload=${versions.reload} live=${live} />` : ''}
      </div>
      <${Tabs} label=${t('Parts of the workflow')} tabs=${[['overview', t('Overview')], ['starts', t('Why it started or not')], ['versions', t('Versions')], ['document', t('Document')], ['uses', t('Uses')]]} />
      ${tab === 'overview' ? html`<${Health} name=${name} path=${path} version=${newest.version} />` : ''}
      ${tab === 'starts' ? html`<${Starts} name=${name} path=${path} />` : ''}
      ${tab === 'versions' ? html`<${Versions} items=${data.items} path=${path} name=${name} builds=${builds} reload=${versions.reload} />` : ''}
      ${tab === 'document' ? html`<${Document} path=${`${path}/versions/${newest.version}`} />` : ''}
      ${tab === 'uses' ? html`<${Uses} path=${path} />` : ''}`;
  }}<//>`;
}

/** @param {{name: string, path: string, version: number}} props */
function Health({ name, path, version }) {
  const from = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const runs = useLoad((signal) => statisticsRuns({ workflow: name, from }, { signal }), [name], { live: (event) => event.topic === 'instance' && event.workflow === name });
  return html`<div class="stack-wide">
    <${Shown} loaded=${runs} rows=${2}>${(/** @type {any} */ data) => {
      const one = data.items[0] || {};
      const of = (/** @type {string} */ state) => `/instances?workflow=${encodeURIComponent(name)}&state=${state}`;
      return html`<p class="small muted">${t('The last 7 days')}</p><div class="cards">
        <a class="card" href=${of('')}><span class="muted">${t('Started')}</span><span class="number">${number(one.started || 0)}</span></a>
        <a class="card" href=${of('ACTIVE')}><span class="muted">${t('Running now')}</span><span class="number">${number(one.running || 0)}</span></a>
        <a class="card" href=${of('FAILED')}><span class="muted">${t('Failed')}</span><span class=${`number ${one.failed ? 'state failed' : ''}`}>${number(one.failed || 0)}</span></a>
        <a class="card" href=${`/statistics?workflow=${encodeURIComponent(name)}`}><span class="muted">${t('Success')}</span><span class="number">${one.success_rate === undefined || one.success_rate === null ? '–' : number(one.success_rate, { style: 'percent', maximumFractionDigits: 1 })}</span>
          <span class="small muted">${one.cycle ? t('half end within {time}', { time: duration(one.cycle.p50_ms) }) : ''}</span></a>
      </div>`;
    }}<//>
    <${Picture} path=${`${path}/diagram?version=${version}`} version=${version} label=${t('Diagram of the workflow')} />
  </div>`;
}

/** @param {{name: string}} props */
function Start({ name }) {
  const run = async () => {
    const started = await attempt(() => instancesStart({ workflow: name }), t('Started'));
    if (started?.id) go(`/instances/${started.id}`);
  };
  return html`<button class="button" onClick=${run}>${t('Start by hand')}</button>`;
}

/** @param {{name: string, path: string, reload: () => void, live: any}} props */
function More({ name, path, reload, live }) {
  const act = (/** @type {string} */ verb, /** @type {string} */ done, /** @type {string} */ undo) => attempt(() => post(`${path}/${verb}`, {}), done, async () => {
    await post(`${path}/${undo}`, {});
    reload();
  }).then(reload);
  return html`<${Menu} label=${t('More')} items=${[
    { label: t('Disable'), whyNot: live ? null : t('not published'), run: () => act('disable', t('Disabled: nothing starts it'), 'enable') },
    { label: t('Enable'), whyNot: live ? null : t('not published'), run: () => act('enable', t('Enabled'), 'disable') },
    { label: t('Archive this version'), danger: true, whyNot: live ? null : t('not published'), run: async () => {
      if (await confirm({ title: t('Archive version {n} of {name}?', { n: live.version, name }), action: t('Archive'), danger: true, body: t('Running instances continue; nothing starts it any more until another version is published.') })) {
        await attempt(() => post(`${path}/versions/${live.version}/archive`, {}), t('Archived'));
        reload();
      }
    } },
  ]} />`;
}

/** @param {{items: any[], path: string, name: string, builds: boolean, reload: () => void}} props */
function Versions({ items, path, name, builds, reload }) {
  const [pair, setPair] = useState(/** @type {number[]} */ ([]));
  const published = items.filter((one) => one.version > 0);
  const diff = useLoad((signal) => (pair.length === 2 ? get(`${path}/diff`, { from: pair[0], to: pair[1] }, signal) : Promise.resolve(null)), [pair.join()]);
  const back = async (/** @type {number} */ version) => {
    if (await confirm({ title: t('Publish version {n} again?', { n: version }), action: t('Roll back'), body: t('It becomes the newest version. Running instances stay on theirs.') })) {
      await attempt(() => post(`${path}/rollback`, { version }), t('Rolled back'));
      reload();
    }
  };
  return html`<div class="stack-wide"><div class="grid">${items.map((one, i) => html`<div class="grid-row" key=${one.version}>
      <span class="row spread"><span class="row"><strong>${one.version ? `v${one.version}` : t('Draft')}</strong><${State} state=${one.version ? one.status : 'DRAFT'} />
        <span class="muted"><${Person} id=${one.created_by} /> · <${Time} at=${one.created_at} both /></span></span>
        <span class="row"><button class="button quiet" onClick=${() => setPair([items[i + 1]?.version ?? published[published.length - 1]?.version ?? 0, one.version])} disabled=${items.length < 2}>${t('What changed')}</button>
          ${builds && one.version && i > 0 ? html`<button class="button quiet" onClick=${() => back(one.version)}>${t('Roll back to it')}</button>` : ''}
          <a class="button quiet" href=${`/instances?workflow=${encodeURIComponent(name)}`}>${t('Runs')}</a></span></span>
    </div>`)}</div>
    ${pair.length ? html`<${Panel} title=${t('From v{from} to {to}', { from: pair[0], to: pair[1] ? `v${pair[1]}` : t('the draft') })}><${Shown} loaded=${diff}>
      ${(/** @type {any} */ data) => (data?.lines.length ? html`<ul>${data.lines.map((/** @type {string} */ line) => html`<li key=${line}>${line}</li>`)}</ul>` : html`<p class="muted">${t('Nothing changed.')}</p>`)}<//><//>` : ''}
  </div>`;
}

/** @param {{path: string}} props */
function Document({ path }) {
  const loaded = useLoad((signal) => get(path, {}, signal), [path]);
  return html`<${Shown} loaded=${loaded}>${(/** @type {any} */ one) => html`<${Data} value=${one.document} />`}<//>`;
}

/** @param {{path: string}} props */
function Uses({ path }) {
  const workflowName = useWorkflowNames();
  const loaded = useLoad((signal) => get(`${path}/dependencies`, {}, signal), [path]);
  return html`<${Panel} title=${t('What uses it, and what it uses')}><${Shown} loaded=${loaded}>${(/** @type {any} */ data) => html`<div class="stack">
    <h3>${t('What starts it')}</h3>${data.used_by.length ? html`<ul>${data.used_by.map((/** @type {any} */ one, /** @type {number} */ i) => html`<li key=${i}><a href=${`/workflows/${encodeURIComponent(one.user)}`}>${workflowName(one.user)}</a></li>`)}</ul>` : html`<p class="muted">${t('No other workflow.')}</p>`}
    <h3>${t('What it starts')}</h3>${data.uses.length ? html`<ul>${data.uses.map((/** @type {any} */ one, /** @type {number} */ i) => html`<li key=${i}><a href=${`/workflows/${encodeURIComponent(one.workflow)}`}>${workflowName(one.workflow)}</a> ${one.known ? '' : html`<span class="state attention">${t('there is none of that key')}</span>`}</li>`)}</ul>` : html`<p class="muted">${t('No other workflow.')}</p>`}</div>`}<//><//>`;
}

/** The last events that could have started it, and what was decided. @param {{name: string, path: string}} props */
function Starts({ name, path }) {
  const document = useLoad((signal) => get(path, {}, signal), [path]);
  const type = document.data?.document?.triggers?.find((/** @type {any} */ one) => one.event)?.event;
  const loaded = useLoad((signal) => decisionsList({ workflow: name, kind: ['START'], limit: 50 }, { signal }), [name], { live: (event) => event.topic === 'event' });
  return html`<${Panel} title=${t('The last events, and what was decided about each')} actions=${html`<a class="button" href=${`/events/new${type ? `?type=${encodeURIComponent(type)}` : ''}`}>${t('Try an event')}</a>`}>
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No event has come yet that it waits for.')}>${(/** @type {any} */ data) => html`<div class="stack">${data.items.map((/** @type {any} */ one, /** @type {number} */ i) => html`<${Decision} key=${i} one=${one} own />`)}</div>`}<//><//>`;
}
