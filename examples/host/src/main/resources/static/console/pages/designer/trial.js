// @ts-check
/** A test run on an event: nothing is sent and nothing is kept. */
import { html, useState } from '../../app/html.js';
import { trialsRun } from '../../api/operations/trials.js';
import { channelName } from '../../app/channels.js';
import { absolute } from '../../app/format.js';
import { t } from '../../app/i18n.js';
import { Data } from '../../components/data.js';
import { Field } from '../../components/field.js';
import { attempt, Notice } from '../../components/notices.js';
import { Panel } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Clause } from '../events/candidates.js';

/** An event that fits the draft, with made-up data. @param {any} doc @param {any[]} events */
export function sampleOf(doc, events) {
  const type = doc.triggers?.find((/** @type {any} */ one) => one.event)?.event || 'preview.started';
  const fields = events.find((one) => one.type === type)?.fields || [];
  return { type, subject: { type: doc.subject || type.split('.')[0], id: 'sample-1' }, payload: Object.fromEntries(fields.map((/** @type {any} */ one) => [one.name, sample(one)])) };
}

/** @param {{doc: any, events: any[]}} props */
export function Trial({ doc, events }) {
  const type = doc.triggers?.find((/** @type {any} */ one) => one.event)?.event || 'lead.created';
  const fields = events.find((one) => one.type === type)?.fields || [];
  const [subject, setSubject] = useState(`${doc.subject || type.split('.')[0]}:sample-1`);
  const [text, setText] = useState(() => JSON.stringify(Object.fromEntries(fields.map((/** @type {any} */ one) => [one.name, sample(one)])), null, 2));
  const [run, setRun] = useState(/** @type {any} */ (null));
  const start = async (/** @type {any} */ event) => {
    event.preventDefault();
    const [kind, ...id] = subject.split(':');
    await attempt(async () => setRun(await trialsRun({
      definition: { document: doc }, sample: { type, subject: { type: kind, id: id.join(':') }, payload: JSON.parse(text) },
    })));
  };
  return html`<div class="stack"><${Notice} tone="careful" title=${t('Test: nothing is sent, and nothing is kept')} />
    <div class="split-view">
      <form class="stack panel" onSubmit=${start}>
        <h2>${type}</h2>
        <${Field} label=${t('Subject')}>${(/** @type {any} */ a) => html`<input ...${a} value=${subject} onInput=${(/** @type {any} */ e) => setSubject(e.target.value)} />`}<//>
        <${Field} label=${t('Data (JSON)')}>${(/** @type {any} */ a) => html`<textarea ...${a} class="mono" rows="12" value=${text} onInput=${(/** @type {any} */ e) => setText(e.target.value)}></textarea>`}<//>
        <div><button class="button primary" type="submit">${t('Run the test')}</button></div>
      </form>
      <div class="stack">${run ? html`<${Result} run=${run} />` : html`<p class="muted">${t('What would happen, step by step, appears here.')}</p>`}</div>
    </div></div>`;
}

/** @param {{run: any}} props */
function Result({ run }) {
  if (!run.state) {
    return html`<${Panel} title=${t('It would not start')}><p>${run.because}</p>${run.explanation ? html`<${Clause} clause=${run.explanation} />` : ''}<//>`;
  }
  return html`<${Panel} title=${t('It would do this')} actions=${html`<${State} state=${run.state} />`}>
      <p class="muted">${t('Up to {time}', { time: absolute(run.until) })}</p>
      ${run.steps.map((/** @type {any} */ one) => html`<details key=${one.id}><summary><strong>${one.id}</strong> <${State} state=${one.state} /> <span class="small muted">${one.ended_at || one.ready_at ? absolute(one.ended_at || one.ready_at) : ''} ${one.reason || ''}</span></summary>
        ${one.asks ? html`<h3>${t('What is asked')}</h3><${Data} value=${one.asks} />` : ''}${one.output === undefined ? '' : html`<h3>${t('Result')}</h3><${Data} value=${one.output} />`}</details>`)}
    <//>
    ${run.calls.length ? html`<${Panel} title=${t('Would do')}>${run.calls.map((/** @type {any} */ one, /** @type {number} */ i) => html`<details key=${i}><summary><strong>${one.action}</strong> <span class="small muted">${one.step} · ${absolute(one.at)}</span></summary><${Data} value=${one.config} /></details>`)}<//>` : ''}
    ${run.messages.length ? html`<${Panel} title=${t('Would send')}>${run.messages.map((/** @type {any} */ one, /** @type {number} */ i) => html`<details key=${i}><summary><strong>${channelName(one.channel)}</strong> ${one.recipient} <span class="small muted">${absolute(one.at)}</span></summary><${Data} value=${one.content} /></details>`)}<//>` : ''}
    <details><summary>${t('The story')}</summary><ol>${run.story.map((/** @type {string} */ line, /** @type {number} */ i) => html`<li key=${i}>${line}</li>`)}</ol></details>`;
}

/** @param {any} field */
function sample(field) {
  switch (field.kind) {
    case 'number': return 100;
    case 'boolean': return true;
    case 'moment': return new Date(Date.now() + 86_400_000).toISOString();
    case 'object': return {};
    case 'list': return [];
    default: return `sample-${field.name}`;
  }
}
