// @ts-check
/** The matters by name: who is on each, and what is open. */
import { html } from '../../app/html.js';
import { mattersListMatters } from '../../api/operations/matters.js';
import { tasksList } from '../../api/operations/tasks.js';
import { plural, roleName, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { Search } from '../../components/field.js';
import { Person } from '../../components/person.js';
import { Table } from '../../components/table.js';

export default function Matters() {
  const [query, setQuery] = useQuery();
  const q = query.get('q');
  const tasks = useLoad((signal) => tasksList({ view: 'visible', limit: 200 }, { signal }), [], { live: (event) => event.topic === 'task' });
  /** @type {Map<string, number>} */
  const open = new Map();
  for (const one of tasks.data?.items || []) {
    const id = one.subject?.type === 'matter' ? one.subject.id : null;
    if (id) open.set(id, (open.get(id) || 0) + 1);
  }
  return html`<div class="page-head"><h1>${t('Matters')}</h1></div>
    <div class="filters"><${Search} label=${t('Search')} value=${q || ''} onChange=${(/** @type {string} */ text) => setQuery({ q: text })} /></div>
    <${Table} label=${t('Matters')} deps=${[q]} filtered=${Boolean(q)}
      load=${async (/** @type {any} */ cursor, /** @type {any} */ signal) => {
        const page = await mattersListMatters({ q, cursor, limit: 100 }, { signal });
        return { items: page.items, next_cursor: page.nextCursor };
      }}
      id=${(/** @type {any} */ one) => one.id} href=${(/** @type {any} */ one) => `/matters/${encodeURIComponent(one.id)}`}
      empty=${t('There is no matter on which you are.')}
      columns=${[
        { key: 'name', label: t('Name'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => one.name },
        { key: 'id', label: t('Id'), width: '90px', cell: (/** @type {any} */ one) => html`<span class="muted">${one.id}</span>` },
        { key: 'people', label: t('Who is on it'), width: 'minmax(220px, 4fr)', cell: (/** @type {any} */ one) => html`<span class="row">${people(one).map(([id, roles]) => html`<span key=${id}><${Person} id=${id} /> <span class="muted small">${roles.map(roleName).join(', ')}</span></span>`)}</span>` },
        { key: 'open', label: t('Open tasks'), width: '130px', cell: (/** @type {any} */ one) => (open.get(one.id) ? plural(open.get(one.id) || 0, '{n} open task', '{n} open tasks') : html`<span class="muted">${t('none')}</span>`) },
      ]} />`;
}

/** Each person once with all roles. @param {any} matter @returns {[string, string[]][]} */
function people(matter) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const one of matter.parties) found.set(one.userId, [...(found.get(one.userId) || []), one.role]);
  return [...found];
}
