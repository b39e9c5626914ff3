// @ts-check
import { html, useEffect, useRef, useState } from '../app/html.js';
import { Icon } from './icon.js';

/**
 * A button with commands behind it. A command that may not be given now says why.
 * @param {{label: string, text?: any, items: {label: string, run: () => void, whyNot?: string | null, danger?: boolean, current?: boolean}[]}} props
 */
export function Menu({ label, text, items }) {
  const [open, set] = useState(false);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    const away = (/** @type {any} */ event) => {
      if (!box.current?.contains(event.target)) set(false);
    };
    document.addEventListener('pointerdown', away);
    /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector('ul button'))?.focus();
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const all = /** @type {HTMLElement[]} */ ([...(box.current?.querySelectorAll('ul button') || [])]);
    const at = all.indexOf(/** @type {any} */ (document.activeElement));
    if (event.key === 'Escape') {
      set(false);
      /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector('button'))?.focus();
    } else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
  };
  return html`<div class="menu" ref=${box} onKeyDown=${keys}>
    <button class="button quiet" type="button" aria-haspopup="true" aria-expanded=${open ? 'true' : 'false'} aria-label=${text ? undefined : label}
      onClick=${() => set(!open)}>${text ? html`${text} <${Icon} name="caret" size=${12} />` : html`<${Icon} name="more" />`}</button>
    ${open ? html`<ul role="menu" aria-label=${label}>${items.map((item) => html`<li role="none" key=${item.label}>
      <button type="button" role="menuitem" aria-current=${item.current ? 'true' : undefined} class=${item.danger ? 'state failed' : ''} aria-disabled=${item.whyNot ? 'true' : 'false'} title=${item.whyNot || ''}
        onClick=${() => {
          if (item.whyNot) return;
          set(false);
          item.run();
        }}>${item.label}${item.whyNot ? html`<span class="small muted"> ${item.whyNot}</span>` : ''}</button>
    </li>`)}</ul>` : ''}
  </div>`;
}
