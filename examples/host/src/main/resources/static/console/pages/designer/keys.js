// @ts-check
/** The tree by keyboard: Alt and an arrow, or Space to lift, arrows to aim, Enter to drop. */
import { allSteps, at, copyOf, listsOf, within } from './document.js';

/** What was copied or cut, also for another workflow. @type {any} */
let clipboard = null;

/** Every place at which a step may stand, in the order of the document. @param {any} doc @param {any} moved its path */
export function places(doc, moved) {
  /** @type {{list: any, index: number}[]} */
  const found = [];
  const walk = (/** @type {any} */ list) => {
    const steps = at(doc, list) || [];
    found.push({ list, index: 0 });
    steps.forEach((/** @type {any} */ step, /** @type {number} */ i) => {
      const path = [...list, i];
      const itself = path.length === moved.length && within(path, moved);
      if (!itself) listsOf(step).forEach((inner) => walk([...path, ...inner.path]));
      // Before and behind a step that is moved is the same place.
      if (!itself) found.push({ list, index: i + 1 });
    });
  };
  walk(['steps']);
  return found;
}

/** The next place in a direction; null: there is none. @param {any} doc @param {any} path @param {1 | -1} way */
export function nextPlace(doc, path, way) {
  const list = path.slice(0, -1);
  const index = Number(path[path.length - 1]);
  const all = places(doc, path);
  const here = all.findIndex((one) => one.index === index && one.list.length === list.length && within(one.list, list));
  return all[here + way] || null;
}

/**
 * What a key does to a step; false: nothing.
 * @param {KeyboardEvent} event
 * @param {{doc: any, path: any, lifted: any, shift: (path: any, list: any, index: number) => void, choose: (path: any) => void, remove: (path: any) => void,
 *   paste: (list: any, index: number, step: any, verb: 'copy' | 'paste') => void, lift: (doc: any) => void, drop: (back: boolean) => void}} tree
 */
export function press(event, tree) {
  const { doc, path, lifted } = tree;
  const list = path.slice(0, -1);
  const index = Number(path[path.length - 1]);
  const nodes = allSteps(doc);
  const place = nodes.findIndex((node) => node.path.length === path.length && within(node.path, path));
  const choose = (/** @type {number} */ to) => nodes[to] && tree.choose(nodes[to].path);
  const { key } = event;
  if (event.ctrlKey || event.metaKey) return clip(key, tree, list, index);
  if (lifted) {
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const next = nextPlace(doc, path, key === 'ArrowDown' ? 1 : -1);
      if (next) tree.shift(path, next.list, next.index);
    } else if (key === 'Enter' || key === ' ') tree.drop(false);
    else if (key === 'Escape') tree.drop(true);
    else return false;
    return true;
  }
  if (event.altKey && !event.shiftKey && key === 'ArrowUp') tree.shift(path, list, Math.max(0, index - 1));
  else if (event.altKey && !event.shiftKey && key === 'ArrowDown') tree.shift(path, list, Math.min(at(doc, list).length, index + 2));
  else if (event.altKey && event.shiftKey && key === 'ArrowLeft' && list.length > 1) {
    const outer = nodes.filter((node) => node.path.length < path.length && within(path, node.path)).pop();
    if (outer) tree.shift(path, outer.path.slice(0, -1), Number(outer.path[outer.path.length - 1]) + 1);
  } else if (event.altKey && event.shiftKey && key === 'ArrowRight' && index > 0) {
    const before = at(doc, [...list, index - 1]);
    const inner = listsOf(before)[0];
    if (inner) tree.shift(path, [...list, index - 1, ...inner.path], at(before, inner.path).length);
  } else if (key === ' ') tree.lift(doc);
  else if (key === 'ArrowDown') choose(place + 1);
  else if (key === 'ArrowUp') choose(place - 1);
  else if (key === 'Home') choose(0);
  else if (key === 'End') choose(nodes.length - 1);
  else if (key === 'Delete') tree.remove(path);
  else if (key === 'i') /** @type {HTMLElement | null} */ (document.querySelector('.palette input'))?.focus();
  else if (key === 'Enter') /** @type {HTMLElement | null} */ (document.querySelector('.inspector input, .inspector textarea, .inspector select'))?.focus();
  else return false;
  return true;
}

/** @param {string} key @param {any} tree @param {any} list @param {number} index */
function clip(key, tree, list, index) {
  const step = at(tree.doc, tree.path);
  if (key === 'c' || key === 'x') {
    clipboard = JSON.parse(JSON.stringify(step));
    if (key === 'x') tree.remove(tree.path);
  } else if (key === 'v' && clipboard) tree.paste(list, index + 1, copyOf(tree.doc, clipboard), 'paste');
  else if (key === 'd') tree.paste(list, index + 1, copyOf(tree.doc, step), 'copy');
  else return false;
  return true;
}

