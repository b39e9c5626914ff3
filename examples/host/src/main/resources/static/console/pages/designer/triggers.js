// @ts-check
import { html, useState } from '../../app/html.js';
import { eventsMatches } from '../../api/operations/events.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { Field } from '../../components/field.js';
import { Condition } from './condition.js';

/** Adds a trigger. @param {{doc: any, set: any, onChoose: any, catalogue: any}} props */
export function Triggers({ doc, set, onChoose, catalogue }) {
  const add = (/** @type {any} */ trigger) => {
    const all = [...(doc.triggers || []), trigger];
    set([], all);
    onChoose(['triggers', all.length - 1]);
  };
  return html`<div class="stack"><h2>${t('What starts it?')}</h2>
    <button class="button" type="button" onClick=${() => add({ event: catalogue.events[0]?.type || 'lead.created' })}>${t('An event')}</button>
    <button class="button" type="button" onClick=${() => add({ schedule: '0 9 * * MON-FRI' })}>${t('A schedule')}</button>
    <p class="muted">${t('Without a trigger it is started by hand, or by another workflow.')}</p></div>`;
}

/** @param {{trigger: any, set: any, wrong: any, catalogue: any, onRemove: () => void}} props */
export function Trigger({ trigger, set, wrong, catalogue, onRemove }) {
  if (trigger.schedule !== undefined || trigger.every !== undefined) return html`<${Schedule} trigger=${trigger} set=${set} wrong=${wrong} onRemove=${onRemove} />`;
  const type = catalogue.events.find((/** @type {any} */ one) => one.type === trigger.event);
  return html`<div class="stack"><h2>${t('When')} ${trigger.event}</h2>
    <${Field} label=${t('Event')} wrong=${wrong(['event'])} help=${type?.description}>${(/** @type {any} */ a) => html`<input ...${a} list="event-types" value=${trigger.event || ''} onInput=${(/** @type {any} */ e) => set(['event'], e.target.value)} />
      <datalist id="event-types">${catalogue.events.map((/** @type {any} */ one) => html`<option key=${one.type} value=${one.type}>${one.description}</option>`)}</datalist>`}<//>
    <h3>${t('Only if')}</h3>
    <${Condition} value=${trigger.when} fields=${type?.fields || []} onChange=${(/** @type {any} */ next) => set(['when'], next)} />
    ${wrong(['when']) ? html`<p class="state failed wrap">${wrong(['when'])}</p>` : ''}
    <${Matches} type=${trigger.event} when=${trigger.when} />
    <${Field} label=${t('Once for each')} optional help=${t('An expression such as {{subject.id}}: later events with the same value start nothing')}>${(/** @type {any} */ a) => html`<input ...${a} value=${trigger.dedupe?.key ?? ''} onInput=${(/** @type {any} */ e) => set(['dedupe'], e.target.value ? { ...trigger.dedupe, key: e.target.value } : undefined)} />`}<//>
    <div><button type="button" class="button danger" onClick=${onRemove}>${t('Remove the trigger')}</button></div></div>`;
}

/** How many of the last events it would match. @param {{type: string, when: any}} props */
function Matches({ type, when }) {
  const loaded = useLoad(() => (type ? eventsMatches({ type, when, last: 50 }) : Promise.resolve(null)), [type, JSON.stringify(when)]);
  const [open, setOpen] = useState(false);
  if (!loaded.data) return loaded.error ? html`<p class="small muted">${loaded.error.message}</p>` : null;
  if (!loaded.data.looked) return html`<p class="small muted">${t('No such event has come yet, so it cannot be tried.')}</p>`;
  return html`<p><strong>${plural(loaded.data.matched, 'Would match {n}', 'Would match {n}')}</strong> ${t('of the last {n} events', { n: loaded.data.looked })}
      <button type="button" class="button quiet" onClick=${() => setOpen(!open)}>${open ? t('Hide them') : t('Show them')}</button></p>
    ${open ? html`<ul>${loaded.data.events.slice(0, 50).map((/** @type {any} */ one) => html`<li key=${one.event_id}>${one.matches === true ? '✓' : one.matches === false ? '✗' : '–'} <a href=${`/events/${encodeURIComponent(one.event_id)}`}>${one.subject ? `${one.subject.type} ${one.subject.id}` : one.event_id}</a> <span class="small muted">${one.because || ''}</span></li>`)}</ul>` : ''}`;
}

/** @param {{trigger: any, set: any, wrong: any, onRemove: () => void}} props */
function Schedule({ trigger, set, wrong, onRemove }) {
  const text = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ help) => html`<${Field} label=${label} help=${help} wrong=${wrong([key])}>${(/** @type {any} */ a) => html`<input ...${a} class="mono" value=${trigger[key] ?? ''} onInput=${(/** @type {any} */ e) => set([key], e.target.value || undefined)} />`}<//>`;
  return html`<div class="stack"><h2>${t('A schedule')}</h2>
    ${text('schedule', t('Cron expression'), t('Minute, hour, day, month, day of the week: 0 9 * * MON-FRI is nine o’clock on working days'))}
    ${text('timezone', t('Time zone'), t('The tenant’s, where none is given'))}
    <${Field} label=${t('While an earlier one is open')}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => set(['overlap'], e.target.value || undefined)}>
      ${[['', t('skip')], ['queue', t('queue')], ['allow', t('allow')], ['replace', t('replace')]].map(([key, label]) => html`<option key=${key} value=${key} selected=${(trigger.overlap || '') === key}>${label}</option>`)}</select>`}<//>
    <div><button type="button" class="button danger" onClick=${onRemove}>${t('Remove the trigger')}</button></div></div>`;
}

/** What ends it early. @param {{exits: any[], set: any, catalogue: any}} props */
export function Exits({ exits, set, catalogue }) {
  const put = (/** @type {any[]} */ next) => set([], next.length ? next : undefined);
  return html`<div class="stack"><h2>${t('What ends it early?')}</h2>
    <p class="muted">${t('An event about the same subject, such as a reply: what is still to happen is cancelled with it.')}</p>
    ${exits.map((one, i) => html`<div class="stack panel" key=${i}>
      <${Field} label=${t('Event')} optional>${(/** @type {any} */ a) => html`<input ...${a} list="exit-types" value=${one.event ?? ''} onInput=${(/** @type {any} */ e) => put(exits.map((x, j) => (j === i ? { ...x, event: e.target.value || undefined } : x)))} />
        <datalist id="exit-types">${catalogue.events.map((/** @type {any} */ type) => html`<option key=${type.type} value=${type.type}></option>`)}</datalist>`}<//>
      <${Condition} value=${one.when} fields=${catalogue.events.find((/** @type {any} */ type) => type.type === one.event)?.fields || []} onChange=${(/** @type {any} */ when) => put(exits.map((x, j) => (j === i ? clean({ ...x, when }) : x)))} />
      <div><button type="button" class="button danger" onClick=${() => put(exits.filter((_, j) => j !== i))}>${t('Remove')}</button></div></div>`)}
    <div><button type="button" class="button" onClick=${() => put([...exits, { event: 'message.received' }])}>${t('Add an event that ends it')}</button></div></div>`;
}

/** @param {any} value */
function clean(value) {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}
