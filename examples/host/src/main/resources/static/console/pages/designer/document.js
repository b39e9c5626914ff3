// @ts-check
/** A workflow document as a tree of steps. Everything here gives a new document and changes none. */
import { t } from '../../app/i18n.js';
import { durationWords } from '../../app/format.js';

/** @typedef {(string | number)[]} Path from the document to a part of it */

/** The kinds of step that are no action, with what a new one holds. */
export const KINDS = /** @type {const} */ ({
  delay: { label: 'Delay', make: () => ({ delay: 'P1D' }) },
  wait: { label: 'Wait for an event', make: () => ({ wait: { event: 'message.received', timeout: 'P3D' } }) },
  branch: { label: 'Branch', make: () => ({ branch: [{ name: 'yes', when: { and: [] }, steps: [] }, { otherwise: true, steps: [] }] }) },
  parallel: { label: 'Parallel', make: () => ({ parallel: [{ name: 'one', steps: [] }, { name: 'two', steps: [] }] }) },
  split: { label: 'A/B split', make: () => ({ split: [{ name: 'a', weight: 1, steps: [] }, { name: 'b', weight: 1, steps: [] }] }) },
  each: { label: 'For each', make: () => ({ each: { items: '{{items}}', steps: [] } }) },
  repeat: { label: 'Repeat', make: () => ({ repeat: { max: 10, until: { and: [] }, steps: [] } }) },
  workflow: { label: 'Another workflow', make: () => ({ workflow: { key: '', wait: true } }) },
  stop: { label: 'Stop', make: () => ({ stop: 'completed' }) },
});

/** @param {any} step */
export function kindOf(step) {
  if (step.action) return 'action';
  return Object.keys(KINDS).filter((kind) => kind !== 'delay').find((kind) => step[kind] !== undefined) || 'delay';
}

/** @param {any} root @param {Path} path */
export function at(root, path) {
  return path.reduce((value, key) => (value === undefined || value === null ? undefined : value[key]), root);
}

/** @template T @param {T} root @param {Path} path @param {any} value undefined: it is taken out @returns {T} */
export function put(root, path, value) {
  if (!path.length) return value;
  const [key, ...rest] = path;
  const copy = /** @type {any} */ (Array.isArray(root) ? [...root] : { ...root });
  const next = rest.length ? put(copy[key] ?? (typeof rest[0] === 'number' ? [] : {}), rest, value) : value;
  if (next === undefined && Array.isArray(copy)) copy.splice(Number(key), 1);
  else if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

/** The lists of steps inside a step: their path from it, and what they are called. @param {any} step @returns {{path: Path, label: string}[]} */
export function listsOf(step) {
  /** @type {{path: Path, label: string}[]} */
  const lists = [];
  for (const kind of ['branch', 'parallel', 'split']) {
    (step[kind] || []).forEach((/** @type {any} */ arm, /** @type {number} */ i) => lists.push({ path: [kind, i, 'steps'], label: arm.otherwise ? t('otherwise') : arm.name || `${i + 1}` }));
  }
  for (const kind of ['each', 'repeat']) if (step[kind]) lists.push({ path: [kind, 'steps'], label: kind === 'each' ? t('for each element') : t('each round') });
  if (step.onFailure) lists.push({ path: ['onFailure'], label: t('if it fails') });
  return lists;
}

/** @typedef {{path: Path, step: any, depth: number}} Node */

/** All steps in order with their places. @param {any} root @returns {Node[]} */
export function allSteps(root) {
  /** @type {Node[]} */
  const found = [];
  const walk = (/** @type {Path} */ list, /** @type {number} */ depth) => (at(root, list) || []).forEach((/** @type {any} */ step, /** @type {number} */ i) => {
    const path = [...list, i];
    found.push({ path, step, depth });
    listsOf(step).forEach((inner) => walk([...path, ...inner.path], depth + 1));
  });
  walk(['steps'], 0);
  return found;
}

/** An id that no other step has. @param {any} root @param {string} wanted */
export function freshId(root, wanted) {
  const base = wanted.toLowerCase().replace(/[^a-z0-9_-]+/g, '-').replace(/^[^a-z0-9]+/, '').slice(0, 90) || 'step';
  const known = new Set(allSteps(root).map((node) => node.step.id));
  if (!known.has(base)) return base;
  for (let n = 2; ; n++) if (!known.has(`${base}-${n}`)) return `${base}-${n}`;
}

/** A new step of a kind or of a type of action. @param {any} root @param {string} what such as kind:wait or action:send_email @param {any} [schema] of the action */
export function newStep(root, what, schema) {
  const [group, name] = what.split(':');
  if (group === 'kind') return { id: freshId(root, name), .../** @type {any} */ (KINDS)[name].make() };
  const example = schema?.examples?.[0];
  return { id: freshId(root, name), action: name, config: example ? JSON.parse(JSON.stringify(example)) : {} };
}

/** @param {any} root @param {Path} list @param {number} index @param {any} step */
export function insert(root, list, index, step) {
  const steps = [...(at(root, list) || [])];
  steps.splice(index, 0, step);
  return put(root, list, steps);
}

/** @param {any} root @param {Path} path */
export function removeAt(root, path) {
  return put(root, path, undefined);
}

/** Whether one place is another, or lies inside it. @param {Path} inner @param {Path} outer */
export function within(inner, outer) {
  return outer.every((key, i) => inner[i] === key);
}

/**
 * Moves a step; its id stays. Null: a step cannot go into itself.
 * @param {any} root @param {Path} from @param {Path} list @param {number} index where it is to stand in the list as it is now
 * @returns {{root: any, path: Path} | null}
 */
export function move(root, from, list, index) {
  if (within(list, from)) return null;
  const step = at(root, from);
  const source = from.slice(0, -1);
  const old = Number(from[from.length - 1]);
  const same = source.length === list.length && within(list, source);
  const target = same && index > old ? index - 1 : index;
  const without = removeAt(root, from);
  // The list may have moved up by one where the step stood before one of its ancestors.
  const shifted = list.map((key, i) => (i === source.length && within(list.slice(0, i), source) && typeof key === 'number' && key > old ? key - 1 : key));
  return { root: insert(without, shifted, target, step), path: [...shifted, target] };
}

/** A copy with ids of its own. @param {any} root @param {any} step */
export function copyOf(root, step) {
  let known = root;
  const rename = (/** @type {any} */ one) => {
    const copy = JSON.parse(JSON.stringify(one));
    const visit = (/** @type {any} */ each) => {
      each.id = freshId(known, each.id);
      known = { ...known, steps: [...known.steps, { id: each.id, stop: 'completed' }] };
      listsOf(each).forEach((list) => at(each, list.path).forEach(visit));
    };
    visit(copy);
    return copy;
  };
  return rename(step);
}

/** @param {Path} path */
export function pointer(path) {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The name of a step: the one that it was given, else what it does; its id where another step does the same. @param {any} step */
export function titleOf(step) {
  if (step.name) return step.name;
  const known = /^(.*?)(-(\d+))?$/.exec(step.id || '');
  const words = (known?.[1] || '').replaceAll(/[_-]/g, ' ').replace(/^./, (c) => c.toUpperCase());
  return `${words}${known?.[3] ? ` ${known[3]}` : ''}` || step.id;
}

/** What a step does, in a few words. @param {any} step */
export function summary(step) {
  switch (kindOf(step)) {
    case 'action': return step.action.replaceAll('_', ' ').replace(/^./, (/** @type {string} */ c) => c.toUpperCase());
    case 'wait': return t('wait for {event}', { event: step.wait.event || '…' });
    case 'delay': return t('wait {time}', { time: durationWords(step.delay) });
    case 'workflow': return t('run {workflow}', { workflow: typeof step.workflow === 'string' ? step.workflow : step.workflow.key || '…' });
    case 'stop': return t('stop as {state}', { state: t(typeof step.stop === 'string' ? step.stop : step.stop.as) });
    default: return t(/** @type {any} */ (KINDS)[kindOf(step)].label);
  }
}
