// @ts-check
/** Channels and kinds of jobs by their names. */
import { t, word } from './i18n.js';

/** @type {Record<string, string>} */
const CHANNELS = { email: 'Email', sms: 'SMS', whatsapp: 'WhatsApp', in_app: 'In the app', webhook: 'Webhook' };

/** @param {string} channel */
export const channelName = (channel) => t(CHANNELS[channel] || channel);

/** What a job does, in words: its kind and its operation as the server names them. @type {Record<string, string>} */
const JOBS = {
  'instances pause': 'Pause instances', 'instances resume': 'Resume instances', 'instances retry': 'Retry instances', 'instances cancel': 'Cancel instances',
  'tasks assign': 'Assign tasks', 'tasks complete': 'Complete tasks', 'tasks skip': 'Skip tasks',
  'messages skip': 'Skip messages', 'messages send_now': 'Send messages now', 'messages hold': 'Hold messages', 'messages release': 'Release messages',
  'messages resend': 'Send messages again', 'messages discard': 'Discard messages',
};

/** @param {{kind: string, what: string}} job */
export function jobName(job) {
  const version = /^migrate to version (\d+)$/.exec(job.what);
  if (version) return t('Move instances to version {n}', { n: version[1] });
  const known = JOBS[`${job.kind} ${job.what.toLowerCase()}`];
  return known ? t(known) : `${word(job.kind)}: ${word(job.what)}`;
}
