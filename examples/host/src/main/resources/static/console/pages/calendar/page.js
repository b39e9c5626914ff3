// @ts-check
/** What is to come, as a calendar: messages, delays, attempts, due dates, schedules. */
import { html, useState } from '../../app/html.js';
import { definitionsList } from '../../api/operations/definitions.js';
import { upcomingList } from '../../api/operations/upcoming.js';
import { number, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { Choice, SubjectSearch } from '../../components/field.js';
import { Icon } from '../../components/icon.js';
import { Export } from '../../components/export.js';
import { Shown } from '../../components/panel.js';
import { SavedViews } from '../../components/views.js';
import { subjectText } from '../../app/format.js';
import { Agenda, Chip, Grid } from './grid.js';
import { COMING } from './kinds.js';
import { Entry } from './entry.js';
import { dayKey, dayOf, daysOf, plusDays, spanText, turn } from './dates.js';

/** A page of the server has 200; more than this many are not drawn. */
const MOST = 1000;

/** @typedef {{items: any[], more: boolean}} Coming */

/** @param {Record<string, any>} filter @param {AbortSignal} signal @returns {Promise<Coming>} */
export async function coming(filter, signal) {
  /** @type {any[]} */
  const items = [];
  let cursor = null;
  do {
    const page = /** @type {any} */ (await upcomingList({ ...filter, cursor, limit: 200 }, { signal }));
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < MOST);
  return { items, more: Boolean(cursor) };
}

/** @param {{only?: string[]}} props only: the kinds that are shown, where it is part of another page */
export default function Calendar({ only }) {
  const [query, setQuery] = useQuery();
  const [chosen, choose] = useState(/** @type {any} */ (null));
  const view = /** @type {import('./dates.js').View} */ (['day', 'week', 'month'].includes(query.get('view') || '') ? query.get('view') : 'week');
  const on = dayOf(query.get('on'));
  const days = daysOf(view, on);
  const filter = {
    from: days[0].toISOString(), to: plusDays(days[days.length - 1], 1).toISOString(),
    workflow: query.get('workflow'), subject: query.get('subject'), kind: only || query.getAll('kind'),
  };
  const live = (/** @type {any} */ event) => ['message', 'instance', 'task', 'schedule'].includes(event.topic);
  const loaded = useLoad((signal) => coming(filter, signal), [JSON.stringify(filter)], { live });
  const workflows = useLoad((signal) => definitionsList({ limit: 200 }, { signal }), []);
  const names = new Map((workflows.data?.items || []).map((/** @type {any} */ one) => [one.key, one.name]));
  const go = (/** @type {Date} */ to) => setQuery({ on: dayKey(to) });
  const open = (/** @type {string} */ key) => setQuery({ view: 'day', on: key });
  const shownDays = new Set(days.map(dayKey));
  const all = loaded.data?.items || [];
  // What is held comes behind everything else, whatever its time.
  const onHold = all.filter((one) => one.held && !shownDays.has(dayKey(new Date(one.at))));
  const props = { days, on, items: all.filter((one) => !onHold.includes(one)), names, onChoose: choose, onDay: open, reload: loaded.reload };
  return html`
    ${only ? '' : html`<div class="page-head"><h1>${t('Calendar')}</h1><${SavedViews} page="calendar" /></div>`}
    <div class="filters">
      ${only ? '' : html`<${Choice} label=${t('What')} value=${query.get('kind') || ''} onChange=${(/** @type {string} */ kind) => setQuery({ kind })}
        options=${[['', t('All')], ...Object.entries(COMING).map(([kind, [, label]]) => /** @type {[string, string]} */ ([kind, t(label)]))]} />`}
      <${Choice} label=${t('Workflow')} value=${filter.workflow || ''} onChange=${(/** @type {string} */ workflow) => setQuery({ workflow })}
        options=${[['', t('All')], ...[...names].map(([key, name]) => /** @type {[string, string]} */ ([key, name]))]} />
      <${SubjectSearch} value=${filter.subject} onChange=${(/** @type {string | null} */ subject) => setQuery({ subject })} />
    </div>
    <div class="row spread calendar-head">
      <div class="row"><button class="button" onClick=${() => go(dayOf(null))}>${t('Today')}</button>
        <button class="button quiet" aria-label=${t('Earlier')} onClick=${() => go(turn(view, on, -1))}><${Icon} name="left" /></button>
        <button class="button quiet" aria-label=${t('Later')} onClick=${() => go(turn(view, on, 1))}><${Icon} name="right" /></button>
        <h2 aria-live="polite">${spanText(view, on)}</h2></div>
      <div class="row"><div class="segments" role="group" aria-label=${t('View')}>${[['day', t('Day')], ['week', t('Week')], ['month', t('Month')]].map(([key, label]) => html`<button key=${key} type="button" aria-pressed=${key === view ? 'true' : 'false'} onClick=${() => setQuery({ view: key })}>${label}</button>`)}</div>
        <${Export} name="calendar" columns=${columns(names)} rows=${() => props.items} /></div>
    </div>
    <${Shown} loaded=${loaded} rows=${8}>${(/** @type {Coming} */ data) => html`
      ${data.more ? html`<p class="state attention">${t('More than {n} things are to come in this time: the first are shown. Narrow the filter or the time.', { n: number(MOST) })}</p>` : ''}
      ${onHold.length ? html`<section class="on-hold" aria-label=${t('Held')}><strong class="state attention">${t('Held')}</strong>${onHold.map((one) => html`<${Chip} key=${one.id} one=${one} names=${names} onChoose=${choose} />`)}</section>` : ''}
      ${view === 'day' ? html`<${Agenda} ...${props} />` : html`<${Grid} ...${props} view=${view} />`}`}<//>
    ${chosen ? html`<${Entry} one=${chosen} names=${names} onClose=${() => choose(null)} onDone=${() => {
      choose(null);
      loaded.reload();
    }} />` : ''}`;
}

/** @param {Map<string, string>} names */
function columns(names) {
  return [
    { key: 'at', label: t('When'), value: (/** @type {any} */ one) => one.at },
    { key: 'kind', label: t('What'), value: (/** @type {any} */ one) => t(COMING[one.kind]?.[1] || one.kind) },
    { key: 'workflow', label: t('Workflow'), value: (/** @type {any} */ one) => names.get(one.workflow) || one.workflow || '' },
    { key: 'subject', label: t('Subject'), value: (/** @type {any} */ one) => (one.subject ? subjectText(one.subject) : '') },
    { key: 'what', label: t('Description'), value: (/** @type {any} */ one) => one.what },
    { key: 'held', label: t('Held'), value: (/** @type {any} */ one) => (one.held ? t('yes') : t('no')) },
  ];
}
