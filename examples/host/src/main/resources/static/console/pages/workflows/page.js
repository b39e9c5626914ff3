// @ts-check
/** All workflows: which version is live, whose draft waits, whether it may start. */
import { html, useState } from '../../app/html.js';
import { definitionsList } from '../../api/operations/definitions.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { Choice, Search } from '../../components/field.js';
import { State } from '../../components/state.js';
import { Person } from '../../components/person.js';
import { SavedViews } from '../../components/views.js';
import { Table } from '../../components/table.js';
import { Time } from '../../components/time.js';

export default function Workflows() {
  const session = useSession();
  const [query, setQuery] = useQuery();
  const [refresh, setRefresh] = useState(0);
  const filter = { q: query.get('q'), state: query.get('state') };
  useLoad(async () => setRefresh((n) => n + 1), [], { live: (event) => event.topic === 'definition' });
  return html`
    <div class="page-head"><h1>${t('Workflows')}</h1><${SavedViews} page="workflows" />
      ${is(session, 'ADMIN', 'MANAGER') ? html`<a class="button" href="/workflows/gallery">${t('From the gallery')}</a><a class="button primary" href="/workflows/new/design">${t('New workflow')}</a>` : ''}</div>
    <div class="filters">
      <${Search} label=${t('Search')} value=${filter.q || ''} onChange=${(/** @type {string} */ q) => setQuery({ q })} />
      <${Choice} label=${t('State')} value=${filter.state || ''} onChange=${(/** @type {string} */ state) => setQuery({ state })}
        options=${[['', t('All')], ['enabled', t('live')], ['disabled', t('disabled')], ['draft', t('with a draft')], ['archived', t('archived')]]} />
    </div>
    <${Table} label=${t('Workflows')} deps=${[JSON.stringify(filter)]} refresh=${refresh} filtered=${Boolean(filter.q || filter.state)}
      load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => definitionsList({ ...filter, cursor, limit: 100 }, { signal })}
      id=${(/** @type {any} */ one) => one.key} href=${(/** @type {any} */ one) => `/workflows/${encodeURIComponent(one.key)}`}
      empty=${t('There is no workflow yet. Make one, or take one from the gallery.')}
      columns=${[
        { key: 'name', label: t('Name'), width: 'minmax(180px, 3fr)', cell: (/** @type {any} */ one) => one.name },
        { key: 'description', label: t('Description'), width: 'minmax(140px, 4fr)', cell: (/** @type {any} */ one) => html`<span class="muted">${one.description || ''}</span>` },
        { key: 'version', label: t('Version'), width: '70px', cell: (/** @type {any} */ one) => (one.version ? `v${one.version}` : '–') },
        { key: 'state', label: t('State'), width: '120px', cell: (/** @type {any} */ one) => html`<${State} state=${stateOf(one)} />` },
        { key: 'draft', label: t('Draft'), width: '190px', cell: (/** @type {any} */ one) => (one.draft ? html`<span>${one.draft_by ? html`${t('by')} <${Person} id=${one.draft_by} />` : t('yes')} ${one.draft_at ? html`<span class="muted small"><${Time} at=${one.draft_at} /></span>` : ''}</span>` : '') },
      ]} />`;
}

/** @param {any} one */
export function stateOf(one) {
  if (!one.version) return 'DRAFT';
  if (one.status === 'ARCHIVED') return 'ARCHIVED';
  return one.enabled ? 'PUBLISHED' : 'DISABLED';
}
