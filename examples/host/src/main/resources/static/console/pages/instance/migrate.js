// @ts-check
/** Lets one instance go on with another version of its workflow, after a look at what that means. */
import { html, useState } from '../../app/html.js';
import { get, post } from '../../api/client.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { Dialog } from '../../components/dialog.js';
import { Choice, Field } from '../../components/field.js';
import { Failure, say } from '../../components/notices.js';
import { Shown } from '../../components/panel.js';
import { allSteps, titleOf } from '../designer/document.js';

/** @param {{one: any, path: string, onClose: () => void, onDone: () => void}} props */
export function Migrate({ one, path, onClose, onDone }) {
  const base = `/api/v1/definitions/${encodeURIComponent(one.workflow.key)}`;
  const versions = useLoad(async (signal) => (await get(`${base}/versions`, {}, signal)).items.filter((/** @type {any} */ each) => each.version > 0 && each.version !== one.workflow.version), [base]);
  return html`<${Dialog} title=${t('Continue on another version')} onClose=${onClose}>
    <${Shown} loaded=${versions} isEmpty=${(/** @type {any} */ all) => !all.length} empty=${t('There is no other version of this workflow.')}>${(/** @type {any} */ all) => html`<${Plan} one=${one} path=${path} base=${base} versions=${all} onDone=${onDone} />`}<//>
    <div><button type="button" class="button quiet" onClick=${onClose}>${t('Keep as it is')}</button></div>
  <//>`;
}

/** @param {{one: any, path: string, base: string, versions: any[], onDone: () => void}} props */
function Plan({ one, path, base, versions, onDone }) {
  const [version, setVersion] = useState(String(versions[0].version));
  const [steps, setSteps] = useState(/** @type {Record<string, string>} */ ({}));
  const [error, setError] = useState(/** @type {any} */ (null));
  const body = { version: Number(version), steps };
  const target = useLoad((signal) => get(`${base}/versions/${version}`, {}, signal), [version]);
  const check = useLoad(() => post(`${path}/migration-check`, body), [version, JSON.stringify(steps)]);
  const diff = useLoad((signal) => get(`${base}/diff`, { from: one.workflow.version, to: version }, signal), [version]);
  const known = target.data ? allSteps(target.data.document).map((node) => node.step) : [];
  const lost = one.steps.filter((/** @type {any} */ step) => known.length && step.state !== 'PENDING' && !known.some((each) => each.id === step.id));
  const go = async () => {
    try {
      await post(`${path}/migrate`, body);
      say(t('It continues on version {n}', { n: version }));
      onDone();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<div class="stack">
    <${Choice} label=${t('Version')} value=${version} onChange=${setVersion} options=${versions.map((each) => /** @type {[string, string]} */ ([String(each.version), `v${each.version}`]))} />
    <${Shown} loaded=${diff} rows=${2}>${(/** @type {any} */ data) => (data.lines.length ? html`<details open><summary>${t('What is different there')}</summary><ul>${data.lines.map((/** @type {string} */ line) => html`<li key=${line}>${line}</li>`)}</ul></details>` : html`<p class="muted">${t('The steps are the same there.')}</p>`)}<//>
    ${lost.map((/** @type {any} */ step) => html`<${Field} key=${step.id} label=${t('“{step}” is not there: which step is it?', { step: step.id })} optional>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => {
      const next = { ...steps };
      if (e.target.value) next[step.id] = e.target.value;
      else delete next[step.id];
      setSteps(next);
    }}><option value="">${t('none')}</option>${known.map((each) => html`<option key=${each.id} value=${each.id} selected=${steps[step.id] === each.id}>${titleOf(each)}</option>`)}</select>`}<//>`)}
    <${Shown} loaded=${check} rows=${1}>${(/** @type {any} */ data) => (data.problems.length
      ? html`<div class="message bad" role="alert"><div><h3>${t('It cannot continue there')}</h3><ul>${data.problems.map((/** @type {any} */ each) => html`<li key=${each.pointer + each.message}>${each.message}</li>`)}</ul></div></div>`
      : html`<p class="state done wrap">${data.left.length ? t('It can. These steps are left behind: {steps}', { steps: data.left.join(', ') }) : t('It can, and every step has its place there.')}</p>`)}<//>
    ${error ? html`<${Failure} problem=${error} />` : ''}
    <div><button type="button" class="button primary" disabled=${!check.data || check.data.problems.length > 0} onClick=${go}>${t('Continue on version {n}', { n: version })}</button></div></div>`;
}
