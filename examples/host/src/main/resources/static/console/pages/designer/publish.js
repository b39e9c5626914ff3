// @ts-check
/** Before publishing: what changed, in words, and what it means for events and for what runs. */
import { html, useState } from '../../app/html.js';
import { definitionsDiff, definitionsVersions } from '../../api/operations/definitions.js';
import { trialsPublication } from '../../api/operations/trials.js';
import { number, plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
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
    const versions = (await definitionsVersions(key || '', { signal })).items.filter((/** @type {any} */ one) => one.version > 0);
    return versions.length ? definitionsDiff(key || '', { from: versions[0].version, to: 0 }, { signal }) : null;
  }, [key]);
  const radius = useLoad(() => (key ? trialsPublication(key || '', { days: 7 }).catch(() => null) : Promise.resolve(null)), [key]);
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
    ${draft.problems.length ? html`<p class="state failed wrap">${plural(draft.problems.length, '{n} problem has to be fixed first', '{n} problems have to be fixed first')}</p>` : ''}
    <${Shown} loaded=${diff} rows=${2}>${(/** @type {any} */ data) => (data?.lines?.length ? html`<div><h3>${t('What changed')}</h3><ul>${data.lines.map((/** @type {string} */ line) => html`<li key=${line}>${line}</li>`)}</ul></div>` : html`<p>${t('This is its first version.')}</p>`)}<//>
    ${radius.data ? html`<${Radius} data=${radius.data} />` : ''}
    <p class="muted">${t('Running instances stay on the version they began with.')}</p>
    ${error ? html`<${Failure} problem=${error} />` : ''}
    <div class="row"><button class="button primary" disabled=${draft.problems.length > 0} onClick=${publish}>${t('Publish')}</button><button class="button" onClick=${onClose}>${t('Not now')}</button></div>
  <//>`;
}

/** What publishing would change. @param {{data: any}} props */
function Radius({ data }) {
  const { instances } = data;
  const samples = (/** @type {any[]} */ list) => html`<ul>${list.slice(0, 5).map((one, i) => html`<li key=${i}><a href=${`/events/${encodeURIComponent(one.event_id)}`}>${one.subject ? `${one.subject.type} ${one.subject.id}` : one.event_id}</a> ${one.because || ''}</li>`)}</ul>`;
  return html`<div class="stack"><h3>${t('What it means')}</h3>
    <p>${data.active ? t('Of the events of the last 7 days it would have started {added} more and {lost} fewer.', { added: number(data.added), lost: number(data.lost) }) : plural(data.added, 'It would have started for {n} event of the last 7 days.', 'It would have started for {n} events of the last 7 days.')}</p>
    ${data.added_samples?.length ? html`<details><summary>${t('Those that would start now')}</summary>${samples(data.added_samples)}</details>` : ''}
    ${data.lost_samples?.length ? html`<details><summary>${t('Those that would not start any more')}</summary>${samples(data.lost_samples)}</details>` : ''}
    ${instances.looked ? html`<p>${t('{n} are running now; {fit} of them could continue on it.', { n: number(instances.looked), fit: number(instances.fit) })}</p>
      <ul>${instances.waiting.map((/** @type {any} */ one) => html`<li key=${one.step}>${t('{n} wait at {step}', { n: number(one.steps), step: one.step })}${one.known ? '' : html` <span class="state attention">${t('the draft has no such step')}</span>`}</li>`)}</ul>` : ''}</div>`;
}
