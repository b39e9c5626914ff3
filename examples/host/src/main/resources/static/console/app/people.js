// @ts-check
/** Names of people instead of their ids: each is asked for once, several together. */
import { useEffect, useState } from './html.js';
import { usersPeople } from '../api/operations/users.js';

/** @type {Map<string, string>} id → name; an id that nobody has stays itself */
const names = new Map();
/** @type {Set<string>} */
const wanted = new Set();
/** @type {Set<() => void>} */
const watchers = new Set();
/** @type {any} */
let timer = null;

/** At a change of the tenant. */
export function forgetPeople() {
  names.clear();
}

/** @param {any[]} people */
function learn(people) {
  people.forEach((one) => names.set(one.id, one.name));
}

async function lookUp() {
  timer = null;
  const ids = [...wanted].slice(0, 100);
  ids.forEach((id) => wanted.delete(id));
  try {
    learn((await usersPeople({ id: ids, limit: 200 })).items);
    ids.filter((id) => !names.has(id)).forEach((id) => names.set(id, id));
  } catch (no) {
    return; // the ids are shown
  }
  watchers.forEach((watcher) => watcher());
  if (wanted.size) timer = setTimeout(lookUp, 0);
}

/** The name of somebody, or the id until it is known. @param {string | null | undefined} id */
export function useName(id) {
  const [, again] = useState(0);
  useEffect(() => {
    if (!id || names.has(id)) return undefined;
    const watcher = () => again((n) => n + 1);
    watchers.add(watcher);
    wanted.add(id);
    timer ??= setTimeout(lookUp, 10);
    return () => void watchers.delete(watcher);
  }, [id]);
  return id ? names.get(id) || id : '';
}

/** @param {string} q a part of the name or the id @param {AbortSignal} [signal] @returns {Promise<{items: any[], next_cursor?: string}>} */
export async function findPeople(q, signal) {
  const page = await usersPeople({ q, limit: 200 }, { signal });
  learn(page.items);
  return page;
}
