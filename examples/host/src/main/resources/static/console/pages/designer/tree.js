// @ts-check
/** The steps as a tree: moved by mouse or touch on the handle, or by keyboard. */
import { html, useLayoutEffect, useRef, useState } from '../../app/html.js';
import { durationWords } from '../../app/format.js';
import { t } from '../../app/i18n.js';
import { Icon } from '../../components/icon.js';
import { Menu } from '../../components/menu.js';
import { at, copyOf, insert, kindOf, listsOf, move, pointer, removeAt, summary, titleOf } from './document.js';
import { useSortable } from './drag.js';
import { press } from './keys.js';

/**
 * @param {{doc: any, chosen: any, problems: any[], onChoose: (path: any) => void, onAdd: (what: string, list: any, index: number) => void,
 *   onChange: (name: string, next: any) => void}} props
 */
export function Tree({ doc, chosen, problems, onChoose, onAdd, onChange }) {
  const [said, say] = useState('');
  const [lifted, setLifted] = useState(/** @type {any} */ (null));
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const moved = useRef(false);
  useLayoutEffect(() => {
    if (moved.current) /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector('[aria-selected=true]'))?.focus();
    moved.current = false;
  });
  const choose = (/** @type {any} */ path) => {
    moved.current = true;
    onChoose(path);
  };
  const shift = (/** @type {any} */ path, /** @type {any} */ list, /** @type {number} */ index) => {
    const done = move(doc, path, list, index);
    if (!done) return;
    const step = at(doc, path);
    onChange(t('Move {id}', { id: titleOf(step) }), done.root);
    choose(done.path);
    say(t('{id} is {n} of {all} now', { id: titleOf(step), n: Number(done.path[done.path.length - 1]) + 1, all: at(done.root, done.path.slice(0, -1)).length }));
  };
  const remove = (/** @type {any} */ path) => {
    const step = at(doc, path);
    const list = path.slice(0, -1);
    const left = at(doc, list).length - 1;
    onChange(t('Remove {id}', { id: titleOf(step) }), removeAt(doc, path));
    choose(left ? [...list, Math.min(Number(path[path.length - 1]), left - 1)] : null);
    say(t('{id} is removed; Undo brings it back', { id: titleOf(step) }));
  };
  const paste = (/** @type {any} */ list, /** @type {number} */ index, /** @type {any} */ step, /** @type {'copy' | 'paste'} */ verb) => {
    onChange(verb === 'copy' ? t('Copy {id}', { id: titleOf(step) }) : t('Paste {id}', { id: titleOf(step) }), insert(doc, list, index, step));
    choose([...list, index]);
  };
  const copy = (/** @type {any} */ path) => paste(path.slice(0, -1), Number(path[path.length - 1]) + 1, copyOf(doc, at(doc, path)), 'copy');
  const lift = (/** @type {any} */ before) => {
    setLifted({ doc: before, path: chosen });
    say(t('Lifted: arrows move it, Enter drops it, Esc puts it back'));
  };
  const drop = (/** @type {boolean} */ back) => {
    if (back && lifted.doc !== doc) {
      onChange(t('Put it back'), lifted.doc);
      choose(lifted.path);
    }
    setLifted(null);
    say(back ? t('It is where it was') : t('Dropped'));
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const here = /** @type {HTMLElement} */ (event.target).closest('[data-path]');
    if (!here || event.target !== here) return;
    const path = JSON.parse(/** @type {HTMLElement} */ (here).dataset.path || '[]');
    if (press(event, { doc, path, lifted, shift, choose, remove, paste, lift, drop })) event.preventDefault();
  };
  const props = { doc, chosen, problems, lifted, onChoose, onAdd, shift, remove, copy };
  return html`<section class="tree panel" aria-label=${t('Steps')} ref=${box} onKeyDown=${keys}>
    <${List} ...${props} list=${['steps']} label=${t('Steps')} root=${true} />
    <p class="visually-hidden" role="status">${said}</p>
  </section>`;
}

/** @param {any} props */
function List(props) {
  const { doc, list, label, root, onAdd, shift } = props;
  const steps = at(doc, list) || [];
  const sortable = useSortable({ move: shift, add: onAdd });
  return html`<ul role=${steps.length ? (root ? 'tree' : 'group') : undefined} aria-label=${label} class="tree-list" ref=${sortable} data-list=${JSON.stringify(list)}>
    ${steps.map((/** @type {any} */ step, /** @type {number} */ i) => html`<${Step} ...${props} key=${step.id} step=${step} path=${[...list, i]} />`)}
    ${steps.length ? '' : html`<li class="muted small empty-list">${root ? t('No step yet: choose one at the left, or drag it here.') : t('Nothing happens here yet')}</li>`}
  </ul>`;
}

/** @param {any} props */
function Step(props) {
  const { step, path, chosen, problems, lifted, onChoose, doc, shift, remove, copy } = props;
  const here = pointer(path);
  const own = problems.filter((/** @type {any} */ one) => one.pointer === here || one.pointer.startsWith(`${here}/`));
  const isChosen = chosen && JSON.stringify(chosen) === JSON.stringify(path);
  const list = path.slice(0, -1);
  const index = Number(path[path.length - 1]);
  const lists = listsOf(step);
  const name = titleOf(step);
  return html`<li role="treeitem" aria-selected=${isChosen ? 'true' : 'false'} aria-expanded=${lists.length ? 'true' : undefined} aria-label=${name === summary(step) ? name : `${name}: ${summary(step)}`} tabindex=${isChosen || (!chosen && here === '/steps/0') ? 0 : -1}
    data-path=${JSON.stringify(path)} class="tree-item" onFocus=${(/** @type {any} */ e) => {
      if (e.target === e.currentTarget && !isChosen) onChoose(path);
    }}>
    <div class=${`tree-row ${isChosen ? 'chosen' : ''} ${isChosen && lifted ? 'lifted' : ''}`} onClick=${() => onChoose(path)}>
      <span class="grip" title=${t('Drag it, or press Space and an arrow key')}><${Icon} name="grip" /></span>
      <span class="grow"><strong>${name}</strong> ${name === summary(step) ? '' : html`<span class="muted">${summary(step)}</span>`}
        ${step.delay && kindOf(step) !== 'delay' ? html` <span class="tag">${t('after {time}', { time: durationWords(step.delay) })}</span>` : ''}
        ${step.when ? html` <span class="tag">${t('if')}</span>` : ''}${step.role ? html` <span class="tag">${[step.role].flat().join(', ')}</span>` : ''}</span>
      ${own.length ? html`<span class="state failed" title=${own.map((/** @type {any} */ one) => one.message).join('\n')}><${Icon} name="attention" />${own.length}</span>` : ''}
      <${Menu} label=${t('More for {id}', { id: name })} items=${[
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
