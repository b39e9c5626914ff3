// @ts-check
import { html, useState } from '../../app/html.js';
import { suppressionsLift, suppressionsList, suppressionsSuppress } from '../../api/operations/suppressions.js';
import { t } from '../../app/i18n.js';
import { Field } from '../../components/field.js';
import { attempt } from '../../components/notices.js';
import { Table } from '../../components/table.js';
import { Time } from '../../components/time.js';

/** Addresses to which nothing is sent any more. */
export function Suppressions() {
  const [refresh, setRefresh] = useState(0);
  const done = () => setRefresh((n) => n + 1);
  const add = (/** @type {any} */ event) => {
    event.preventDefault();
    const { channel, address, reason } = event.target.elements;
    attempt(() => suppressionsSuppress({ channel: channel.value, address: address.value, reason: reason.value || undefined }), t('Suppressed')).then(done);
  };
  return html`<form class="row panel" onSubmit=${add}>
      <${Field} label=${t('Channel')}>${(/** @type {any} */ a) => html`<select ...${a} name="channel"><option>email</option><option>sms</option><option>whatsapp</option></select>`}<//>
      <${Field} label=${t('Address')}>${(/** @type {any} */ a) => html`<input ...${a} name="address" required />`}<//>
      <${Field} label=${t('Reason')} optional>${(/** @type {any} */ a) => html`<input ...${a} name="reason" />`}<//>
      <button class="button" type="submit">${t('Suppress')}</button></form><br />
    <${Table} label=${t('Suppressed addresses')} deps=${[]} refresh=${refresh} load=${(/** @type {any} */ cursor, /** @type {any} */ signal) => suppressionsList({ cursor, limit: 100 }, { signal })} id=${(/** @type {any} */ one) => `${one.channel} ${one.address}`}
      empty=${t('No address is suppressed.')} columns=${[
        { key: 'address', label: t('Address'), width: 'minmax(160px, 2fr)', cell: (/** @type {any} */ one) => html`${one.channel} · ${one.address}` },
        { key: 'reason', label: t('Why'), width: 'minmax(120px, 2fr)', cell: (/** @type {any} */ one) => one.detail || one.reason || '' },
        { key: 'at', label: t('Since'), width: '140px', cell: (/** @type {any} */ one) => html`<${Time} at=${one.at || one.since || one.created_at} />` },
        { key: 'lift', label: '', width: '90px', cell: (/** @type {any} */ one) => html`<button class="button quiet" onClick=${() => attempt(() => suppressionsLift({ channel: one.channel, address: one.address }), t('Lifted')).then(done)}>${t('Lift it')}</button>` },
      ]} />`;
}
