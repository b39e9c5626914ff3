// @ts-check
import { html, useState } from '../../app/html.js';
import { findingsList } from '../../api/operations/findings.js';
import { subjectText } from '../../app/format.js';
import { t, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { Choice } from '../../components/field.js';
import { Data } from '../../components/data.js';
import { Table } from '../../components/table.js';
import { Time } from '../../components/time.js';

/** What somebody has to look at, and what was settled. */
export function Findings() {
  const [query, setQuery] = useQuery();
  const [refresh, setRefresh] = useState(0);
  const settled = query.get('settled') || 'false';
  useLoad(async () => setRefresh((n) => n + 1), [], { live: (event) => event.topic === 'finding' });
  return html`<div class="filters"><${Choice} label=${t('Which')} value=${settled} onChange=${(/** @type {string} */ one) => setQuery({ settled: one })} options=${[['false', t('Open')], ['true', t('Settled')]]} /></div>
    <${Table} label=${t('Findings')} deps=${[settled]} refresh=${refresh} load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => findingsList({ settled: settled === 'true', cursor, limit: 100 }, { signal })} id=${(/** @type {any} */ one) => one.id}
      empty=${t('Nothing needs attention.')} columns=${[
        { key: 'kind', label: t('What'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => html`<strong>${word(one.kind)}</strong>` },
        { key: 'where', label: t('Where'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => (one.instance_id ? html`<a href=${`/instances/${one.instance_id}?step=${one.step || ''}`}>${one.workflow || one.instance_id} ${one.step || ''}</a>` : html`${one.workflow || ''} ${one.subject ? subjectText(one.subject) : ''}`) },
        { key: 'since', label: t('Since'), width: '130px', cell: (/** @type {any} */ one) => html`<${Time} at=${one.since} />` },
        { key: 'evidence', label: t('Evidence'), width: 'minmax(160px, 3fr)', cell: (/** @type {any} */ one) => html`<details><summary class="small">${t('Show')}</summary><${Data} value=${one.evidence} /></details>` },
      ]} />`;
}
