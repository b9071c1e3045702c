// A document for React. Import it before anything that looks for one.

import { JSDOM } from 'jsdom';

export const dom = new JSDOM('<!doctype html><html lang="en"><body></body></html>', {
  url: 'https://app.example/integrations',
  pretendToBeVisual: true,
});

const { window } = dom;
// Not the event classes: Node's own BroadcastChannel needs Node's.
const names = ['document', 'HTMLElement', 'HTMLIFrameElement', 'Element', 'Node', 'MutationObserver'] as const;
for (const name of names) define(name, window[name]);
define('window', window);
define('navigator', window.navigator);
define('getComputedStyle', window.getComputedStyle.bind(window));
define('IS_REACT_ACT_ENVIRONMENT', true);

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
