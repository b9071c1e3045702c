// Generated from the native part by scripts/build-native.mjs. Do not edit.

/** Options of `getCredential`. */
export interface CallFields {
  forceRefresh?: boolean
  minValidityMs?: number
  scopes?: Array<string>
  claims?: string
}

/** A connection. */
export interface ConnectionFields {
  id: string
  provider: string
  config: string
  tenantId: string
  userId?: string
  label: string
  credentialType: string
  status: string
  reason?: string
  externalUserId?: string
  externalOrganisationId?: string
  displayName?: string
  scopes: Array<string>
  expiresAtMs?: number
  createdAtMs: number
  updatedAtMs: number
}

/** A page of connections. */
export interface ConnectionPage {
  data: Array<ConnectionFields>
  next?: string
}

/** One handle on a vault. */
export declare class Core {
  /** Judges the options; opens nothing. */
  constructor(options: CoreOptions, testClock?: TestClock | undefined | null)
  /** Opens the vault. */
  ready(): Promise<undefined>
  /** Lets go of the vault. */
  close(): Promise<undefined>
  /** What `peekCredential` answers. */
  peekWithValidity(subject: SubjectInput): CredentialFields | null
  /** What `getCredential` answers without options, if it is at hand. */
  getWithValidity(subject: SubjectInput): CredentialFields | null
  /** Takes a page for the versions of slots and writes `self_test` into its last word. */
  shareSlots(pageNumber: number, page: Uint32Array, selfTest: number): boolean
  /** Takes the words for the deadline of everything that is kept. */
  shareDeadline(words: Float64Array, performanceNow: number): boolean
  /** Writes a slot's version into a page that did not exist when it was published. */
  seedSlot(slot: number, version: number): void
  /** A usable credential, renewed first if need be. */
  getCredential(subject: SubjectInput, options: CallFields): Promise<CredentialFields>
  /** Answers somebody whose credential an API has rejected. */
  reportRejected(subject: SubjectInput, rejection: RejectionFields): Promise<CredentialFields>
  /** Seals a key or a webhook secret into the vault. */
  storeCredential(request: StoreFields): Promise<StoredFields>
  /** Starts the authorisation of a user. */
  createAuthSession(input: SessionInput): Promise<SessionFields>
  /** Starts an installation. */
  createInstallSession(input: SessionInput): Promise<SessionFields>
  /** Lists connections. */
  listConnections(query: ListFields): Promise<ConnectionPage>
  /** One connection. */
  getConnection(id: string, tenantId: string): Promise<ConnectionFields>
  /** Asks the provider whether it still works. */
  checkConnection(id: string, tenantId: string): Promise<HealthFields>
  /** Deletes a connection. */
  deleteConnection(id: string, tenantId: string): Promise<undefined>
  /** Lists installations. */
  listInstallations(query: ListFields): Promise<InstallationPage>
  /** One installation. */
  getInstallation(id: string, tenantId: string): Promise<InstallationFields>
  /** Approves an installation. */
  approveInstallation(id: string, tenantId: string): Promise<InstallationFields>
  /** Deletes an installation. */
  deleteInstallation(id: string, tenantId: string): Promise<undefined>
  /** Lists events. */
  listEvents(query: EventFilterFields): Promise<EventPage>
  /** Does what is due. */
  runMaintenance(budgetMs?: number | undefined | null): Promise<MaintenanceFields>
  /** Makes the HTTP handler. */
  handler(options: HandlerFields): CoreHandler
}

/** The routes of one mounted handler. */
export declare class CoreHandler {
  /** The path below the mount point. A router may have stripped it already. */
  pathBelowMount(path: string): string
  /** Whether the application must say who is signed in. */
  needsPrincipal(method: string, path: string): boolean
  /** Answers a request. */
  handle(request: RequestFields, principal?: PrincipalFields | undefined | null): Promise<ResponseFields>
}

/** Options of the core, as JavaScript gives them. */
export interface CoreOptions {
  vault?: string
  key?: Array<string>
  baseUrl?: string
  mode?: string
  environment?: string
  providers?: Record<string, ProviderConfigFields>
  background?: boolean
  minValidityMs?: number
  timeoutMs?: number
  allowedPrivateHosts?: Array<string>
  extraCaFile?: string
  dangerOrigins?: Record<string, Record<string, string>>
  proxy?: string
}

/** The parts of a credential. The façade wraps them into an object that does not print. */
export interface CredentialFields {
  value: string
  headerName: string
  headerPrefix: string
  credentialType: string
  expiresAtMs?: number
  scopes: Array<string>
  source: string
  refreshed: boolean
  degraded: boolean
  needsReauth: boolean
  generation: number
  grantId: string
  validity?: ValidityFields
}

/** An event. */
export interface EventFields {
  id: string
  type: string
  provider: string
  config: string
  tenantId: string
  userId?: string
  connectionId: string
  status: string
  reason?: string
  atMs: number
}

/** Which events to list. */
export interface EventFilterFields {
  after?: string
  tenantId?: string
  type?: string
  connectionId?: string
  limit?: number
}

/** A page of events. */
export interface EventPage {
  data: Array<EventFields>
  next?: string
}

/** Options of the handler. */
export interface HandlerFields {
  allowedOrigins: Array<string>
  allowedReturnOrigins: Array<string>
}

/** What a health check found. */
export interface HealthFields {
  status: string
  reason?: string
  live?: boolean
  checkedAtMs: number
}

/** An installation. */
export interface InstallationFields {
  id: string
  provider: string
  config: string
  tenantId: string
  status: string
  reason?: string
  providerInstallationId?: string
  displayName?: string
  scopes: Array<string>
  installedAtMs: number
  installedBy?: string
  updatedAtMs: number
}

/** A page of installations. */
export interface InstallationPage {
  data: Array<InstallationFields>
  next?: string
}

/** Which grants to list. */
export interface ListFields {
  tenantId?: string
  allTenants?: boolean
  userId?: string
  provider?: string
  config?: string
  after?: string
  limit?: number
}

/** What a round of maintenance did. */
export interface MaintenanceFields {
  refreshed: number
  checked: number
  failed: number
  complete: boolean
}

/** Who is signed in to the application. */
export interface PrincipalFields {
  tenantId: string
  userId: string
  role: string
}

/** A client registration, as JavaScript gives it. */
export interface ProviderConfigFields {
  clientId: string
  clientSecret?: string
  attachment?: string
  provider?: string
  scopes?: Array<string>
  optionalScopes?: Array<string>
  botScopes?: Array<string>
  variables?: Record<string, string>
  enabled?: boolean
  definition?: any
}

/** What an API has rejected. */
export interface RejectionFields {
  generation: number
  claims?: string
}

/** A request to the handler. `headers` holds names and values in turn. */
export interface RequestFields {
  method: string
  path: string
  query: string
  headers: Array<string>
  body: Uint8Array
}

/** The handler's answer. `headers` holds names and values in turn. */
export interface ResponseFields {
  status: number
  headers: Array<string>
  body: Buffer
}

/** A session that was made. */
export interface SessionFields {
  sessionId: string
  authorizationUrl: string
  expiresAtMs: number
  setCookie: Array<string>
}

/** A session to make. */
export interface SessionInput {
  provider: string
  config?: string
  tenantId: string
  userId: string
  connectionId?: string
  installationId?: string
  label?: string
  scopes?: Array<string>
  variables?: Record<string, string>
  returnTo?: string
  mode?: string
}

/** A secret that the vault is to store. */
export interface StoreFields {
  subject: SubjectInput
  credentialType: string
  fields: Record<string, string>
}

/** What became of it. */
export interface StoredFields {
  connectionId: string
  created: boolean
}

/** Whose credential is meant. */
export interface SubjectInput {
  provider: string
  config?: string
  tenantId: string
  userId?: string
  label?: string
  connectionId?: string
  installationId?: string
  credentialFor?: string
}

/** A clock that a test moves. */
export declare class TestClock {
  /** Runs with the system's clock until it is advanced. */
  constructor()
  /** Puts the clock forward. */
  advance(ms: number): void
}

/** For how long the façade may hand out the credential again without a call: `Validity` of the core. */
export interface ValidityFields {
  slot: number
  version: number
  /** From here on the core must be asked, by the system's wall clock. */
  endsAtMs: number
}

/** Judges the types of one client registration: converting it is all there is to do. */
export declare function checkProvider(fields: ProviderConfigFields): void

/** Runs the command line tool and gives its exit code. */
export declare function cli(args: Array<string>): number

/**
 * The end of the environment: waits, on this thread, for exchanges under way, so that no rotated token is lost. Node runs no
 * clean-up hook at `process.exit()` or after an exception, so the façade calls this when it hears `exit`.
 */
export declare function finish(): void
