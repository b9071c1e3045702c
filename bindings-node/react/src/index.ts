'use client';

export { ConnectButton, type ConnectButtonProps, InstallButton, type InstallButtonProps } from './buttons.js';
export {
  type FlowButtonProps,
  type FlowParams,
  useConnect,
  type UseConnectParams,
  type UseFlow,
  useInstall,
  type UseInstallParams,
} from './hooks.js';
export { useConnections, type UseConnections, type UseConnectionsParams } from './use-connections.js';
export { useDeviceConnect, type UseDeviceConnect, type UseDeviceConnectParams } from './use-device-connect.js';
export { useInstallations, type UseInstallations, type UseInstallationsParams } from './use-installations.js';
export { AuthpipeProvider, type AuthpipeProviderProps } from './provider.js';
export { AuthpipeClientError } from './errors.js';
export type { Environment, PopupHandle, PopupText, WindowMessage } from './environment.js';
export type { FlowStatus } from './flow-state.js';
export type { HeadersOption } from './http-client.js';
export { DEFAULT_LABELS, type LabelOverrides, type Labels, nameOfConnection, nameOfInstallation, textOfError } from './labels.js';
export type { Connection, ConnectionStatus, CredentialType, DeviceCode, Installation, InstallationStatus } from './types.js';
