// @ts-check
/** Why something was decided: the server's sentence, with the operators of its clauses in words. */
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { operatorWords } from '../designer/condition.js';

const CLAUSE = /^([✗✓–] )?([\w.[\]-]+) (eq|ne|gte?|lte?|in|not_in|contains|not_contains|startswith|endswith|between|before|after|within_last|within_next|changed_to|changed_from) (.+) \(was (.*)\)$/;

/** A value as people write it. @param {string} value */
const plain = (value) => (/^".*"$/.test(value) ? `“${value.slice(1, -1)}”` : value);

/** @param {{text: string}} props */
export function Because({ text }) {
  const found = CLAUSE.exec(text);
  if (!found) return html`${text}`;
  const [, mark = '', field, operator, value, was] = found;
  return html`<span title=${text}>${mark}<strong>${field}</strong> ${operatorWords(operator)} ${plain(value)} – ${mark.startsWith('✗') ? t('but it was {value}', { value: plain(was) }) : t('was {value}', { value: plain(was) })}</span>`;
}
