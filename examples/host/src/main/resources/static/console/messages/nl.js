// @ts-check
/** Dutch. */
/** @type {Record<string, string>} */
export default {};
