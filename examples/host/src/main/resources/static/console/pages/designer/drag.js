// @ts-check
/** Dragging by mouse, pen or finger: the library moves elements, the document says where they are. */
import { useEffect, useRef } from '../../app/html.js';

/**
 * A list of steps that can be dragged within the tree. The handle is `.grip`; what was moved is put
 * back where it was, and the change is made to the document, which draws it anew.
 * @param {{move: (from: any, list: any, index: number) => void, add: (what: string, list: any, index: number) => void}} act
 * @returns {{current: any}} for the list's `ref`
 */
export function useSortable(act) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const now = useRef(act);
  now.current = act;
  useEffect(() => sortable(list, {
    handle: '.grip', draggable: '.tree-item', group: { name: 'steps', pull: true, put: true },
    onEnd: (/** @type {any} */ event) => {
      const { item, from, to, oldDraggableIndex: old, newDraggableIndex: index } = event;
      back(item, from, old);
      if (from === to && old === index) return;
      const path = JSON.parse(item.dataset.path);
      now.current.move(path, JSON.parse(to.dataset.list), from === to && index > old ? index + 1 : index);
    },
  }), []);
  return list;
}

/**
 * A list from which steps are dragged into the tree; it keeps them.
 * @param {(what: string, list: any, index: number) => void} add
 * @returns {{current: any}} for the list's `ref`
 */
export function usePalette(add) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const now = useRef(add);
  now.current = add;
  useEffect(() => sortable(list, {
    draggable: 'li', sort: false, group: { name: 'steps', pull: 'clone', put: false },
    onEnd: (/** @type {any} */ event) => {
      const { item, clone, from, to, newDraggableIndex: index } = event;
      if (from === to) return;
      clone.replaceWith(item);
      now.current(item.dataset.what, JSON.parse(to.dataset.list), index);
    },
  }), []);
  return list;
}

/** @param {{current: HTMLElement | null}} list @param {any} options */
function sortable(list, options) {
  /** @type {any} */
  let made;
  let gone = false;
  import('sortablejs').then(({ default: Sortable }) => {
    if (gone || !list.current) return;
    made = Sortable.create(list.current, {
      // Pointer events for every device: the browser's own dragging knows no fingers.
      forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, delay: 120, delayOnTouchOnly: true,
      touchStartThreshold: 6, animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
      emptyInsertThreshold: 12, swapThreshold: 0.6, ghostClass: 'lifted', fallbackClass: 'dragged', ...options,
    });
  });
  return () => {
    gone = true;
    made?.destroy();
  };
}

/** Puts an element back where the drawing expects it. @param {HTMLElement} item @param {HTMLElement} from @param {number} index */
function back(item, from, index) {
  item.remove();
  const others = [...from.children].filter((one) => one.classList.contains('tree-item'));
  from.insertBefore(item, others[index] || [...from.children].find((one) => !one.classList.contains('tree-item')) || null);
}
