'use client';

import { useState } from 'react';

/**
 * What a component holds for as long as it is about the same: for another provider another flow, so that neither a window that is still
 * open nor an ending is taken for one of the new provider's.
 */
export function useHeld<T>(make: () => T, about: readonly string[]): T {
  const key = JSON.stringify(about);
  const [held, setHeld] = useState(() => ({ key, it: make() }));
  if (held.key === key) return held.it;
  const next = { key, it: make() };
  setHeld(next);
  return next.it;
}
