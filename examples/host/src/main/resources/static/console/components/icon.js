// @ts-check
/** Icons drawn here: 16 px, the colour of the text beside them. */
import { html } from '../app/html.js';

/** @type {Record<string, string>} */
const PATHS = {
  inbox: 'M2 9l2-6h8l2 6v4H2zM2 9h4l1 2h2l1-2h4',
  matter: 'M2 4h4l1 2h7v7H2z',
  overview: 'M2 13V8M6 13V3M10 13V6M14 13V9',
  instances: 'M3 3h10v3H3zM3 10h10v3H3zM5 6v4M11 6v4',
  messages: 'M2 4h12v8H2zM2 4l6 5 6-5',
  schedules: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 5v3l2 2',
  workflows: 'M2 3h4v4H2zM10 9h4v4h-4zM6 5h4a2 2 0 012 2v2',
  statistics: 'M2 13l4-5 3 3 5-7M2 2v12h12',
  settings: 'M3 4h10M3 8h10M3 12h10M6 3v2M10 7v2M5 11v2',
  events: 'M9 2L4 9h4l-1 5 5-7H8z',
  run: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 2v12',
  done: 'M3 8l3.5 4L13 4',
  attention: 'M8 3v6M8 12v.5',
  failed: 'M4 4l8 8M12 4l-8 8',
  ready: 'M8 3a5 5 0 100 10A5 5 0 008 3z',
  wait: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 5v3h3',
  pause: 'M5 3v10M11 3v10',
  skip: 'M3 11a6 6 0 0110-3M13 4v4H9',
  cancel: 'M8 2a6 6 0 100 12A6 6 0 008 2zM4 4l8 8',
  search: 'M7 3a4 4 0 100 8 4 4 0 000-8zM10 10l4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3 8h.5M8 8h.5M13 8h.5',
  add: 'M8 3v10M3 8h10',
  grip: 'M6 4h.5M10 4h.5M6 8h.5M10 8h.5M6 12h.5M10 12h.5',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  undo: 'M4 7h6a3 3 0 010 6H7M4 7l3-3M4 7l3 3',
  redo: 'M12 7H6a3 3 0 000 6h3M12 7L9 4M12 7l-3 3',
  branch: 'M4 3v10M4 8h4a3 3 0 003-3V3',
  calendar: 'M2 4h12v10H2zM2 7h12M5 2v3M11 2v3',
  caret: 'M5 6.5l3 3 3-3',
  left: 'M10 3L5 8l5 5',
  right: 'M6 3l5 5-5 5',
  swap: 'M3 5h9M9 2l3 3-3 3M13 11H4M7 8l-3 3 3 3',
  person: 'M8 3a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM3 14a5 5 0 0110 0',
};

/** @param {{name: string, size?: number}} props */
export function Icon({ name, size = 16 }) {
  return html`<svg width=${size} height=${size} viewBox="0 0 16 16" fill="none" stroke="currentColor"
    stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
    focusable="false"><path d=${PATHS[name] || PATHS.ready} /></svg>`;
}
