// @ts-check
/** Before publishing: what changed, in words, and what it means for events and for what runs. */
import { html, useState } from '../../app/html.js';
import { get } from '../../api/client.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { Data } from '../../components/data.js';
import { Dialog } from '../../components/dialog.js';
import { Failure, say } from '../../components/notices.js';
import { Shown } from '../../components/panel.js';

/** @param {{draft: import('./draft.js').Draft, onClose: () => void, onDone: (version: any) => void}} props */
export function Publish({ draft, onClose, onDone }) {
  const [error, setError] = useState(/** @type {any} */ (null));
  const key = draft.key;
  const path = `/api/v1/definitions/${encodeURIComponent(key || '')}`;
  const diff = useLoad(async (signal) => {
    if (!key) return null;
    const versions = (await get(`${path}/versions`, {}, signal)).items.filter((/** @type {any} */ one) => one.version > 0);
    return versions.length ? get(`${path}/diff`, { from: versions[0].version, to: 0 }, signal) : null;
  }, [key]);
  const radius = useLoad((signal) => (key ? get(`${path}/publication`, {}, signal).catch(() => null) : Promise.resolve(null)), [key]);
  const publish = async () => {
    try {
      const version = await draft.publish();
      say(t('Published as version {n}', { n: version.version }));
      onDone(version);
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Dialog} title=${t('Publish {name}', { name: draft.document.name || draft.document.key })} onClose=${onClose}>
    ${draft.problems.length ? html`<p class="state failed wrap">${plural(draft.problems.length, '{n} problem has to be mended first', '{n} problems have to be mended first')}</p>` : ''}
    <${Shown} loaded=${diff} rows=${2}>${(/** @type {any} */ data) => (data?.lines?.length ? html`<div><h3>${t('What changed')}</h3><ul>${data.lines.map((/** @type {string} */ line) => html`<li key=${line}>${line}</li>`)}</ul></div>` : html`<p>${t('This is its first version.')}</p>`)}<//>
    ${radius.data ? html`<div><h3>${t('What it means')}</h3>${radius.data.text || radius.data.lines ? html`<ul>${(radius.data.lines || [radius.data.text]).map((/** @type {string} */ line) => html`<li key=${line}>${line}</li>`)}</ul>` : html`<${Data} value=${radius.data} />`}</div>` : ''}
    <p class="muted">${t('Instances that run stay on the version they began with.')}</p>
    ${error ? html`<${Failure} problem=${error} />` : ''}
    <div class="row"><button class="button primary" disabled=${draft.problems.length > 0} onClick=${publish}>${t('Publish')}</button><button class="button" onClick=${onClose}>${t('Not yet')}</button></div>
  <//>`;
}
