// @ts-check
/**
 * The markup of a mail as people see it. It is read, and drawn anew from what is harmless: no
 * element, attribute or address of the mail reaches the page.
 */
import { html } from '../app/html.js';

/** @type {Record<string, (inner: any) => any>} */
const KNOWN = {
  P: (inner) => html`<p>${inner}</p>`, DIV: (inner) => html`<div>${inner}</div>`, BR: () => html`<br />`, STRONG: (inner) => html`<strong>${inner}</strong>`, B: (inner) => html`<strong>${inner}</strong>`,
  EM: (inner) => html`<em>${inner}</em>`, I: (inner) => html`<em>${inner}</em>`, UL: (inner) => html`<ul>${inner}</ul>`, OL: (inner) => html`<ol>${inner}</ol>`, LI: (inner) => html`<li>${inner}</li>`,
  H1: (inner) => html`<p class="mail-title">${inner}</p>`, H2: (inner) => html`<p class="mail-title">${inner}</p>`, H3: (inner) => html`<p><strong>${inner}</strong></p>`,
  TR: (inner) => html`<div class="row">${inner}</div>`, TD: (inner) => html`<span>${inner}</span>`, TH: (inner) => html`<strong>${inner}</strong>`, HR: () => html`<hr />`, BLOCKQUOTE: (inner) => html`<blockquote>${inner}</blockquote>`,
};
const SILENT = ['SCRIPT', 'STYLE', 'HEAD', 'TITLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'NOSCRIPT'];
const DEEPEST = 40;

/** @param {Node} node @param {number} depth @returns {any} */
function drawn(node, depth) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element) || SILENT.includes(node.tagName) || depth > DEEPEST) return '';
  const inner = [...node.childNodes].map((child) => drawn(child, depth + 1));
  if (node.tagName === 'A') return html`<span class="mail-link" title=${node.getAttribute('href') || ''}>${inner}</span>`;
  if (node.tagName === 'IMG') return html`<span class="tag">${node.getAttribute('alt') || '🖼'}</span>`;
  return (KNOWN[node.tagName] || ((/** @type {any} */ all) => all))(inner);
}

/** @param {{markup: string}} props */
export function Mail({ markup }) {
  const read = new DOMParser().parseFromString(markup, 'text/html');
  return html`<div class="mail">${[...read.body.childNodes].map((node) => drawn(node, 0))}</div>`;
}

/** The content of a message of any channel, as it reads. @param {{content: any, channel: string}} props */
export function MessageText({ content, channel }) {
  if (!content) return '';
  const title = content.subject || content.title;
  const text = content.text || content.message || content.body;
  return html`<div class=${`letter ${channel}`}>
    ${title ? html`<p class="letter-subject">${title}</p>` : ''}
    ${content.html ? html`<${Mail} markup=${content.html} />` : text ? html`<p class="letter-text">${text}</p>` : html`<pre class="code">${JSON.stringify(content, null, 2)}</pre>`}
    ${content.link ? html`<p class="mail-link">${content.link}</p>` : ''}</div>`;
}
