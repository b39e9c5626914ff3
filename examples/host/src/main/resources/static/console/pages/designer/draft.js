// @ts-check
/** The draft that is edited: its history, its saving, and what is wrong with it. */
import { useCallback, useEffect, useRef, useState } from '../../app/html.js';
import { Problem, request } from '../../api/client.js';
import { definitionsGet, definitionsGetDraft, definitionsValidate } from '../../api/operations/definitions.js';
import { t } from '../../app/i18n.js';

const MOST_UNDO = 200;

/**
 * @typedef {{document: any, problems: any[], warnings: any[], status: string, conflict: any, canUndo: string | null, canRedo: string | null, savedBy: string | null,
 *   change: (name: string, next: any, options?: {merge?: string}) => void, undo: () => void, redo: () => void, key: string | null,
 *   publish: () => Promise<any>, reload: () => void, overwrite: () => void}} Draft
 */

/** @param {string} name its key; new: there is none yet @returns {Draft | null} */
export function useDraft(name) {
  const [state, set] = useState(/** @type {any} */ (null));
  const [checked, setChecked] = useState(/** @type {{problems: any[], warnings: any[]}} */ ({ problems: [], warnings: [] }));
  const [saving, setSaving] = useState({ status: '', conflict: /** @type {any} */ (null) });
  const [again, setAgain] = useState(0);
  const saved = useRef(/** @type {{text: string, revision: string | null, key: string | null}} */ ({ text: '', revision: null, key: null }));
  /** The saving that runs: another one waits for it. */
  const running = useRef(/** @type {Promise<void> | null} */ (null));
  const latest = useRef(/** @type {any} */ (null));

  useEffect(() => {
    load(name).then(({ document, revision, savedBy }) => {
      saved.current = { text: JSON.stringify(document), revision, key: name === 'new' ? null : name };
      set({ document, past: [], future: [], savedBy });
      setSaving({ status: revision ? t('saved') : '', conflict: null });
    }, (error) => set({ error }));
  }, [name, again]);

  const change = useCallback((/** @type {string} */ label, /** @type {any} */ next, /** @type {{merge?: string}} */ options = {}) => {
    set((/** @type {any} */ now) => {
      const last = now.past[now.past.length - 1];
      const merged = options.merge && last && last.merge === options.merge && Date.now() - last.at < 2000;
      const past = merged ? [...now.past.slice(0, -1), { ...last, at: Date.now() }] : [...now.past, { label, document: now.document, merge: options.merge, at: Date.now() }].slice(-MOST_UNDO);
      return { ...now, document: next, past, future: [] };
    });
  }, []);
  const undo = useCallback(() => set((/** @type {any} */ now) => {
    const last = now.past[now.past.length - 1];
    return last ? { ...now, document: last.document, past: now.past.slice(0, -1), future: [{ label: last.label, document: now.document }, ...now.future] } : now;
  }), []);
  const redo = useCallback(() => set((/** @type {any} */ now) => {
    const [next, ...rest] = now.future;
    return next ? { ...now, document: next.document, past: [...now.past, { label: next.label, document: now.document, at: 0 }], future: rest } : now;
  }), []);

  const document = state?.document;
  latest.current = document;
  const save = useCallback(async (/** @type {boolean} */ over = false) => {
    while (running.current) await running.current;
    const now = latest.current;
    const text = JSON.stringify(now);
    if (!now || (text === saved.current.text && !over)) return true;
    let ended = () => {};
    running.current = new Promise((done) => {
      ended = done;
    });
    setSaving({ status: t('saving'), conflict: null });
    try {
      const key = saved.current.key || now.key;
      const match = over ? (await definitionsGetDraft(key)).revision : saved.current.revision;
      const answer = saved.current.key || match
        ? await request('PUT', `/api/v1/definitions/${encodeURIComponent(key)}/draft`, { body: { document: now }, headers: match ? { 'If-Match': `"${match}"` } : {} })
        : await request('POST', '/api/v1/definitions', { body: { document: now } });
      saved.current = { text, revision: answer.body.revision, key };
      setSaving({ status: t('saved'), conflict: null });
      return true;
    } catch (problem) {
      setSaving({ status: t('not saved'), conflict: problem });
      return false;
    } finally {
      running.current = null;
      ended();
    }
  }, []);

  useEffect(() => {
    if (!document) return undefined;
    const check = setTimeout(() => definitionsValidate({ document }).then(setChecked, () => {}), 300);
    const keep = setTimeout(() => save(), 1000);
    return () => {
      clearTimeout(check);
      clearTimeout(keep);
    };
  }, [document]);
  useEffect(() => {
    const leaving = (/** @type {BeforeUnloadEvent} */ event) => {
      if (JSON.stringify(document) !== saved.current.text && saved.current.text) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    return () => window.removeEventListener('beforeunload', leaving);
  }, [document]);

  if (!state) return null;
  if (state.error) throw state.error;
  return {
    document, problems: checked.problems, warnings: checked.warnings, ...saving, savedBy: state.savedBy, key: saved.current.key,
    canUndo: state.past[state.past.length - 1]?.label || null, canRedo: state.future[0]?.label || null,
    change, undo, redo,
    reload: () => setAgain((n) => n + 1),
    overwrite: () => save(true),
    publish: async () => {
      if (!await save()) throw new Problem(409, { detail: t('The draft could not be saved, so it is not published.') }, '');
      const key = saved.current.key || latest.current.key;
      const answer = await request('POST', `/api/v1/definitions/${encodeURIComponent(key)}/publish`, { body: {}, headers: saved.current.revision ? { 'If-Match': `"${saved.current.revision}"` } : {} });
      saved.current.revision = null;
      return answer.body;
    },
  };
}

/** @param {string} name */
async function load(name) {
  if (name === 'new') {
    const key = `workflow-${Date.now().toString(36)}`;
    return { document: { key, name: t('New workflow'), triggers: [], steps: [] }, revision: null, savedBy: null };
  }
  try {
    const draft = await definitionsGetDraft(name);
    if (draft.document) return { document: draft.document, revision: draft.revision, savedBy: draft.saved_by };
  } catch (problem) {
    if (/** @type {any} */ (problem).status !== 404) throw problem;
  }
  const version = await definitionsGet(name);
  return { document: version.document, revision: null, savedBy: null };
}
