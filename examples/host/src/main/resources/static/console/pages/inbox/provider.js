// @ts-check
/** What a client does at the local provider: signs, pays, or hands in documents. */
import { html, useState } from '../../app/html.js';
import { number, plural, t } from '../../app/i18n.js';
import { useSession } from '../../app/session.js';
import { Facts } from '../../components/data.js';
import { Field } from '../../components/field.js';
import { Icon } from '../../components/icon.js';

/** @param {any} task whether it is done at a provider */
export function atProvider(task) {
  return ['signature', 'payment', 'request_document'].includes(task.action);
}

/** What the step asked for when its session was opened. @param {any} task */
const asked = (task) => task.asks?.asked || task.asks || {};

/** @param {{task: any, whyNot: string | null, onAnswer: (answer: any) => void}} props */
export function ProviderForm({ task, whyNot, onAnswer }) {
  const link = task.asks?.link;
  return html`<div class="provider stack">
    ${link ? html`<p><a class="button" href=${link} target="_blank" rel="noopener noreferrer">${t('Open it at the provider')}</a></p>` : ''}
    ${task.action === 'signature' ? html`<${Sign} task=${task} whyNot=${whyNot} onAnswer=${onAnswer} />`
      : task.action === 'payment' ? html`<${Pay} task=${task} whyNot=${whyNot} onAnswer=${onAnswer} />`
        : html`<${Upload} task=${task} whyNot=${whyNot} onAnswer=${onAnswer} />`}
    ${whyNot ? html`<p class="small muted">${whyNot}</p>` : ''}</div>`;
}

/** @param {{task: any, whyNot: string | null, onAnswer: (answer: any) => void}} props */
function Sign({ task, whyNot, onAnswer }) {
  const session = useSession();
  const [name, setName] = useState('');
  const [read, setRead] = useState(false);
  const what = asked(task);
  return html`<form class="stack" onSubmit=${(/** @type {any} */ e) => {
    e.preventDefault();
    onAnswer({ signed: true, signedBy: name.trim() });
  }}>
    <div class="paper"><h3>${what.title || what.documentId || t('The document')}</h3>${what.message ? html`<p>${what.message}</p>` : ''}
      <p class="signature" aria-hidden="true">${name || html`<span class="muted">${t('Your signature')}</span>`}</p></div>
    <label class="check"><input type="checkbox" required checked=${read} onChange=${(/** @type {any} */ e) => setRead(e.target.checked)} />${t('I have read it and agree')}</label>
    <${Field} label=${t('Sign with your full name')} help=${t('You are logged in as {name}', { name: session.user.name })}>${(/** @type {any} */ a) => html`<input ...${a} required maxlength="200" autocomplete="name" value=${name} onInput=${(/** @type {any} */ e) => setName(e.target.value)} />`}<//>
    <div><button class="button primary" type="submit" disabled=${Boolean(whyNot) || !read || !name.trim()}>${t('Sign')}</button></div></form>`;
}

/** @param {{task: any, whyNot: string | null, onAnswer: (answer: any) => void}} props */
function Pay({ task, whyNot, onAnswer }) {
  const what = asked(task);
  const amount = Number(what.amount);
  const shown = Number.isFinite(amount) && /^[A-Z]{3}$/.test(what.currency || '') ? number(amount, { style: 'currency', currency: what.currency }) : `${what.amount} ${what.currency || ''}`;
  return html`<form class="stack" onSubmit=${(/** @type {any} */ e) => {
    e.preventDefault();
    onAnswer({ amount: what.amount, currency: what.currency });
  }}>
    <div class="paper"><p class="muted">${what.description || what.message || t('To pay')}</p><p class="amount">${shown}</p></div>
    <${Facts} facts=${[[t('Reference'), what.reference]]} />
    <p class="small muted">${t('This provider is for trying it out: no money moves.')}</p>
    <div><button class="button primary" type="submit" disabled=${Boolean(whyNot) || what.amount === undefined}>${t('Pay {amount}', { amount: shown })}</button></div></form>`;
}

/** @param {number} bytes */
const size = (bytes) => (bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1000)))} kB` : `${number(bytes / 1_000_000, { maximumFractionDigits: 1 })} MB`);

/** @param {File} file @param {string[]} types @param {number} most what keeps it from being handed in; '' nothing */
function wrongWith(file, types, most) {
  if (file.size > most) return t('“{name}” has {size}; at most {most} are accepted', { name: file.name, size: size(file.size), most: size(most) });
  const fits = !types.length || types.some((type) => type === file.type || (type.endsWith('/*') && file.type.startsWith(type.slice(0, -1))));
  return fits ? '' : t('“{name}” is of the type {type}, which is not accepted', { name: file.name, type: file.type || '?' });
}

/** @param {{task: any, whyNot: string | null, onAnswer: (answer: any) => void}} props */
function Upload({ task, whyNot, onAnswer }) {
  const what = asked(task);
  const types = /** @type {string[]} */ (what.acceptedTypes || []);
  const most = Number(what.maxBytes || 10_000_000);
  const [files, setFiles] = useState(/** @type {File[]} */ ([]));
  const [wrong, setWrong] = useState('');
  const take = (/** @type {FileList | null} */ list) => {
    const all = [...(list || [])];
    setWrong(all.map((file) => wrongWith(file, types, most)).filter(Boolean).join(' '));
    setFiles((before) => [...before, ...all.filter((file) => !wrongWith(file, types, most))]);
  };
  return html`<form class="stack" onSubmit=${(/** @type {any} */ e) => {
    e.preventDefault();
    onAnswer({ documents: files.map((file) => ({ name: file.name, type: file.type || 'application/octet-stream', bytes: file.size })) });
  }}>
    ${what.requestText || what.message ? html`<p>${what.requestText || what.message}</p>` : ''}
    <p class="small muted">${types.length ? t('Accepted: {types}, at most {most} each', { types: types.join(', '), most: size(most) }) : t('At most {most} each', { most: size(most) })}</p>
    <label class="drop" onDragOver=${(/** @type {any} */ e) => e.preventDefault()} onDrop=${(/** @type {any} */ e) => {
      e.preventDefault();
      take(e.dataTransfer.files);
    }}><${Icon} name="up" /><span>${t('Drop files here, or choose them')}</span>
      <input type="file" class="visually-hidden" multiple accept=${types.join(',') || undefined} onChange=${(/** @type {any} */ e) => {
        take(e.target.files);
        e.target.value = '';
      }} /></label>
    ${wrong ? html`<p class="state failed wrap" role="alert">${wrong}</p>` : ''}
    ${files.length ? html`<ul class="files">${files.map((file, i) => html`<li class="row spread" key=${`${file.name} ${i}`}><span>${file.name} <span class="small muted">${size(file.size)}</span></span>
      <button class="button quiet" type="button" aria-label=${t('Remove {name}', { name: file.name })} onClick=${() => setFiles(files.filter((_, j) => j !== i))}><${Icon} name="close" /></button></li>`)}</ul>` : ''}
    <div><button class="button primary" type="submit" disabled=${Boolean(whyNot) || !files.length}>${files.length ? plural(files.length, 'Hand in {n} document', 'Hand in {n} documents') : t('Hand in')}</button></div></form>`;
}
