// @ts-check
/** One template: its texts by language and channel beside how they read; its versions. */
import { html, useState } from '../../app/html.js';
import { get, post } from '../../api/client.js';
import { templatesGet, templatesPublish } from '../../api/operations/templates.js';
import { channelName } from '../../app/channels.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { ask } from '../../components/ask.js';
import { confirm } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { Menu } from '../../components/menu.js';
import { attempt, Failure } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { Person } from '../../components/person.js';
import { Time } from '../../components/time.js';
import { languageName, Preview } from './preview.js';

const NEW = { name: '', fallbackLanguage: 'en', variants: { en: { email: { subject: '', html: '<p></p>' } } } };
const CHANNELS = /** @type {Record<string, any>} */ ({ email: { subject: '', html: '<p></p>' }, sms: { text: '' }, whatsapp: { text: '' }, in_app: { title: '', text: '' } });

/** @type {Record<string, string>} */
const LABELS = { subject: 'Subject line', html: 'Text with markup (HTML)', text: 'Text', title: 'Heading', link: 'Link' };

/** @param {{name: string, edits: boolean, onSaved: (name: string) => void}} props */
export function Template({ name, edits, onSaved }) {
  const path = `/api/v1/message-templates/${encodeURIComponent(name)}`;
  const loaded = useLoad((signal) => /** @type {Promise<any>} */ (name === 'new' ? Promise.resolve({ document: NEW, version: 0 }) : templatesGet(name, { signal })), [name]);
  return html`<${Shown} loaded=${loaded}>${(/** @type {any} */ one) => html`<${Editor} key=${one.version} one=${one} path=${path} edits=${edits} onSaved=${(/** @type {string} */ saved) => {
    loaded.reload();
    onSaved(saved);
  }} />`}<//>`;
}

/** Sample data: what the template itself has, and a placeholder for all else that it reads. @param {any} data @param {string[]} names such as quote.number */
function withPlaceholders(data, names) {
  return names.reduce((all, name) => put(all, name.split('.'), name.replaceAll(/[._]/g, ' ')), data);
}

/** @param {any} data @param {string[]} path @param {string} text @returns {any} */
function put(data, [key, ...rest], text) {
  if (['__proto__', 'constructor', 'prototype'].includes(key)) return data;
  const inner = data?.[key];
  return { ...data, [key]: rest.length ? put(typeof inner === 'object' ? inner : {}, rest, text) : inner ?? text };
}

/** @param {{one: any, path: string, edits: boolean, onSaved: (name: string) => void}} props */
function Editor({ one, path, edits, onSaved }) {
  const [document, setDocument] = useState(one.document);
  const [data, setData] = useState(JSON.stringify(one.document.variables || {}, null, 2));
  const [typed, setTyped] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  const dirty = JSON.stringify(document) !== JSON.stringify(one.document);
  const publish = async () => {
    setError(null);
    try {
      const made = await templatesPublish({ document });
      onSaved(made.name);
    } catch (problem) {
      setError(problem);
    }
  };
  const send = async () => {
    const recipient = await ask({ title: t('Send a test'), label: t('To which address or number?'), action: t('Send the test'), help: t('A real message goes out, with the sample data.') });
    const language = Object.keys(document.variants)[0];
    if (recipient) attempt(() => post(`${path}/test-send`, { channel: Object.keys(document.variants[language])[0], language, recipient, data: parsed(data) || {} }), t('The test is sent'));
  };
  return html`<div class="stack-wide"><${Panel} title=${document.name ? document.name.replaceAll('_', ' ') : t('New template')} actions=${html`${one.version ? html`<span class="tag">v${one.version}</span>` : ''}
      ${edits ? html`<button class="button primary" disabled=${!dirty || !document.name} onClick=${publish}>${t('Publish')}</button>` : ''}
      ${one.version && edits ? html`<${Menu} label=${t('More')} items=${[{ label: t('Send a test'), whyNot: dirty ? t('publish it first') : null, run: send }]} />` : ''}`}>
    <div class="stack">
      ${error ? html`<${Failure} problem=${error} />` : ''}
      ${one.version ? '' : html`<${Field} label=${t('Name')} help=${t('Letters, digits, _ and -: steps name it')}>${(/** @type {any} */ a) => html`<input ...${a} pattern="[A-Za-z0-9_-]+" value=${document.name} onInput=${(/** @type {any} */ e) => setDocument({ ...document, name: e.target.value })} />`}<//>`}
      ${edits ? html`<${Texts} document=${document} onChange=${setDocument} />` : ''}
      <details><summary>${t('Sample data')}</summary><${Field} label=${t('Data (JSON)')} wrong=${parsed(data) ? '' : t('This is not JSON')}>${(/** @type {any} */ a) => html`<textarea ...${a} class="mono" rows="8" value=${data} onInput=${(/** @type {any} */ e) => {
        setTyped(true);
        setData(e.target.value);
      }}></textarea>`}<//></details>
      <h3>${t('How it reads')}</h3>
      <${Preview} document=${document} data=${parsed(data) || {}} onMissing=${(/** @type {string[]} */ names) => typed || setData(JSON.stringify(withPlaceholders(parsed(data) || {}, names), null, 2))} />
    </div><//>
    ${one.version ? html`<${Versions} path=${path} current=${one.version} edits=${edits} onSaved=${() => onSaved(document.name)} />` : ''}</div>`;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text || '{}');
  } catch (no) {
    return null;
  }
}

/** The texts, a field each. @param {{document: any, onChange: (next: any) => void}} props */
function Texts({ document, onChange }) {
  const put = (/** @type {string} */ language, /** @type {string} */ channel, /** @type {any} */ body) => onChange({ ...document, variants: { ...document.variants, [language]: { ...document.variants[language], [channel]: body } } });
  const addLanguage = async () => {
    const language = await ask({ title: t('Add a language'), label: t('Its code, such as nl or pt-BR'), action: t('Add') });
    if (language && !document.variants[language]) onChange({ ...document, variants: { ...document.variants, [language]: JSON.parse(JSON.stringify(Object.values(document.variants)[0] || {})) } });
  };
  const addChannel = async (/** @type {string} */ language) => {
    const left = Object.keys(CHANNELS).filter((one) => !document.variants[language][one]);
    const channel = await ask({ title: t('Add a channel'), label: t('Channel'), action: t('Add'), options: left.map((one) => [one, channelName(one)]) });
    if (channel) put(language, channel, CHANNELS[channel]);
  };
  return html`<div class="stack">${Object.entries(document.variants).map(([language, channels]) => html`<fieldset class="field panel stack" key=${language}><legend>${languageName(language)}</legend>
    ${Object.entries(/** @type {any} */ (channels)).map(([channel, body]) => html`<div class="stack" key=${channel}><h3>${channelName(channel)}</h3>
      ${Object.entries(/** @type {any} */ (body)).filter(([, text]) => typeof text === 'string').map(([key, text]) => html`<${Field} key=${key} label=${t(LABELS[key] || key)}>${(/** @type {any} */ a) => (['html', 'text'].includes(key)
        ? html`<textarea ...${a} class=${key === 'html' ? 'mono' : ''} rows="4" value=${text} onInput=${(/** @type {any} */ e) => put(language, channel, { .../** @type {any} */ (body), [key]: e.target.value })}></textarea>`
        : html`<input ...${a} value=${text} onInput=${(/** @type {any} */ e) => put(language, channel, { .../** @type {any} */ (body), [key]: e.target.value })} />`)}<//>`)}</div>`)}
    <div><button type="button" class="button quiet" onClick=${() => addChannel(language)}>${t('Add a channel')}</button></div></fieldset>`)}
    <div><button type="button" class="button" onClick=${addLanguage}>${t('Add a language')}</button></div></div>`;
}

/** @param {{path: string, current: number, edits: boolean, onSaved: () => void}} props */
function Versions({ path, current, edits, onSaved }) {
  const loaded = useLoad((signal) => get(`${path}/versions`, {}, signal), [path, current]);
  const back = async (/** @type {number} */ version) => {
    if (await confirm({ title: t('Publish version {n} again?', { n: version }), action: t('Roll back'), body: t('Messages that are made from now on use it.') }) && await attempt(() => post(`${path}/rollback`, { version }), t('Rolled back'))) onSaved();
  };
  return html`<${Panel} title=${t('Versions')}><${Shown} loaded=${loaded} rows=${2}>${(/** @type {any} */ data) => data.items.map((/** @type {any} */ one) => html`<div class="grid-row row spread" key=${one.version}>
    <span><strong>v${one.version}</strong> <span class="muted">${t('by')} <${Person} id=${one.created_by} /> · <${Time} at=${one.created_at} both /></span></span>
    ${one.version === current ? html`<span class="tag">${t('in use')}</span>` : edits ? html`<button class="button quiet" onClick=${() => back(one.version)}>${t('Roll back to it')}</button>` : ''}</div>`)}<//><//>`;
}
