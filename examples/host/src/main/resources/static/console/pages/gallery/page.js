// @ts-check
/** Workflows that come with the engine, and the tenant's own: choose, fill in, publish or go on in the designer. */
import { html, useState } from '../../app/html.js';
import { galleryGet, galleryInstantiate, galleryList } from '../../api/operations/gallery.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { go, useQuery } from '../../app/router.js';
import { Dialog } from '../../components/dialog.js';
import { Choice, Field, Search } from '../../components/field.js';
import { Failure } from '../../components/notices.js';
import { Shown } from '../../components/panel.js';
import { SchemaForm } from '../../components/schema-form.js';

export default function Gallery() {
  const [query, setQuery] = useQuery();
  const filter = { q: query.get('q'), category: query.get('category') };
  const loaded = useLoad((signal) => galleryList({ ...filter, limit: 200 }, { signal }), [JSON.stringify(filter)]);
  const chosen = query.get('template');
  return html`<div class="page-head"><h1>${t('Gallery')}</h1></div>
    <div class="filters"><${Search} label=${t('Search')} value=${filter.q || ''} onChange=${(/** @type {string} */ q) => setQuery({ q })} />
      <${Choice} label=${t('Category')} value=${filter.category || ''} onChange=${(/** @type {string} */ category) => setQuery({ category })} options=${[['', t('All')], ...['sales', 'support', 'onboarding', 'operations'].map((one) => /** @type {[string, string]} */ ([one, t(one)]))]} /></div>
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('Nothing matches this filter.')}>${(/** @type {any} */ data) => html`<div class="cards wide">${data.items.map((/** @type {any} */ one) => html`<article class="card" key=${one.ref}>
      <h2>${one.name}</h2><span class="tag">${t(one.category)}</span><p class="muted">${one.description || ''}</p>
      <div><button class="button" onClick=${() => setQuery({ template: one.ref })}>${t('Use it')}</button></div></article>`)}</div>`}<//>
    ${chosen ? html`<${Use} reference=${chosen} onClose=${() => setQuery({ template: null })} />` : ''}`;
}

/** @param {{reference: string, onClose: () => void}} props */
function Use({ reference, onClose }) {
  const path = `/api/v1/gallery/${encodeURIComponent(reference)}`;
  const loaded = useLoad((signal) => galleryGet(reference, {}, { signal }), [reference]);
  const [parameters, setParameters] = useState({});
  const [name, setName] = useState('');
  const [error, setError] = useState(/** @type {any} */ (null));
  const make = async (/** @type {any} */ values, /** @type {boolean} */ draft) => {
    try {
      const made = await galleryInstantiate(reference, { parameters: values, name: name || undefined, draft });
      go(draft ? `/workflows/${made.key}/design` : `/workflows/${made.key}`);
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Dialog} title=${t('Use a template')} onClose=${onClose}><${Shown} loaded=${loaded}>${(/** @type {any} */ one) => html`
    ${error && !error.errors?.length ? html`<${Failure} problem=${error} />` : ''}
    <${Field} label=${t('Name of the workflow')} optional>${(/** @type {any} */ a) => html`<input ...${a} value=${name} onInput=${(/** @type {any} */ e) => setName(e.target.value)} />`}<//>
    <${SchemaForm} schema=${one.document.parameters || { type: 'object', properties: {} }} value=${parameters} problems=${error?.errors || []} action=${t('Publish it')} onChange=${setParameters} onSubmit=${(/** @type {any} */ values) => make(values, false)} />
    <div class="row"><button class="button" onClick=${() => make(parameters, true)}>${t('Continue in the designer')}</button><button class="button quiet" onClick=${onClose}>${t('Not now')}</button></div>`}<//><//>`;
}
