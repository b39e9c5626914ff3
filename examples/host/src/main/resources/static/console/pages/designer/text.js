// @ts-check
/** The document as JSON or YAML, both ways; the server reads and writes YAML. */
import { html, useEffect, useState } from '../../app/html.js';
import { post } from '../../api/client.js';
import { t } from '../../app/i18n.js';
import { Choice, Field } from '../../components/field.js';
import { attempt } from '../../components/notices.js';

/** @param {{doc: any, onChange: (name: string, next: any) => void}} props */
export function TextView({ doc, onChange }) {
  const [format, setFormat] = useState('json');
  const [text, setText] = useState('');
  const [typed, setTyped] = useState(false);
  useEffect(() => {
    setTyped(false);
    if (format === 'json') setText(JSON.stringify(doc, null, 2));
    else post('/api/v1/definitions/convert?to=yaml', { document: doc }).then((answer) => setText(answer.text), () => {});
  }, [format, doc]);
  const apply = () => attempt(async () => {
    const answer = await post('/api/v1/definitions/convert?to=json', { format, text });
    onChange(t('Edit the text'), answer.document);
  });
  return html`<div class="stack panel">
    <div class="row spread"><${Choice} label=${t('Format')} value=${format} options=${[['json', 'JSON'], ['yaml', 'YAML']]} onChange=${setFormat} />
      <button class="button primary" disabled=${!typed} onClick=${apply}>${t('Apply this text')}</button></div>
    <${Field} label=${t('The document')}>${(/** @type {any} */ a) => html`<textarea ...${a} class="mono" rows="30" spellcheck="false" value=${text} onInput=${(/** @type {any} */ e) => {
      setText(e.target.value);
      setTyped(true);
    }}></textarea>`}<//></div>`;
}
