// @ts-check
/** Why each workflow did, or did not, start for an event; and what other data would do. */
import { html, useState } from '../../app/html.js';
import { catalogueEventTypes } from '../../api/operations/catalogue.js';
import { decisionsOfEvent } from '../../api/operations/decisions.js';
import { eventsExplainUnpublished, eventsGet, eventsPublish } from '../../api/operations/events.js';
import { subjectText } from '../../app/format.js';
import { t, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { go, useQuery } from '../../app/router.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Data, Facts } from '../../components/data.js';
import { Field } from '../../components/field.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Time } from '../../components/time.js';
import { sampleOf } from '../designer/trial.js';
import { Candidates } from './candidates.js';
import { Decision } from '../instance/why.js';

/** @param {{id: string}} props new: an event that is not published */
export default function Event({ id }) {
  const [query] = useQuery();
  if (id === 'new') return html`<${Trial} start=${{ type: query.get('type') || '', subject: null, payload: null }} />`;
  return html`<${Known} id=${id} />`;
}

/** @param {{id: string}} props */
function Known({ id }) {
  const path = `/api/v1/events/${encodeURIComponent(id)}`;
  const event = useLoad((signal) => eventsGet(id, { signal }), [id]);
  const decided = useLoad((signal) => decisionsOfEvent(id, { signal }), [id]);
  const [trying, setTrying] = useState(false);
  return html`<${Shown} loaded=${event}>${(/** @type {any} */ one) => (trying ? html`<${Trial} start=${one} />` : html`
    <div class="page-head"><h1>${one.type}</h1><button class="button" onClick=${() => setTrying(true)}>${t('Try other data')}</button></div>
    <div class="stack-wide">
      <${Facts} facts=${[[t('Subject'), one.subject ? html`<a href=${`/events?subject=${encodeURIComponent(`${one.subject.type}:${one.subject.id}`)}`}>${subjectText(one.subject)}</a>` : null],
        [t('Accepted'), html`<${Time} at=${one.accepted_at} both />`], [t('Id'), html`<span class="mono">${one.id}</span>`], [t('Correlation'), one.correlation]]} />
      <${Done} receipt=${one.receipt} />
      <${Panel} title=${t('Why each workflow did, or did not, start')}><${Shown} loaded=${decided} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No workflow has a trigger for this type of event.')}>
        ${(/** @type {any} */ data) => html`<div class="stack">${data.items.map((/** @type {any} */ decision, /** @type {number} */ i) => html`<${Decision} key=${i} one=${decision} />`)}</div>`}<//><//>
      <${Panel} title=${t('Data')}><${Data} value=${one.payload} />${one.previous ? html`<h3>${t('Before')}</h3><${Data} value=${one.previous} />` : ''}<//>
    </div>`)}<//>`;
}

/** @param {{receipt: any}} props */
function Done({ receipt }) {
  const workflowName = useWorkflowNames();
  const any = receipt.started.length + receipt.answered.length + receipt.exited.length + receipt.suppressed.length;
  return html`<${Panel} title=${t('What it did')}>${any ? html`<ul>
    ${receipt.started.map((/** @type {any} */ one) => html`<li key=${one.instance_id}>${t('Started')} <a href=${`/instances/${one.instance_id}`}>${workflowName(one.workflow.key)}</a></li>`)}
    ${receipt.answered.map((/** @type {any} */ one) => html`<li>${t('Answered')} <a href=${`/instances/${one.instance_id}?step=${one.step}`}>${one.step}</a></li>`)}
    ${receipt.exited.map((/** @type {string} */ one) => html`<li>${t('Ended')} <a href=${`/instances/${one}`}>${t('an instance')}</a></li>`)}
    ${receipt.suppressed.map((/** @type {any} */ one) => html`<li>${t('Not started')} ${workflowName(one.workflow.key)}: ${word(one.reason)}. ${one.detail}</li>`)}
  </ul>` : html`<p class="muted">${t('Nothing: no workflow started, no wait was answered, no instance ended.')}</p>`}<//>`;
}

/** An event that is explained without being published, until it is. @param {{start: any}} props */
function Trial({ start }) {
  const [type, setType] = useState(start.type);
  const [subject, setSubject] = useState(start.subject ? `${start.subject.type}:${start.subject.id}` : '');
  const [typed, setTyped] = useState(start.payload ? JSON.stringify(start.payload, null, 2) : null);
  const [explained, setExplained] = useState(/** @type {any} */ (null));
  const types = useLoad((signal) => catalogueEventTypes({ signal }), []);
  // Until somebody writes data, it is made up as the catalogue describes it.
  const text = typed ?? JSON.stringify(sampleOf({ triggers: [{ event: type }] }, types.data?.items || []).payload, null, 2);
  const setText = setTyped;
  const body = () => {
    const at = subject.indexOf(':');
    return { type, payload: JSON.parse(text), subject: at > 0 ? { type: subject.slice(0, at), id: subject.slice(at + 1) } : undefined };
  };
  return html`<div class="page-head"><h1>${t('Try an event')}</h1></div>
    <form class="stack-wide" onSubmit=${(/** @type {any} */ e) => {
      e.preventDefault();
      attempt(async () => setExplained(await eventsExplainUnpublished(body())));
    }}>
      <div class="stack panel">
        <${Field} label=${t('Type')}>${(/** @type {any} */ a) => html`<input ...${a} list="types" value=${type} required onInput=${(/** @type {any} */ e) => setType(e.target.value)} />
          <datalist id="types">${(types.data?.items || []).map((/** @type {any} */ one) => html`<option value=${one.type || one.name} key=${one.type || one.name}></option>`)}</datalist>`}<//>
        <${Field} label=${t('Subject')} optional help=${t('Its type and id, such as lead:lead-789')}>${(/** @type {any} */ a) => html`<input ...${a} value=${subject} onInput=${(/** @type {any} */ e) => setSubject(e.target.value)} />`}<//>
        <${Field} label=${t('Data (JSON)')}>${(/** @type {any} */ a) => html`<textarea ...${a} class="mono" rows="10" onInput=${(/** @type {any} */ e) => setText(e.target.value)} value=${text}></textarea>`}<//>
        <div class="row"><button class="button primary" type="submit">${t('Explain')}</button>
          <button class="button" type="button" onClick=${async () => {
            const receipt = await attempt(() => eventsPublish(body()), t('Published'));
            if (receipt) go(`/events/${encodeURIComponent(receipt.event_id)}`);
          }}>${t('Publish it')}</button></div>
      </div>
      ${explained ? html`<${Panel} title=${t('What it would do')}><${Candidates} explained=${explained} receipt=${null} /><//>` : ''}
    </form>`;
}
