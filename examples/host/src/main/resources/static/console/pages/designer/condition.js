// @ts-check
/** A condition in rows: all of them, any, or none; what rows cannot show stays text. */
import { html, useState } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { Field } from '../../components/field.js';

const ALL = [['eq', 'is'], ['ne', 'is not'], ['exists', 'exists'], ['in', 'is one of'], ['not_in', 'is none of']];
const ORDER = [['gt', 'is more than'], ['gte', 'is at least'], ['lt', 'is less than'], ['lte', 'is at most'], ['between', 'is between']];
const TEXT = [['contains', 'contains'], ['not_contains', 'does not contain'], ['startswith', 'begins with'], ['endswith', 'ends with'], ['empty', 'is empty']];
const TIME = [['before', 'is before'], ['after', 'is after'], ['within_last', 'was within the last'], ['within_next', 'is within the next']];
const CHANGE = [['changed', 'has changed'], ['changed_to', 'has changed to'], ['changed_from', 'has changed from']];

/** The operators that fit a field. @param {string | undefined} kind */
function operatorsFor(kind) {
  switch (kind) {
    case 'number': return [...ALL, ...ORDER, ...CHANGE];
    case 'moment': return [...TIME, ...ALL, ...CHANGE];
    case 'boolean': return [...ALL.slice(0, 3), ...CHANGE];
    case 'list': case 'object': return [ALL[2], ...TEXT];
    case 'text': case 'id': return [...ALL, ...TEXT, ...CHANGE];
    default: return [...ALL, ...ORDER, ...TEXT, ...TIME, ...CHANGE];
  }
}

const NAMES = /** @type {Record<string, string>} */ ({ equals: 'eq', '==': 'eq', '!=': 'ne', not_equals: 'ne', greater_than: 'gt', less_than: 'lt', greater_than_or_equal: 'gte', less_than_or_equal: 'lte', '>': 'gt', '<': 'lt', '>=': 'gte', '<=': 'lte', starts_with: 'startswith', ends_with: 'endswith' });

/** The rows of a condition; null: it has a shape that rows do not show. @param {any} condition @returns {{group: 'and' | 'or' | 'none', rows: any[]} | null} */
export function rowsOf(condition) {
  if (!condition || !Object.keys(condition).length) return { group: 'and', rows: [] };
  const leaf = (/** @type {any} */ one) => one && typeof one.field === 'string' && typeof one.operator === 'string' && Object.keys(one).every((key) => ['field', 'operator', 'value'].includes(key));
  if (leaf(condition)) return { group: 'and', rows: [condition] };
  const keys = Object.keys(condition);
  if (keys.length !== 1) return null;
  if (keys[0] === 'not' && condition.not.or) {
    return condition.not.or.every(leaf) ? { group: 'none', rows: condition.not.or } : null;
  }
  const list = condition[keys[0]];
  return (keys[0] === 'and' || keys[0] === 'or') && Array.isArray(list) && list.every(leaf) ? { group: /** @type {any} */ (keys[0]), rows: list } : null;
}

/** @param {'and' | 'or' | 'none'} group @param {any[]} rows */
export function conditionOf(group, rows) {
  if (!rows.length) return undefined;
  if (group === 'none') return { not: { or: rows } };
  return rows.length === 1 ? rows[0] : { [group]: rows };
}

/** A condition as a sentence. @param {any} condition @returns {string} */
export function conditionWords(condition) {
  const parsed = rowsOf(condition);
  if (!parsed) return t('a condition of several groups');
  if (!parsed.rows.length) return t('always');
  const rows = parsed.rows.map((row) => {
    return `${row.field} ${operatorWords(row.operator)} ${row.value === true ? '' : shown(row.value)}`.trim();
  });
  const words = rows.join(parsed.group === 'and' ? ` ${t('and')} ` : ` ${t('or')} `);
  return parsed.group === 'none' ? t('not: {condition}', { condition: words }) : words;
}

/** The words of an operator. @param {string} operator */
export function operatorWords(operator) {
  const name = NAMES[operator] || operator;
  const found = [...ALL, ...ORDER, ...TEXT, ...TIME, ...CHANGE].find(([key]) => key === name);
  return found ? t(found[1]) : operator;
}

/** A value as it is typed, and back. @param {any} value */
const shown = (value) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
/** @param {string} text @param {string | undefined} kind */
function read(text, kind) {
  if (kind === 'text' || kind === 'id' || kind === 'moment') return text.startsWith('[') ? json(text) : text;
  return json(text);
}
/** @param {string} text */
function json(text) {
  try {
    return JSON.parse(text);
  } catch (no) {
    return text;
  }
}

/** @param {{value: any, fields: any[], onChange: (next: any) => void}} props */
export function Condition({ value, fields, onChange }) {
  const parsed = rowsOf(value);
  const [asText, setAsText] = useState(!parsed);
  if (asText || !parsed) return html`<${Text} value=${value} onChange=${onChange} back=${parsed ? () => setAsText(false) : null} />`;
  const { group, rows } = parsed;
  const put = (/** @type {any[]} */ next, /** @type {any} */ how = group) => onChange(conditionOf(how, next));
  return html`<div class="stack">
    ${rows.length > 1 || group === 'none' ? html`<${Field} label=${t('It is true if')}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => put(rows, e.target.value)}>
      ${[['and', t('all of these are true')], ['or', t('any of these is true')], ['none', t('none of these is true')]].map(([key, label]) => html`<option key=${key} value=${key} selected=${key === group}>${label}</option>`)}</select>`}<//>` : ''}
    ${rows.map((row, i) => html`<${Row} key=${i} row=${row} n=${i + 1} fields=${fields} onChange=${(/** @type {any} */ next) => put(rows.map((one, j) => (j === i ? next : one)))} onRemove=${() => put(rows.filter((_, j) => j !== i))} />`)}
    <div class="row"><button type="button" class="button" onClick=${() => put([...rows, { field: fields[0]?.name || 'field', operator: 'eq', value: '' }])}>${t('Add a condition')}</button>
      <button type="button" class="button quiet" onClick=${() => setAsText(true)}>${t('As text')}</button></div>
  </div>`;
}

/** @param {{row: any, n: number, fields: any[], onChange: (next: any) => void, onRemove: () => void}} props */
function Row({ row, n, fields, onChange, onRemove }) {
  const kind = fields.find((one) => one.name === row.field)?.kind;
  const operator = NAMES[row.operator] || row.operator;
  const operators = operatorsFor(kind);
  const known = operators.some(([key]) => key === operator) ? operators : [[operator, operator], ...operators];
  const flag = ['exists', 'empty', 'changed'].includes(operator);
  const list = `fields-${n}`;
  return html`<div class="condition-row" role="group" aria-label=${t('Condition {n}', { n })}>
    <${Field} label=${t('Field')}>${(/** @type {any} */ a) => html`<input ...${a} list=${list} value=${row.field} onInput=${(/** @type {any} */ e) => onChange({ ...row, field: e.target.value })} />
      <datalist id=${list}>${fields.map((one) => html`<option key=${one.name} value=${one.name}>${one.description}</option>`)}</datalist>`}<//>
    <${Field} label=${t('Operator')}>${(/** @type {any} */ a) => html`<select ...${a} onChange=${(/** @type {any} */ e) => onChange({ ...row, operator: e.target.value, value: ['exists', 'empty', 'changed'].includes(e.target.value) ? true : flag ? '' : row.value })}>
      ${known.map(([key, label]) => html`<option key=${key} value=${key} selected=${key === operator}>${t(label)}</option>`)}</select>`}<//>
    <${Field} label=${t('Value')}>${(/** @type {any} */ a) => (flag
      ? html`<select ...${a} onChange=${(/** @type {any} */ e) => onChange({ ...row, value: e.target.value === 'true' })}><option value="true" selected=${row.value !== false}>${t('yes')}</option><option value="false" selected=${row.value === false}>${t('no')}</option></select>`
      : html`<input ...${a} value=${shown(row.value)} onInput=${(/** @type {any} */ e) => onChange({ ...row, value: read(e.target.value, kind) })} />`)}<//>
    <button type="button" class="button quiet" aria-label=${t('Remove condition {n}', { n })} onClick=${onRemove}>✕</button>
  </div>`;
}

/** @param {{value: any, onChange: (next: any) => void, back: (() => void) | null}} props */
function Text({ value, onChange, back }) {
  const [wrong, setWrong] = useState('');
  return html`<${Field} label=${t('Condition (JSON)')} wrong=${wrong}>${(/** @type {any} */ a) => html`<textarea ...${a} class="mono" rows="6" onChange=${(/** @type {any} */ e) => {
    try {
      onChange(e.target.value.trim() ? JSON.parse(e.target.value) : undefined);
      setWrong('');
    } catch (failure) {
      setWrong(t('This is not JSON: {why}', { why: /** @type {any} */ (failure).message }));
    }
  }}>${value === undefined ? '' : JSON.stringify(value, null, 2)}</textarea>`}<//>
  ${back ? html`<div><button type="button" class="button quiet" onClick=${back}>${t('As rows')}</button></div>` : ''}`;
}
