// @ts-check
/** Who is away, from when to when, and who does their tasks meanwhile. */
import { html, useState } from '../../app/html.js';
import { tasksCreateSubstitution, tasksDeleteSubstitution, tasksListSubstitutions } from '../../api/operations/tasks.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { confirm } from '../../components/dialog.js';
import { Choice, Field } from '../../components/field.js';
import { attempt, Failure } from '../../components/notices.js';
import { Panel } from '../../components/panel.js';
import { Person, PersonPicker } from '../../components/person.js';
import { State } from '../../components/state.js';
import { Table } from '../../components/table.js';
import { localInput, Time } from '../../components/time.js';

/** @param {any} one */
const stateOf = (one) => (new Date(one.to) <= new Date() ? 'OVER' : new Date(one.from) <= new Date() ? 'AWAY' : 'PLANNED');

export default function Substitutes() {
  const session = useSession();
  const [query, setQuery] = useQuery();
  const [refresh, setRefresh] = useState(0);
  const manages = is(session, 'ADMIN', 'MANAGER');
  const all = manages && query.get('whose') !== 'mine';
  const again = () => setRefresh((n) => n + 1);
  const end = async (/** @type {any} */ one) => {
    const over = stateOf(one) === 'OVER';
    if (!over && !await confirm({ title: t('End this absence?'), action: t('End it'), body: t('Tasks of then go to the person again, and the substitute cannot take them any more.') })) return;
    await attempt(() => tasksDeleteSubstitution(one.id), t('Ended'), over ? undefined : async () => {
      await tasksCreateSubstitution({ actor: one.actor, from: one.from, to: one.to, substitute: one.substitute });
      again();
    });
    again();
  };
  return html`<div class="page-head"><h1>${t('Substitutes')}</h1></div>
    <div class="stack-wide">
      <${Absence} manages=${manages} me=${session.user.id} onDone=${again} />
      <div>
        ${manages ? html`<div class="filters"><${Choice} label=${t('Whose')} value=${all ? '' : 'mine'} onChange=${(/** @type {string} */ whose) => setQuery({ whose })} options=${[['', t('Everybody’s')], ['mine', t('Mine')]]} /></div>` : ''}
        <${Table} label=${t('Substitutes')} deps=${[all]} refresh=${refresh} id=${(/** @type {any} */ one) => one.id}
          load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => tasksListSubstitutions({ actor: all ? '*' : undefined, cursor, limit: 100 }, { signal })}
          empty=${t('Nobody is away. When somebody is, their tasks can go to a substitute.')}
          columns=${[
            { key: 'who', label: t('Who is away'), width: 'minmax(140px, 2fr)', cell: (/** @type {any} */ one) => html`<strong><${Person} id=${one.actor} /></strong>` },
            { key: 'substitute', label: t('Who stands in'), width: 'minmax(140px, 2fr)', cell: (/** @type {any} */ one) => (one.substitute ? html`<${Person} id=${one.substitute} />` : html`<span class="muted">${t('nobody')}</span>`) },
            { key: 'from', label: t('From'), width: 'minmax(150px, 1fr)', cell: (/** @type {any} */ one) => html`<${Time} at=${one.from} exact />` },
            { key: 'to', label: t('Until'), width: 'minmax(150px, 1fr)', cell: (/** @type {any} */ one) => html`<${Time} at=${one.to} exact />` },
            { key: 'state', label: t('State'), width: '120px', cell: (/** @type {any} */ one) => html`<${State} state=${stateOf(one)} />` },
            { key: 'end', label: '', width: '110px', cell: (/** @type {any} */ one) => (manages || one.actor === session.user.id ? html`<button class="button quiet" onClick=${() => end(one)}>${stateOf(one) === 'OVER' ? t('Remove') : t('End it')}</button>` : '') },
          ]} />
      </div>
    </div>`;
}

/** @param {{manages: boolean, me: string, onDone: () => void}} props */
function Absence({ manages, me, onDone }) {
  const start = new Date();
  start.setMinutes(0, 0, 0);
  const [who, setWho] = useState(me);
  const [substitute, setSubstitute] = useState('');
  const [from, setFrom] = useState(localInput(start));
  const [to, setTo] = useState(localInput(new Date(start.getTime() + 7 * 86_400_000)));
  const [error, setError] = useState(/** @type {any} */ (null));
  const make = async (/** @type {any} */ event) => {
    event.preventDefault();
    setError(null);
    try {
      await tasksCreateSubstitution({ actor: who, substitute: substitute || undefined, from: new Date(from).toISOString(), to: new Date(to).toISOString() });
      setSubstitute('');
      onDone();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Panel} title=${t('Plan an absence')}><form class="stack" onSubmit=${make}>
    <div class="form-row">
      ${manages ? html`<${PersonPicker} label=${t('Who is away')} value=${who} onChange=${setWho} />` : ''}
      <${Field} label=${t('From')}>${(/** @type {any} */ a) => html`<input ...${a} type="datetime-local" required value=${from} onInput=${(/** @type {any} */ e) => setFrom(e.target.value)} />`}<//>
      <${Field} label=${t('Until')}>${(/** @type {any} */ a) => html`<input ...${a} type="datetime-local" required min=${from} value=${to} onInput=${(/** @type {any} */ e) => setTo(e.target.value)} />`}<//>
      <${PersonPicker} label=${t('Who stands in')} value=${substitute} onChange=${setSubstitute} optional=${t('Nobody')} />
    </div>
    <p class="small muted">${t('The substitute sees these tasks in the inbox and may do them in that time; what they do is recorded with both names.')}</p>
    ${error ? html`<${Failure} problem=${error} />` : ''}
    <div><button class="button primary" type="submit">${t('Plan it')}</button></div>
  </form><//>`;
}
