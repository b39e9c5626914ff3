// @ts-check
/** Names of steps instead of their ids, and kinds of steps in words. */
import { get } from '../../api/client.js';
import { t, word } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { allSteps, KINDS, summary, titleOf } from '../designer/document.js';

/** @typedef {((id: string | null | undefined) => string) & {what: (step: any) => string}} Names what: what a step does */

/** What an instance calls its steps. @param {string} path @param {number} revision @returns {Names} */
export function useStepNames(path, revision) {
  const loaded = useLoad((signal) => get(`${path}/document`, {}, signal), [path, revision]);
  const document = loaded.data?.document || loaded.data;
  const steps = document ? allSteps(document).map((node) => node.step) : [];
  const known = new Map(steps.map((step) => [step.id, titleOf(step)]));
  const does = new Map(steps.map((step) => [step.id, summary(step)]));
  const name = (/** @type {string | null | undefined} */ id) => {
    if (!id) return '';
    // In a loop an id has its round: call#2 or loop[1]/call.
    const round = /^(.*?)(?:#(\d+))?$/.exec(id.slice(id.lastIndexOf('/') + 1));
    const title = known.get(id) || known.get(round?.[1] || id) || titleOf({ id });
    return round?.[2] ? `${title} (${round[2]})` : title;
  };
  return Object.assign(name, { what: (/** @type {any} */ step) => does.get(step.id) || kindWord(step.kind) });
}

/** @param {string} kind of a step, as the server names it */
export function kindWord(kind) {
  const known = /** @type {any} */ (KINDS)[kind];
  return known ? t(known.label) : word(kind).replace(/^./, (c) => c.toUpperCase());
}
