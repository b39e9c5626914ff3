// @ts-check
/** The steps as a tree: moved by mouse or touch on the handle, or by Alt and an arrow. */
import { html, useEffect, useRef, useState } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { Icon } from '../../components/icon.js';
import { Menu } from '../../components/menu.js';
import { allSteps, at, copyOf, insert, kindOf, listsOf, move, pointer, removeAt, summary, within } from './document.js';

/**
 * @param {{doc: any, chosen: any, problems: any[], onChoose: (path: any) => void, onAdd: (what: string, list: any, index: number) => void,
 *   onChange: (name: string, next: any) => void}} props
 */
export function Tree({ doc, chosen, problems, onChoose, onAdd, onChange }) {
  const [said, say] = useState('');
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const moved = useRef(false);
  const nodes = allSteps(doc);
  useEffect(() => {
    if (moved.current) /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector('[aria-selected=true]'))?.focus();
    moved.current = false;
  });
  const shift = (/** @type {any} */ path, /** @type {any} */ list, /** @type {number} */ index) => {
    const done = move(doc, path, list, index);
    if (!done) return;
    const step = at(doc, path);
    moved.current = true;
    onChange(t('Move {id}', { id: step.id }), done.root);
    onChoose(done.path);
    say(t('{id} is {n} of {all} now', { id: step.id, n: Number(done.path[done.path.length - 1]) + 1, all: at(done.root, done.path.slice(0, -1)).length }));
  };
  const remove = (/** @type {any} */ path) => {
    const step = at(doc, path);
    onChange(t('Remove {id}', { id: step.id }), removeAt(doc, path));
    onChoose(null);
    say(t('{id} is removed; Undo brings it back', { id: step.id }));
  };
  const copy = (/** @type {any} */ path) => {
    const step = copyOf(doc, at(doc, path));
    const list = path.slice(0, -1);
    const index = Number(path[path.length - 1]) + 1;
    onChange(t('Copy {id}', { id: step.id }), insert(doc, list, index, step));
    onChoose([...list, index]);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const here = /** @type {HTMLElement} */ (event.target).closest('[data-path]');
    if (!here || event.target !== here) return;
    const path = JSON.parse(/** @type {HTMLElement} */ (here).dataset.path || '[]');
    const list = path.slice(0, -1);
    const index = Number(path[path.length - 1]);
    const places = nodes.map((node) => JSON.stringify(node.path));
    const place = places.indexOf(JSON.stringify(path));
    const go = (/** @type {number} */ to) => {
      if (!nodes[to]) return;
      moved.current = true;
      onChoose(nodes[to].path);
    };
    if (event.altKey && event.key === 'ArrowUp') shift(path, list, Math.max(0, index - 1));
    else if (event.altKey && event.key === 'ArrowDown') shift(path, list, Math.min(at(doc, list).length, index + 2));
    else if (event.altKey && event.shiftKey && event.key === 'ArrowLeft' && list.length > 1) {
      const outer = ownerOf(nodes, path);
      if (outer) shift(path, outer.path.slice(0, -1), Number(outer.path[outer.path.length - 1]) + 1);
    } else if (event.altKey && event.shiftKey && event.key === 'ArrowRight' && index > 0) {
      const before = at(doc, [...list, index - 1]);
      const inner = listsOf(before)[0];
      if (inner) shift(path, [...list, index - 1, ...inner.path], at(before, inner.path).length);
    } else if (event.key === 'ArrowDown') go(place + 1);
    else if (event.key === 'ArrowUp') go(place - 1);
    else if (event.key === 'Delete') remove(path);
    else if (event.key === 'Enter') /** @type {HTMLElement | null} */ (document.querySelector('.inspector input, .inspector textarea, .inspector select'))?.focus();
    else return;
    event.preventDefault();
  };
  const props = { doc, chosen, problems, onChoose, onAdd, shift, remove, copy };
  return html`<section class="tree panel" aria-label=${t('Steps')} ref=${box} onKeyDown=${keys}>
    <${List} ...${props} list=${['steps']} label=${t('Steps')} root=${true} />
    <p class="visually-hidden" role="status">${said}</p>
  </section>`;
}

/** The step around another. @param {any[]} nodes @param {any} path */
function ownerOf(nodes, path) {
  return nodes.filter((node) => node.path.length < path.length && within(path, node.path)).pop();
}

/** @param {any} props */
function List(props) {
  const { doc, list, label, root, onAdd, shift } = props;
  const steps = at(doc, list) || [];
  const drop = (/** @type {any} */ event, /** @type {number} */ index) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.classList.remove('over');
    const from = event.dataTransfer.getData('text/path');
    const what = event.dataTransfer.getData('text/step');
    if (from) shift(JSON.parse(from), list, index);
    else if (what) onAdd(what, list, index);
  };
  const gap = (/** @type {number} */ index) => html`<li class="gap" role=${steps.length ? 'none' : undefined}
    onDragOver=${(/** @type {any} */ e) => {
      e.preventDefault();
      e.currentTarget.classList.add('over');
    }}
    onDragLeave=${(/** @type {any} */ e) => e.currentTarget.classList.remove('over')} onDrop=${(/** @type {any} */ e) => drop(e, index)}></li>`;
  return html`<ul role=${steps.length ? (root ? 'tree' : 'group') : undefined} aria-label=${label} class="tree-list">
    ${steps.map((/** @type {any} */ step, /** @type {number} */ i) => html`${gap(i)}<${Step} ...${props} key=${step.id} step=${step} path=${[...list, i]} />`)}
    ${gap(steps.length)}
    ${steps.length ? '' : html`<li class="muted small empty-list">${root ? t('No step yet: take one from the palette.') : t('nothing')}</li>`}
  </ul>`;
}

/** @param {any} props */
function Step(props) {
  const { step, path, chosen, problems, onChoose, doc, shift, remove, copy } = props;
  const here = pointer(path);
  const own = problems.filter((/** @type {any} */ one) => one.pointer === here || one.pointer.startsWith(`${here}/`));
  const isChosen = chosen && JSON.stringify(chosen) === JSON.stringify(path);
  const list = path.slice(0, -1);
  const index = Number(path[path.length - 1]);
  const lists = listsOf(step);
  return html`<li role="treeitem" aria-selected=${isChosen ? 'true' : 'false'} aria-expanded=${lists.length ? 'true' : undefined} aria-label=${`${step.id}: ${summary(step)}`} tabindex=${isChosen || (!chosen && here === '/steps/0') ? 0 : -1}
    data-path=${JSON.stringify(path)} class="tree-item" onFocus=${(/** @type {any} */ e) => {
      if (e.target === e.currentTarget && !isChosen) onChoose(path);
    }}>
    <div class=${`tree-row ${isChosen ? 'chosen' : ''}`} onClick=${() => onChoose(path)}>
      <span class="grip" draggable="true" title=${t('Drag, or Alt and an arrow key')} onDragStart=${(/** @type {any} */ e) => {
        e.dataTransfer.setData('text/path', JSON.stringify(path));
        e.dataTransfer.effectAllowed = 'move';
      }}><${Icon} name="grip" /></span>
      <span class="grow"><strong>${step.name || step.id}</strong> <span class="muted">${summary(step)}</span>
        ${step.delay && kindOf(step) !== 'delay' ? html` <span class="tag">+${typeof step.delay === 'string' ? step.delay : step.delay.for || step.delay.until}</span>` : ''}
        ${step.when ? html` <span class="tag">${t('if')}</span>` : ''}${step.role ? html` <span class="tag">${step.role}</span>` : ''}</span>
      ${own.length ? html`<span class="state failed" title=${own.map((/** @type {any} */ one) => one.message).join('\n')}>!${own.length}</span>` : ''}
      <${Menu} label=${t('More for {id}', { id: step.id })} items=${[
        { label: t('Move up'), whyNot: index > 0 ? null : t('it is the first'), run: () => shift(path, list, index - 1) },
        { label: t('Move down'), whyNot: index < at(doc, list).length - 1 ? null : t('it is the last'), run: () => shift(path, list, index + 2) },
        { label: t('Copy'), run: () => copy(path) },
        { label: t('Remove'), danger: true, run: () => remove(path) },
      ]} />
    </div>
    ${lists.map((inner) => html`<div class="arm" key=${inner.path.join()}><span class="small muted">${inner.label}</span>
      <${List} ...${props} list=${[...path, ...inner.path]} label=${inner.label} root=${false} /></div>`)}
  </li>`;
}
