// @ts-check
/** The designer: what there is, the steps as a tree, and the one that is chosen. */
import { html, useEffect, useMemo, useState } from '../../app/html.js';
import { catalogueActionTypes, catalogueEventTypes } from '../../api/operations/catalogue.js';
import { plural, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { go, useQuery } from '../../app/router.js';
import { Icon } from '../../components/icon.js';
import { Notice } from '../../components/notices.js';
import { Person } from '../../components/person.js';
import { Skeleton } from '../../components/panel.js';
import { Picture } from '../instance/picture.js';
import { allSteps, at, insert, newStep } from './document.js';
import { useDraft } from './draft.js';
import { Inspector } from './inspector.js';
import { Outcome } from './outcome.js';
import { Palette } from './palette.js';
import { pathOf, ProblemList } from './problems.js';
import { Publish } from './publish.js';
import { TextView } from './text.js';
import { Trial } from './trial.js';
import { Tree } from './tree.js';
import { WorkflowHead } from './head.js';

/** @param {{name: string}} props */
export default function Designer({ name }) {
  const draft = useDraft(name);
  const actions = useLoad((signal) => catalogueActionTypes({ signal }), []);
  const events = useLoad((signal) => catalogueEventTypes({ signal }), []);
  const [query, setQuery] = useQuery();
  const [path, setPath] = useState(/** @type {any} */ (name === 'new' ? [] : null));
  const [publishing, setPublishing] = useState(false);
  const catalogue = useMemo(() => ({ actions: actions.data?.items || [], events: events.data?.items || [] }), [actions.data, events.data]);
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (draft && event.key === 'F8' && draft.problems.length) {
      const places = draft.problems.map((one) => JSON.stringify(pathOf(one.pointer, draft.document)));
      const next = places[(places.indexOf(JSON.stringify(path)) + 1) % places.length];
      setPath(JSON.parse(next));
      event.preventDefault();
      return;
    }
    if (!draft || !(event.ctrlKey || event.metaKey)) return;
    const typing = /** @type {HTMLElement} */ (event.target).matches?.('input, textarea');
    if (event.key === 'z' && !typing) draft.undo();
    else if ((event.key === 'y' || (event.key === 'Z' && event.shiftKey)) && !typing) draft.redo();
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  });
  if (!draft) return html`<${Skeleton} rows=${10} />`;
  const { document: doc } = draft;
  const view = query.get('view') || 'tree';
  const chosen = path && at(doc, path) ? path : null;
  const add = (/** @type {string} */ what, /** @type {any} */ list = ['steps'], index = (at(doc, list) || []).length) => {
    const schema = catalogue.actions.find((/** @type {any} */ one) => `action:${one.type}` === what)?.config_schema;
    const step = newStep(doc, what, schema);
    draft.change(t('Add {id}', { id: step.id }), insert(doc, list, index, step));
    setPath([...list, index]);
  };
  const addAfterChosen = (/** @type {string} */ what) => {
    if (!chosen || chosen[0] !== 'steps') return add(what);
    return add(what, chosen.slice(0, -1), Number(chosen[chosen.length - 1]) + 1);
  };
  const views = [['tree', t('Steps')], ['outcome', t('Preview')], ['diagram', t('Diagram')], ['text', 'JSON / YAML'], ['test', t('Test')]];
  return html`
    <div class="page-head">
      <h1>${doc.name || doc.key}</h1>
      <span class="muted small" role="status">${draft.status ? t('draft {status}', { status: draft.status }) : ''}${draft.savedBy ? html` · <${Person} id=${draft.savedBy} />` : ''}</span>
      <button class="button quiet" disabled=${!draft.canUndo} title=${draft.canUndo || ''} onClick=${draft.undo}><${Icon} name="undo" /> ${t('Undo')}</button>
      <button class="button quiet" disabled=${!draft.canRedo} title=${draft.canRedo || ''} onClick=${draft.redo}><${Icon} name="redo" /> ${t('Redo')}</button>
      <button class="button primary" onClick=${() => setPublishing(true)}>${t('Publish')}</button>
    </div>
    ${draft.conflict ? html`<${Notice} tone="bad" title=${draft.conflict.message} actions=${draft.conflict.status === 409 ? html`<span class="row">
      <button class="button" onClick=${draft.reload}>${t('Take theirs')}</button><button class="button danger" onClick=${draft.overwrite}>${t('Keep mine')}</button></span>` : ''} />` : ''}
    <nav class="tabs" aria-label=${t('Views of the draft')}>${views.map(([key, label]) => html`<a key=${key} href=${`?view=${key}`} aria-current=${key === view ? 'page' : undefined}
      onClick=${(/** @type {any} */ e) => {
        e.preventDefault();
        setQuery({ view: key });
      }}>${label}</a>`)}
      <span class="small muted tab-note">${plural(allSteps(doc).length, '{n} step', '{n} steps')} · ${draft.problems.length ? html`<span class="state failed">${plural(draft.problems.length, '{n} problem', '{n} problems')}</span>` : t('no problems')}</span></nav>
    ${view === 'tree' ? html`<div class="designer">
      <${Palette} actions=${catalogue.actions} onAdd=${addAfterChosen} onDrop=${add} />
      <div class="stack">
        <${WorkflowHead} doc=${doc} chosen=${chosen} onChoose=${setPath} problems=${draft.problems} />
        <${Tree} doc=${doc} chosen=${chosen} problems=${draft.problems} onChoose=${setPath} onAdd=${add} onChange=${draft.change} />
        <${ProblemList} problems=${draft.problems} warnings=${draft.warnings} doc=${doc} onChoose=${setPath} />
      </div>
      <${Inspector} doc=${doc} path=${chosen} catalogue=${catalogue} problems=${draft.problems} isNew=${!draft.key} onChange=${draft.change} onChoose=${setPath} />
    </div>` : ''}
    ${view === 'outcome' ? html`<${Outcome} doc=${doc} events=${catalogue.events} onChoose=${(/** @type {any} */ to) => {
      setPath(to);
      setQuery({ view: null });
    }} />` : ''}
    ${view === 'diagram' ? html`<${Picture} path="/api/v1/definitions/diagram" body=${{ document: doc }} version=${JSON.stringify(doc)} label=${t('Diagram of the draft')} />` : ''}
    ${view === 'text' ? html`<${TextView} doc=${doc} onChange=${draft.change} />` : ''}
    ${view === 'test' ? html`<${Trial} doc=${doc} events=${catalogue.events} />` : ''}
    ${publishing ? html`<${Publish} draft=${draft} onClose=${() => setPublishing(false)} onDone=${(/** @type {any} */ version) => {
      setPublishing(false);
      go(`/workflows/${encodeURIComponent(version.key)}`);
    }} />` : ''}`;
}
