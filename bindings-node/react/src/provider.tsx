'use client';

import { createContext, type ReactNode, useContext, useEffect, useInsertionEffect, useMemo, useRef, useState } from 'react';
import type { Environment } from './environment.js';
import { DEFAULT_BASE_PATH, type HeadersOption } from './http-client.js';
import type { LabelOverrides } from './labels.js';
import { createRuntime, type Runtime } from './runtime.js';

/** Properties of {@link AuthpipeProvider}. */
export interface AuthpipeProviderProps {
  /** Path, or full URL, of the mounted handler. Default `/api/authpipe`. Another value remounts the children. */
  basePath?: string | undefined;
  /** Headers for every request, for applications that sign in with a bearer token. Asked each time and never stored. */
  headers?: HeadersOption | undefined;
  /** Texts for every button below. */
  labels?: LabelOverrides | undefined;
  /** Replaces the browser in tests. Read once. */
  environment?: Environment | undefined;
  children?: ReactNode;
}

interface ContextValue {
  runtime: Runtime;
  labels: LabelOverrides | undefined;
}

const Context = createContext<ContextValue | null>(null);

let defaultValue: ContextValue | undefined;

/**
 * Tells the buttons and hooks below where the handler is and how the application signs in. Optional: without it the handler
 * is at `/api/authpipe` and cookies do the rest. Renders nothing of its own and stores nothing in the browser.
 */
export function AuthpipeProvider(props: AuthpipeProviderProps): ReactNode {
  const basePath = props.basePath ?? DEFAULT_BASE_PATH;
  return <Scope key={basePath} {...props} basePath={basePath} />;
}

function Scope({ basePath, headers, labels, environment, children }: AuthpipeProviderProps): ReactNode {
  const latest = useRef(headers);
  useInsertionEffect(() => {
    latest.current = headers;
  });
  const [runtime] = useState(() => {
    const readHeaders = async () => (typeof latest.current === 'function' ? latest.current() : (latest.current ?? {}));
    const made = createRuntime({ basePath, headers: readHeaders, environment });
    return { ...made, usesHeaders: () => latest.current !== undefined };
  });
  // Without this a page that has no button yet would keep a completion secret in its address.
  useEffect(() => runtime.returns.pickUp(runtime.client), [runtime]);
  const value = useMemo(() => ({ runtime, labels }), [runtime, labels]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The runtime and texts of the nearest provider, or those of the default handler. */
export function useAuthpipeContext(): ContextValue {
  const value = useContext(Context);
  return value ?? (defaultValue ??= { runtime: createRuntime(), labels: undefined });
}
