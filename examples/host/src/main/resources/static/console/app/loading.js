// @ts-check
/** What a panel has: data, that it is loading, or what went wrong; old data stays while new comes. */
import { useCallback, useEffect, useRef, useState } from './html.js';
import { onLive } from './live.js';

/**
 * @template T
 * @typedef {{data: T | undefined, error: any, loading: boolean, at: number | undefined, reload: () => void}} Loaded
 */

/**
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} load
 * @param {any[]} deps loads anew when one of them changes
 * @param {{live?: (event: any) => boolean}} [options] live: whether an event of the stream calls for new data
 * @returns {Loaded<T>}
 */
export function useLoad(load, deps, options = {}) {
  const [state, set] = useState(/** @type {any} */ ({ loading: true }));
  const running = useRef(/** @type {AbortController | null} */ (null));
  const again = useCallback(() => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    set((/** @type {any} */ before) => ({ ...before, loading: true }));
    load(control.signal).then(
      (data) => {
        if (!control.signal.aborted) set({ data, loading: false, at: Date.now() });
      },
      (error) => {
        if (!control.signal.aborted) set((/** @type {any} */ before) => ({ ...before, error, loading: false }));
      },
    );
  }, deps);
  useEffect(() => {
    set({ loading: true });
    again();
    return () => running.current?.abort();
  }, [again]);
  useEffect(() => (options.live ? onLive(options.live, again) : undefined), [again]);
  return { ...state, reload: again };
}
