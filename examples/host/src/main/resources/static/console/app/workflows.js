// @ts-check
/** Names of workflows instead of their keys: all of the tenant are asked for once, and again when one is published. */
import { useEffect, useState } from './html.js';
import { definitionsList } from '../api/operations/definitions.js';
import { onLive } from './live.js';

/** More workflows than these are shown by their keys. */
const MOST = 1000;

/** @type {Map<string, string>} */
let names = new Map();
/** @type {Promise<void> | null} */
let loading = null;
/** @type {Set<() => void>} */
const watchers = new Set();

async function load() {
  /** @type {Map<string, string>} */
  const found = new Map();
  let cursor = /** @type {string | null} */ (null);
  do {
    const page = /** @type {any} */ (await definitionsList({ limit: 200, cursor }));
    page.items.forEach((/** @type {any} */ one) => found.set(one.key, one.name));
    cursor = page.next_cursor || null;
  } while (cursor && found.size < MOST);
  names = found;
  watchers.forEach((watcher) => watcher());
}

/** At a change of the tenant, and when a workflow was published. */
export function forgetWorkflows() {
  loading = null;
}

/** A key as words, for whoever may not see the workflow. @param {string} key */
function readable(key) {
  return key.replaceAll(/[-_]+/g, ' ').replace(/^./, (c) => c.toUpperCase());
}

/** @returns {(key: string | null | undefined) => string} */
export function useWorkflowNames() {
  const [, again] = useState(0);
  useEffect(() => {
    const watcher = () => again((n) => n + 1);
    const ask = () => {
      loading ??= load().catch(() => {}); // the keys are shown
    };
    watchers.add(watcher);
    ask();
    const stop = onLive((event) => event.topic === 'definition', () => {
      forgetWorkflows();
      ask();
    });
    return () => {
      watchers.delete(watcher);
      stop();
    };
  }, []);
  return (key) => (key ? names.get(key) || readable(key) : '');
}
