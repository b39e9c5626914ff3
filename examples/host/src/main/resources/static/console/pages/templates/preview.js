// @ts-check
/** A template rendered in all its languages and channels, as it is being written. */
import { html, useEffect, useState } from '../../app/html.js';
import { templatesPreview } from '../../api/operations/templates.js';
import { channelName } from '../../app/channels.js';
import { currentLanguage, plural, t } from '../../app/i18n.js';
import { MessageText } from '../../components/mail.js';
import { Choice } from '../../components/field.js';

/** @param {string} code such as nl-BE */
export function languageName(code) {
  try {
    return new Intl.DisplayNames(currentLanguage(), { type: 'language' }).of(code) || code;
  } catch (no) {
    return code;
  }
}

/** @param {{document: any, data: any, onMissing: (names: string[]) => void}} props onMissing: told which names the data lacks */
export function Preview({ document, data, onMissing }) {
  const [examples, setExamples] = useState(/** @type {any[]} */ ([]));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [language, setLanguage] = useState('');
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => templatesPreview({ template: document, data }).then((answer) => {
      if (gone) return;
      setError(null);
      setExamples(answer.items);
      const missing = [...new Set(answer.items.flatMap((/** @type {any} */ one) => one.missing))];
      if (missing.length) onMissing(missing);
    }, (problem) => gone || setError(problem)), 300);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [JSON.stringify(document), JSON.stringify(data)]);
  const languages = [...new Set(examples.map((one) => one.language))];
  return html`<div class="stack">
    ${error ? html`<p class="state failed wrap">${error.message}</p>` : ''}
    ${languages.length > 1 ? html`<${Choice} label=${t('Language')} value=${language} onChange=${setLanguage} options=${[['', t('All')], ...languages.map((one) => /** @type {[string, string]} */ ([one, languageName(one)]))]} />` : ''}
    <div class="columns previews">${examples.filter((one) => !language || one.language === language).map((one) => html`<figure key=${`${one.language} ${one.channel}`} class="preview">
      <figcaption class="row spread"><strong>${channelName(one.channel)}</strong> <span class="muted small">${languageName(one.language)}${one.sms ? ` · ${plural(one.sms.segments, '{n} part', '{n} parts')}` : ''}</span></figcaption>
      ${one.problem ? html`<p class="state failed wrap">${one.problem}</p>` : html`<${MessageText} content=${one.content} channel=${one.channel} />`}
      ${one.missing.length ? html`<p class="state attention wrap small">${t('The sample data lacks {names}', { names: one.missing.join(', ') })}</p>` : ''}
    </figure>`)}</div></div>`;
}
