'use client';

import { type CSSProperties, type ReactNode, useId, useRef, useState } from 'react';
import { type UseConnectParams, type UseFlow, type UseInstallParams, useConnect, useInstall } from './hooks.js';
import { fillLabel, type Labels, textOf } from './labels.js';
import type { Connection, Installation } from './types.js';

interface ViewProps<R> {
  /** For the button. */
  className?: string | undefined;
  /** For the button; laid over the package's own few rules. */
  style?: CSSProperties | undefined;
  /** Leaves out the package's own rules. */
  unstyled?: boolean | undefined;
  /** Content of the button, or a function that makes it from the flow. Default: a text from the labels. */
  children?: ReactNode | ((flow: UseFlow<R>) => ReactNode);
}

/** Properties of {@link InstallButton}. */
export interface InstallButtonProps extends UseInstallParams, ViewProps<Installation> {}

/** Properties of {@link ConnectButton}. */
export interface ConnectButtonProps extends Omit<UseConnectParams, 'connectionId'>, ViewProps<Connection> {
  /**
   * One of the user's connections, as `useConnections` lists it: shows whose account it is, and signs in to this one again. Nobody signs in
   * for a key that was stored: of that one only the state is shown.
   */
  connection?: Connection | undefined;
}

/**
 * A button that installs the app into the user's organisation: {@link useInstall} with a view.
 *
 * ```tsx
 * <InstallButton provider="microsoft-onedrive" onInstall={(inst) => console.log('Installed!', inst)} />
 * ```
 */
export function InstallButton(props: InstallButtonProps): ReactNode {
  const flow = useInstall(props);
  const { labels, result } = flow;
  const account = result?.displayName ?? '';
  return <FlowView flow={flow} view={props} text={labels.install} done={doneText(labels, result, account)} account={account} />;
}

function doneText(labels: Labels, installation: Installation | null, account: string): string {
  switch (installation?.status) {
    case 'pending_approval':
      return labels.installPending;
    case 'pending':
      return labels.installSpreading;
    default:
      return account === '' ? labels.installed : labels.installedAs;
  }
}

/**
 * A button that connects the user's own account: {@link useConnect} with a view.
 *
 * ```tsx
 * <ConnectButton provider="microsoft-onedrive" onSuccess={(conn) => console.log('Connected', conn.externalUserId)} />
 * ```
 */
export function ConnectButton(props: ConnectButtonProps): ReactNode {
  const flow = useConnect({ ...props, connectionId: props.connection?.id });
  const { labels, result } = flow;
  const connection = useNewer(result, props.connection);
  const account = connection?.displayName ?? '';
  const connected = account === '' ? labels.connected : labels.connectedAs;
  const isKey = connection !== undefined && !['oauth_token', 'oauth1_token'].includes(connection.credentialType);
  const needsReauth = connection?.status === 'needs_reauth' && (isKey ? labels.needsKey : labels.needsReauth);
  const standing = connection === undefined ? '' : needsReauth || connected;
  if (isKey) return <span role="status">{fillLabel(standing, flow.providerName, account)}</span>;
  const text = connection === undefined ? labels.connect : labels.reconnect;
  return <FlowView flow={flow} view={props} text={text} done={standing || connected} idle={standing} account={account} />;
}

/** What a flow has brought is newer than what the application has listed, until the list has said the same: from then on the list is. */
function useNewer(result: Connection | null, listed: Connection | undefined): Connection | undefined {
  const [caughtUp, setCaughtUp] = useState<Connection | null>(null);
  const saysTheSame = listed?.id === result?.id && listed?.status === result?.status;
  if (result !== null && saysTheSame && caughtUp !== result) setCaughtUp(result);
  const isOld = result === null || (listed?.id === result.id && (saysTheSame || caughtUp === result));
  return isOld ? listed : result;
}

interface FlowViewProps<R> {
  flow: UseFlow<R>;
  view: ViewProps<R>;
  text: string;
  done: string;
  /** What is known before a flow begins. */
  idle?: string;
  /** The name of the account or the organisation. */
  account: string;
}

function FlowView<R>({ flow, view, text, done, idle = '', account }: FlowViewProps<R>): ReactNode {
  const { status, labels, providerName, buttonProps } = flow;
  const { className, style, unstyled = false, children } = view;
  const button = useRef<HTMLButtonElement>(null);
  const regionId = useId();
  const content = typeof children === 'function' ? children(flow) : (children ?? fillLabel(text, providerName));
  const news = fillLabel(newsOf(flow, done, idle), providerName, account);
  const ownStyle = unstyled ? undefined : TARGET;

  // Reopen and Cancel leave the page when they have worked; the focus must not be lost with them.
  const thenFocus = (act: () => unknown) => () => {
    button.current?.focus();
    void act();
  };
  return (
    <span data-authpipe-status={status} style={unstyled ? undefined : ROW}>
      <button
        {...buttonProps}
        ref={button}
        className={className}
        style={{ ...ownStyle, ...style }}
        aria-describedby={regionId}
      >
        {content}
      </button>
      <span id={regionId} role="status" aria-live="polite">
        {news}
      </span>
      {status === 'detached' && (
        <>
          <button type="button" style={ownStyle} onClick={thenFocus(flow.reopen)}>
            {fillLabel(labels.reopen, providerName)}
          </button>
          <button type="button" style={ownStyle} onClick={thenFocus(flow.cancel)}>
            {fillLabel(labels.cancel, providerName)}
          </button>
        </>
      )}
    </span>
  );
}

/** The error's own message is written for developers, who get it in `onError`. */
function newsOf<R>({ status, error, labels }: UseFlow<R>, done: string, idle: string): string {
  if (error !== null) return textOf(error, labels);
  switch (status) {
    case 'starting':
      return labels.connecting;
    case 'waiting':
      return labels.waiting;
    case 'detached':
      return labels.detached;
    case 'complete':
      return done;
    case 'cancelled':
      return labels.cancelled;
    default:
      return idle;
  }
}

// The browser's own colours, so that forced colours and dark pages work; logical sides, so that right-to-left works; nothing moves.
const ROW: CSSProperties = { display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' };
const TARGET: CSSProperties = { minBlockSize: '44px', minInlineSize: '44px', paddingInline: '16px', font: 'inherit' };
