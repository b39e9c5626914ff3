// @ts-check
/** What every module draws with. */
export { html } from 'htm/preact';
export { render, Fragment, createContext } from 'preact';
export {
  useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useReducer, useId,
} from 'preact/hooks';
