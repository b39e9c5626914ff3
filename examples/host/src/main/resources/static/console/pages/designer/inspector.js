// @ts-check
/** What is chosen, as a form: the workflow, a trigger, what ends it, or a step. */
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { useQuery } from '../../app/router.js';
import { Field } from '../../components/field.js';
import { at, kindOf, pointer, put, titleOf } from './document.js';
import { ConfigForm } from './config.js';
import { Condition } from './condition.js';
import { Exits, Trigger, Triggers } from './triggers.js';
import { KindForm } from './kinds.js';
import { Settings, Timing } from './timing.js';

/**
 * @param {{doc: any, path: any, catalogue: {actions: any[], events: any[]}, problems: any[], isNew: boolean,
 *   onChange: (name: string, next: any, options?: any) => void, onChoose: (path: any) => void}} props
 */
export function Inspector({ doc, path, catalogue, problems, isNew, onChange, onChoose }) {
  const value = path ? at(doc, path) : undefined;
  const set = (/** @type {any} */ inner, /** @type {any} */ next) => {
    const whole = [...path, ...inner];
    onChange(t('Change {place}', { place: String(whole[whole.length - 1] ?? '') }), put(doc, whole, next), { merge: pointer(whole) || '/' });
  };
  const wrong = (/** @type {any} */ inner) => problems.filter((one) => one.pointer === pointer([...path, ...inner])).map((one) => one.message).join(' ');
  let content;
  if (!path) content = html`<p class="muted">${t('Choose a step, or what starts the workflow, to see and change it here.')}</p>`;
  else if (!path.length) content = html`<${Head} doc=${doc} set=${set} wrong=${wrong} isNew=${isNew} />`;
  else if (path[0] === 'triggers' && path.length === 1) content = html`<${Triggers} doc=${doc} set=${set} onChoose=${onChoose} catalogue=${catalogue} />`;
  else if (path[0] === 'triggers') content = html`<${Trigger} trigger=${value} set=${set} wrong=${wrong} catalogue=${catalogue} onRemove=${() => {
    onChange(t('Remove the trigger'), put(doc, path, undefined));
    onChoose(['triggers']);
  }} />`;
  else if (path[0] === 'exit') content = html`<${Exits} exits=${doc.exit || []} set=${set} catalogue=${catalogue} />`;
  else content = html`<${Step} key=${value.id} step=${value} path=${path} doc=${doc} set=${set} wrong=${wrong} catalogue=${catalogue} problems=${problems} />`;
  return html`<section class="inspector panel" aria-label=${t('Inspector')}>${content}</section>`;
}

/** A key from a name. @param {string} name */
function slug(name) {
  return name.normalize('NFD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80);
}

/** @param {{doc: any, set: any, wrong: any, isNew: boolean}} props */
function Head({ doc, set, wrong, isNew }) {
  const text = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ help, disabled = false) => html`<${Field} label=${label} help=${help} wrong=${wrong([key])}>${(/** @type {any} */ a) => html`<input ...${a} value=${doc[key] ?? ''} disabled=${disabled}
    onInput=${(/** @type {any} */ e) => set([key], e.target.value || undefined)} />`}<//>`;
  // Until somebody writes a key, it follows the name.
  const follows = isNew && (/^workflow-[a-z0-9]+$/.test(doc.key) || doc.key === slug(doc.name || ''));
  const rename = (/** @type {string} */ name) => set([], { ...doc, name: name || undefined, ...(follows && slug(name) ? { key: slug(name) } : {}) }, 'name');
  return html`<div class="stack"><h2>${t('The workflow')}</h2>
    <${Field} label=${t('Name')} help=${t('The name that people see')} wrong=${wrong(['name'])}>${(/** @type {any} */ a) => html`<input ...${a} value=${doc.name ?? ''} onInput=${(/** @type {any} */ e) => rename(e.target.value)} />`}<//>
    ${text('key', t('Key'), isNew ? t('Lower-case letters, digits, - and _. It cannot be changed later.') : t('It cannot be changed.'), !isNew)}
    ${text('description', t('Description'), '')}
    ${text('subject', t('Subject'), t('What it is about, such as lead, deal or matter'))}
    <${Field} label=${t('Priority')} optional>${(/** @type {any} */ a) => html`<input ...${a} type="number" value=${doc.priority ?? ''} onInput=${(/** @type {any} */ e) => set(['priority'], e.target.value === '' ? undefined : Number(e.target.value))} />`}<//>
    <${Field} label=${t('While one is open for the same key')} help=${t('The key is usually {{subject.id}}')}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => set(['concurrency'], e.target.value ? { key: doc.concurrency?.key || '{{subject.id}}', policy: e.target.value } : undefined)}>
      ${[['', t('all run')], ['skip', t('do not start another')], ['queue', t('let it wait')], ['replace', t('replace the open one')]].map(([key, label]) => html`<option key=${key} value=${key} selected=${(doc.concurrency?.policy || '') === key}>${label}</option>`)}</select>`}<//>
  </div>`;
}

/** @param {{step: any, path: any, doc: any, set: any, wrong: any, catalogue: any, problems: any[]}} props */
function Step({ step, path, doc, set, wrong, catalogue, problems }) {
  const [query, setQuery] = useQuery();
  const kind = kindOf(step);
  const action = catalogue.actions.find((/** @type {any} */ one) => one.type === step.action || one.aliases.includes(step.action));
  const people = Boolean(action?.people || step.role || step.assignee);
  const tabs = [['what', t('What')], ['when', t('When')], ['people', t('People')], ['failure', t('Failure')]].filter(([key]) => key !== 'people' || people || kind === 'action');
  const tab = tabs.some(([key]) => key === query.get('part')) ? query.get('part') : 'what';
  const here = pointer(path);
  return html`<div class="stack">
    <h2>${titleOf(step)}</h2>
    <nav class="tabs" aria-label=${t('Parts of the step')}>${tabs.map(([key, label]) => html`<a key=${key} href=${`?part=${key}`} aria-current=${key === tab ? 'page' : undefined} onClick=${(/** @type {any} */ e) => {
      e.preventDefault();
      setQuery({ part: key });
    }}>${label}</a>`)}</nav>
    ${tab === 'what' ? html`
      <${Field} label=${t('Name')} optional>${(/** @type {any} */ a) => html`<input ...${a} value=${step.name ?? ''} onInput=${(/** @type {any} */ e) => set(['name'], e.target.value || undefined)} />`}<//>
      <${Field} label=${t('Id')} wrong=${wrong(['id'])} help=${t('Later steps read its result as steps.{id}.output', { id: step.id })}>${(/** @type {any} */ a) => html`<input ...${a} value=${step.id} onChange=${(/** @type {any} */ e) => set(['id'], e.target.value)} />`}<//>
      ${kind === 'action' ? html`<p class="muted">${action?.description || step.action}</p>${wrong(['action']) ? html`<p class="state failed wrap">${wrong(['action'])}</p>` : ''}
        <${ConfigForm} schema=${action?.config_schema} value=${step.config || {}} problems=${relative(problems, `${here}/config`)} onChange=${(/** @type {any} */ next) => set(['config'], next)} />`
        : html`<${KindForm} kind=${kind} step=${step} set=${set} wrong=${wrong} catalogue=${catalogue} />`}` : ''}
    ${tab === 'when' ? html`<${Timing} step=${step} set=${set} wrong=${wrong} />
      <h3>${t('Only if')}</h3><${Condition} value=${step.when} fields=${fieldsOf(doc, catalogue)} onChange=${(/** @type {any} */ next) => set(['when'], next)} />${wrong(['when']) ? html`<p class="state failed wrap">${wrong(['when'])}</p>` : ''}` : ''}
    ${tab === 'people' ? html`<${People} step=${step} set=${set} wrong=${wrong} />` : ''}
    ${tab === 'failure' ? html`<${Settings} step=${step} set=${set} wrong=${wrong} />` : ''}
  </div>`;
}

/** @param {{step: any, set: any, wrong: any}} props */
function People({ step, set, wrong }) {
  const text = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ help) => html`<${Field} label=${label} help=${help} wrong=${wrong([key])} optional>${(/** @type {any} */ a) => html`<input ...${a} value=${typeof step[key] === 'object' ? JSON.stringify(step[key]) : step[key] ?? ''} onInput=${(/** @type {any} */ e) => set([key], e.target.value || undefined)} />`}<//>`;
  return html`<div class="stack">
    ${text('role', t('Role'), t('Who may do it, such as LAWYER'))}
    ${text('assignee', t('Assignee'), t('A person, or an expression such as {{matter.owner}}'))}
    ${text('due', t('Due'), t('How long it may take, such as P2D'))}
    <label class="check"><input type="checkbox" checked=${step.required !== false} onChange=${(/** @type {any} */ e) => set(['required'], e.target.checked ? undefined : false)} />${t('Required: it may not be skipped')}</label>
  </div>`;
}

/** @param {any[]} problems @param {string} start */
export function relative(problems, start) {
  return problems.filter((one) => one.pointer === start || one.pointer.startsWith(`${start}/`)).map((one) => ({ ...one, pointer: one.pointer.slice(start.length) }));
}

/** The fields that conditions of the workflow may name. @param {any} doc @param {any} catalogue */
export function fieldsOf(doc, catalogue) {
  const events = (doc.triggers || []).map((/** @type {any} */ one) => one.event);
  const known = catalogue.events.filter((/** @type {any} */ one) => events.includes(one.type));
  return known.flatMap((/** @type {any} */ one) => one.fields);
}
