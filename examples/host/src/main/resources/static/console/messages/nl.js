// @ts-check
/** Dutch. */
import build from './nl/build.js';
import conditions from './nl/conditions.js';
import debug from './nl/debugger.js';
import designer from './nl/designer.js';
import frame from './nl/frame.js';
import operate from './nl/operate.js';
import people from './nl/people.js';
import plan from './nl/plan.js';
import words from './nl/words.js';
import work from './nl/work.js';

/** @type {Record<string, string>} */
export default { ...words, ...frame, ...work, ...operate, ...build, ...designer, ...conditions, ...debug, ...people, ...plan };
