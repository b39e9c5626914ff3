// @ts-check
/** Is it better? Where are they lost? Which arm? Each figure as a sentence, a plot and a table. */
import { html } from '../../app/html.js';
import { definitionsGet, definitionsList } from '../../api/operations/definitions.js';
import { statisticsChannels, statisticsPeople, statisticsRuns, statisticsSteps } from '../../api/operations/statistics.js';
import { duration } from '../../app/format.js';
import { number, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { Choice } from '../../components/field.js';
import { Panel, Shown } from '../../components/panel.js';
import { Plot } from '../../components/plot.js';
import { allSteps } from '../designer/document.js';
import { Arms } from './arms.js';

const RANGES = /** @type {[string, string, number, string][]} */ ([['1', 'the last day', 1, 'hour'], ['7', 'the last 7 days', 7, 'day'], ['30', 'the last 30 days', 30, 'day'], ['365', 'the last year', 365, 'week']]);
const percent = (/** @type {number | null | undefined} */ n) => (n === null || n === undefined ? '–' : number(n, { style: 'percent', maximumFractionDigits: 1 }));

export default function Statistics() {
  const [query, setQuery] = useQuery();
  const workflow = query.get('workflow') || '';
  const [range, , days, bucket] = RANGES.find(([key]) => key === query.get('range')) || RANGES[1];
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const asked = { workflow, from: new Date(Date.now() - days * 86_400_000).toISOString(), zone };
  const key = `${workflow}/${range}`;
  const live = (/** @type {any} */ event) => event.topic === 'instance';
  const workflows = useLoad((signal) => definitionsList({ limit: 200 }, { signal }), []);
  const total = useLoad((signal) => statisticsRuns(asked, { signal }), [key], { live });
  const series = useLoad((signal) => statisticsRuns({ ...asked, bucket }, { signal }), [key], { live });
  const steps = useLoad((signal) => (workflow ? inOrder(workflow, asked, signal) : Promise.resolve({ items: [] })), [key], { live });
  const channels = useLoad((signal) => statisticsChannels(asked, { signal }), [key]);
  const people = useLoad((signal) => statisticsPeople(asked, { signal }), [key]);
  return html`<div class="page-head"><h1>${t('Statistics')}</h1></div>
    <div class="filters">
      <${Choice} label=${t('Workflow')} value=${workflow} onChange=${(/** @type {string} */ one) => setQuery({ workflow: one })} options=${[['', t('All')], ...(workflows.data?.items || []).map((/** @type {any} */ one) => [one.key, one.name])]} />
      <${Choice} label=${t('Period')} value=${range} onChange=${(/** @type {string} */ one) => setQuery({ range: one })} options=${RANGES.map(([id, label]) => [id, t(label)])} />
    </div>
    <div class="stack-wide">
      <${Shown} loaded=${total} rows=${2}>${(/** @type {any} */ data) => html`<${Totals} one=${data.items[0] || {}} workflow=${workflow} />`}<//>
      <${Panel} title=${t('Over time')}><${Shown} loaded=${series} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing ran in this period.')}>${(/** @type {any} */ data) => html`<${Plot} label=${t('Started, completed and failed over time')}
        times=${data.items.map((/** @type {any} */ one) => one.from)} series=${[[t('Started'), '--run', 'started'], [t('Completed'), '--done', 'completed'], [t('Failed'), '--failed', 'failed']].map(([name, color, field]) => ({ name, color, values: data.items.map((/** @type {any} */ one) => one[field]) }))} />`}<//><//>
      ${workflow ? html`<${Panel} title=${t('Where they are lost')}><${Shown} loaded=${steps} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No step ran in this period.')}>${(/** @type {any} */ data) => html`<${Funnel} items=${data.items} started=${total.data?.items[0]?.started || 0} />`}<//><//>
        <${Arms} workflow=${workflow} asked=${asked} />` : html`<p class="muted">${t('Choose a workflow to see its steps and its arms.')}</p>`}
      <div class="columns">
        <${Panel} title=${t('Channels')}><${Shown} loaded=${channels} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing was sent in this period.')}>${(/** @type {any} */ data) => html`<${Rows} head=${[t('Channel'), t('Sent'), t('Delivered'), t('Read'), t('Failed'), t('Suppressed')]} rows=${data.items.map((/** @type {any} */ one) => [one.channel, one.sent, one.delivered, one.read, one.failed, one.suppressed])} />`}<//><//>
        <${Panel} title=${t('People')}><${Shown} loaded=${people} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nobody completed a task in this period.')}>${(/** @type {any} */ data) => html`<${Rows} head=${[t('Person'), t('Completed'), t('Half within')]} rows=${data.items.map((/** @type {any} */ one) => [one.person, one.completed, duration(one.times?.p50_ms)])} />`}<//><//>
      </div>
    </div>`;
}

/** @param {{one: any, workflow: string}} props */
function Totals({ one, workflow }) {
  const of = (/** @type {string} */ state) => `/instances?${new URLSearchParams({ ...(workflow ? { workflow } : {}), ...(state ? { state } : {}) })}`;
  const card = (/** @type {string} */ label, /** @type {any} */ value, /** @type {string} */ to, note = '') => html`<a class="card" href=${to}><span class="muted">${label}</span><span class="number">${value}</span>${note ? html`<span class="small muted">${note}</span>` : ''}</a>`;
  return html`<div class="cards">
    ${card(t('Started'), number(one.started || 0), of(''))}
    ${card(t('Success'), percent(one.success_rate), of('COMPLETED'), t('{n} completed, {m} exited', { n: number(one.completed || 0), m: number(one.exited || 0) }))}
    ${card(t('Failed'), number(one.failed || 0), of('FAILED'), percent(one.failure_rate))}
    ${card(t('Half end within'), duration(one.cycle?.p50_ms), of('COMPLETED'), one.cycle ? t('95% within {time}', { time: duration(one.cycle.p95_ms) }) : '')}
  </div>`;
}

/** The figures of the steps in the order of the document. @param {string} workflow @param {any} asked @param {AbortSignal} signal */
async function inOrder(workflow, asked, signal) {
  const [{ items }, { document }] = await Promise.all([statisticsSteps(asked, { signal }), definitionsGet(workflow, { signal })]);
  const places = new Map(allSteps(document).map((node, i) => [node.step.id, i]));
  return { items: items.sort((/** @type {any} */ a, /** @type {any} */ b) => (places.get(a.step) ?? 1e9) - (places.get(b.step) ?? 1e9)) };
}

/** @param {{items: any[], started: number}} props */
function Funnel({ items, started }) {
  const first = started || items[0]?.entered || 1;
  return html`<div class="funnel" role="table" aria-label=${t('Steps')}>${items.map((one, i) => {
    const before = i ? items[i - 1].entered || 1 : first;
    return html`<div role="row" key=${one.step}><span role="cell">${one.step}</span>
      <span role="cell"><div class="bar" style=${{ width: `${Math.max(1, Math.round((100 * one.entered) / Math.max(first, one.entered)))}%` }}></div></span>
      <span role="cell" class="small">${number(one.entered)} · ${percent(one.entered / first)} ${t('of the start')}${i ? ` · ${percent(one.entered / before)} ${t('of the step before')}` : ''}${one.times ? ` · ${t('half within')} ${duration(one.times.p50_ms)}` : ''}${one.failed ? html` · <span class="state failed">${number(one.failed)} ${t('failed')}</span>` : ''}</span></div>`;
  })}</div>`;
}

/** @param {{head: string[], rows: any[][]}} props */
export function Rows({ head, rows }) {
  const columns = { gridTemplateColumns: `minmax(0, 2fr) ${head.slice(1).map(() => 'minmax(0, 1fr)').join(' ')}` };
  return html`<div role="table"><div class="grid-row head" role="row" style=${columns}>${head.map((one) => html`<span role="columnheader" key=${one}>${one}</span>`)}</div>
    ${rows.map((row, i) => html`<div class="grid-row" role="row" style=${columns} key=${i}>${row.map((one, j) => html`<span role="cell" key=${j}>${typeof one === 'number' ? number(one) : one}</span>`)}</div>`)}</div>`;
}
