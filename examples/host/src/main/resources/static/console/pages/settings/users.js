// @ts-check
/** The people of the tenant, and what each may do. */
import { html, useState } from '../../app/html.js';
import { usersCreate, usersList, usersRoles } from '../../api/operations/users.js';
import { roleName, t } from '../../app/i18n.js';
import { useSession } from '../../app/session.js';
import { Dialog, confirm } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { attempt, Failure } from '../../components/notices.js';
import { Table } from '../../components/table.js';

/** Each role with what it is for. */
export const ROLES = /** @type {[string, string][]} */ ([
  ['ADMIN', 'Everything, settings and people included'],
  ['MANAGER', 'Makes and publishes workflows, operates all of them'],
  ['SALES', 'Starts workflows and sees what runs'],
  ['LAWYER', 'Approves, and edits what runs on matters of their own'],
  ['PARALEGAL', 'Does tasks on the matters to which they belong'],
  ['CLIENT', 'Signs, pays and uploads on their own matters'],
]);

export function Users() {
  const [refresh, setRefresh] = useState(0);
  const [chosen, choose] = useState(/** @type {any} */ (null));
  const done = () => {
    choose(null);
    setRefresh((n) => n + 1);
  };
  return html`<div class="row spread filters"><p class="muted">${t('Who may log in to this tenant, and what each may do.')}</p>
      <button class="button primary" onClick=${() => choose({})}>${t('Add a person')}</button></div>
    <${Table} label=${t('People')} deps=${[]} refresh=${refresh} id=${(/** @type {any} */ one) => one.id}
      load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => usersList({ cursor, limit: 100 }, { signal })}
      empty=${t('Nobody yet.')} columns=${[
        { key: 'name', label: t('Name'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => html`<strong>${one.name}</strong>` },
        { key: 'login', label: t('Login'), width: 'minmax(100px, 1fr)', cell: (/** @type {any} */ one) => one.login },
        { key: 'email', label: t('Email'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => html`<span class="muted">${one.email || ''}</span>` },
        { key: 'roles', label: t('Roles'), width: 'minmax(140px, 2fr)', cell: (/** @type {any} */ one) => html`<span class="row">${one.roles.map((/** @type {string} */ role) => html`<span class="tag" key=${role}>${roleName(role)}</span>`)}</span>`, value: (/** @type {any} */ one) => one.roles.join(' ') },
        { key: 'change', label: '', width: '130px', cell: (/** @type {any} */ one) => html`<button class="button quiet" onClick=${() => choose(one)}>${t('Change roles')}</button>` },
      ]} />
    ${chosen ? (chosen.id ? html`<${Change} one=${chosen} onClose=${() => choose(null)} onDone=${done} />` : html`<${Add} onClose=${() => choose(null)} onDone=${done} />`) : ''}`;
}

/** @param {{roles: string[], onChange: (roles: string[]) => void, wrong?: string, fixed?: string}} props fixed: a role that cannot be taken here */
function Roles({ roles, onChange, wrong, fixed }) {
  return html`<fieldset class="field"><legend>${t('Roles')}</legend>${ROLES.map(([role, help]) => html`<label class="check" key=${role}>
    <input type="checkbox" checked=${roles.includes(role)} disabled=${role === fixed} onChange=${(/** @type {any} */ e) => onChange(ROLES.map(([one]) => one).filter((one) => (one === role ? e.target.checked : roles.includes(one))))} />
    <span><strong>${roleName(role)}</strong> <span class="muted small">${t(help)}</span></span></label>`)}
    ${wrong ? html`<span class="wrong">${wrong}</span>` : ''}</fieldset>`;
}

/** @param {{one: any, onClose: () => void, onDone: () => void}} props */
function Change({ one, onClose, onDone }) {
  const session = useSession();
  const [roles, setRoles] = useState(/** @type {string[]} */ (one.roles));
  const path = `/api/v1/users/${encodeURIComponent(one.id)}/roles`;
  const save = async () => {
    if (!roles.length && !await confirm({ title: t('Take {name} out of this tenant?', { name: one.name }), action: t('Take out'), danger: true, body: t('Without a role they can do nothing here, and their tokens are refused in this tenant.') })) return;
    const saved = await attempt(() => usersRoles(one.id, { roles: /** @type {any} */ (roles) }), t('Saved'), () => usersRoles(one.id, { roles: one.roles }).then(onDone));
    if (saved) onDone();
  };
  return html`<${Dialog} title=${t('Roles of {name}', { name: one.name })} onClose=${onClose}><form class="stack" onSubmit=${(/** @type {any} */ e) => {
    e.preventDefault();
    save();
  }}>
    <${Roles} roles=${roles} onChange=${setRoles} fixed=${one.id === session.user.id ? 'ADMIN' : undefined} />
    <p class="small muted">${t('It counts from their next request on.')}</p>
    <div class="row"><button class="button primary" type="submit">${t('Save')}</button><button class="button" type="button" onClick=${onClose}>${t('Keep as it is')}</button></div></form><//>`;
}

/** @param {{onClose: () => void, onDone: () => void}} props */
function Add({ onClose, onDone }) {
  const [values, setValues] = useState(/** @type {any} */ ({ name: '', login: '', email: '', password: '' }));
  const [roles, setRoles] = useState(/** @type {string[]} */ ([]));
  const [error, setError] = useState(/** @type {any} */ (null));
  const wrong = (/** @type {string} */ key) => (error?.errors || []).filter((/** @type {any} */ one) => one.pointer === `/${key}` || (key === 'login' && one.pointer === '/id')).map((/** @type {any} */ one) => one.message).join('; ');
  const text = (/** @type {string} */ key, /** @type {string} */ label, /** @type {any} */ more = {}, help = '') => html`<${Field} label=${label} wrong=${wrong(key)} help=${help} optional=${!more.required}>${(/** @type {any} */ a) => html`<input ...${a} ...${more} value=${values[key]} onInput=${(/** @type {any} */ e) => setValues({ ...values, [key]: e.target.value })} />`}<//>`;
  const save = async (/** @type {any} */ event) => {
    event.preventDefault();
    try {
      await usersCreate({ id: values.login, login: values.login, name: values.name, email: values.email || undefined, password: values.password || undefined, roles: /** @type {any} */ (roles) });
      onDone();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Dialog} title=${t('Add a person')} onClose=${onClose}><form class="stack" onSubmit=${save}>
    ${error && !error.errors?.length ? html`<${Failure} problem=${error} />` : ''}
    ${text('name', t('Name'), { required: true, maxlength: 200 })}
    ${text('login', t('Login'), { required: true, maxlength: 200, autocomplete: 'off' }, t('It cannot be changed later.'))}
    ${text('email', t('Email'), { type: 'email', maxlength: 320 })}
    ${text('password', t('First password'), { type: 'password', autocomplete: 'new-password', minlength: 12, maxlength: 72 }, t('At least 12 characters. Without one the person cannot log in.'))}
    <${Roles} roles=${roles} onChange=${setRoles} wrong=${wrong('roles')} />
    <div class="row"><button class="button primary" type="submit" disabled=${!roles.length}>${t('Add')}</button><button class="button" type="button" onClick=${onClose}>${t('Keep as it is')}</button></div></form><//>`;
}
