// @ts-check
/** What happened in the application, and what each event did. */
import { html, useState } from '../../app/html.js';
import { catalogueEventTypes } from '../../api/operations/catalogue.js';
import { eventsList } from '../../api/operations/events.js';
import { subjectText } from '../../app/format.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { Choice, SubjectSearch } from '../../components/field.js';
import { SavedViews } from '../../components/views.js';
import { Table } from '../../components/table.js';
import { Time } from '../../components/time.js';

export default function Events() {
  const [query, setQuery] = useQuery();
  const [refresh, setRefresh] = useState(0);
  const filter = { type: query.get('type'), subject: query.get('subject'), effect: query.get('effect') };
  useLoad(async () => setRefresh((n) => n + 1), [], { live: (event) => event.topic === 'event' });
  const types = useLoad((signal) => catalogueEventTypes({ signal }), []);
  return html`
    <div class="page-head"><h1>${t('Events')}</h1><${SavedViews} page="events" /><a class="button" href="/events/new">${t('Try an event')}</a></div>
    <div class="filters">
      <${Choice} label=${t('Type')} value=${filter.type || ''} onChange=${(/** @type {string} */ type) => setQuery({ type })}
        options=${[['', t('All')], ...(types.data?.items || []).map((/** @type {any} */ one) => [one.type || one.name, one.type || one.name])]} />
      <${Choice} label=${t('Effect')} value=${filter.effect || ''} onChange=${(/** @type {string} */ effect) => setQuery({ effect })}
        options=${[['', t('All')], ['true', t('did something')], ['false', t('did nothing')]]} />
      <${SubjectSearch} value=${filter.subject} onChange=${(/** @type {string | null} */ subject) => setQuery({ subject })} />
    </div>
    <${Table} label=${t('Events')} deps=${[JSON.stringify(filter)]} refresh=${refresh} filtered=${Boolean(filter.type || filter.subject || filter.effect)}
      load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => eventsList({ ...filter, effect: filter.effect ? filter.effect === 'true' : null, cursor, limit: 100 }, { signal })}
      id=${(/** @type {any} */ one) => one.id} href=${(/** @type {any} */ one) => `/events/${encodeURIComponent(one.id)}`}
      empty=${t('No event was published yet.')}
      columns=${[
        { key: 'type', label: t('Type'), width: 'minmax(140px, 2fr)', cell: (/** @type {any} */ one) => one.type },
        { key: 'subject', label: t('Subject'), width: 'minmax(120px, 2fr)', cell: (/** @type {any} */ one) => subjectText(one.subject) },
        { key: 'effect', label: t('What it did'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => effect(one.receipt) },
        { key: 'at', label: t('Accepted'), width: '140px', cell: (/** @type {any} */ one) => html`<${Time} at=${one.accepted_at} />` },
      ]} />`;
}

/** @param {any} receipt */
export function effect(receipt) {
  const parts = [
    receipt.started.length && plural(receipt.started.length, 'started {n}', 'started {n}'),
    receipt.answered.length && plural(receipt.answered.length, 'answered {n} wait', 'answered {n} waits'),
    receipt.exited.length && plural(receipt.exited.length, 'ended {n}', 'ended {n}'),
    receipt.suppressed.length && plural(receipt.suppressed.length, '{n} suppressed', '{n} suppressed'),
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : html`<span class="muted">${t('nothing')}</span>`;
}
