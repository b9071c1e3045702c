// Generated from the native part by scripts/build-native.mjs. Do not edit.

/** What the application brings, and what is called when there are questions to it. */
export interface Asking {
  /** Of the root keys, in order. */
  ids: Array<string>
  hasAnchor: boolean
  /** The configs whose clients' tokens it gets. */
  asserted: Array<string>
  wake: () => void
}

/** One handle on a vault. */
export declare class Core {
  /** Begins to store many keys or webhook secrets. */
  credentialBatch(): CoreBatch
  /** Follows events. Nothing is asked yet. */
  followEvents(query: unknown): CoreEventFeed
  /** Opens a port and starts a sign-in that ends there. */
  startLoopbackFlow(params: unknown): Promise<CoreLoopbackFlow>
  /** Seals a key or a webhook secret into the vault. */
  storeCredential(params: unknown, options: unknown): Promise<any>
  /** Starts the authorisation of a user. */
  createAuthSession(params: unknown, options: unknown): Promise<any>
  /** Starts an installation. */
  createInstallSession(params: unknown, options: unknown): Promise<any>
  /** Starts a sign-in on another device. */
  startDeviceAuth(params: unknown, options: unknown): Promise<any>
  /** Where a sign-in on another device stands. */
  pollDeviceAuth(params: unknown, options: unknown): Promise<any>
  /** Installs without a browser. */
  createInstallation(params: unknown, options: unknown): Promise<any>
  /** Lists connections, from a cursor on where there is one. */
  listConnections(query: unknown, after: string | undefined | null, options: unknown): Promise<any>
  /** One connection. */
  getConnection(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** Asks the provider whether it still works. */
  checkConnection(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** Deletes a connection. */
  deleteConnection(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** Lists installations, from a cursor on where there is one. */
  listInstallations(query: unknown, after: string | undefined | null, options: unknown): Promise<any>
  /** One installation. */
  getInstallation(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** Approves an installation. */
  approveInstallation(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** Deletes an installation. */
  deleteInstallation(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** One session. */
  getSession(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** Ends a session. */
  cancelSession(id: unknown, scope: unknown, options: unknown): Promise<any>
  /** Lists events, from a cursor on where there is one. */
  listEvents(query: unknown, after: string | undefined | null, options: unknown): Promise<any>
  /** Lists the audit log, from a cursor on where there is one. */
  listAudit(query: unknown, after: string | undefined | null, options: unknown): Promise<any>
  /** Does what is due. */
  runMaintenance(options: unknown): Promise<any>
  /**
   * Judges the options; opens nothing. Lines of the log are put into `lines`, and `wake` is told that there are some. Questions to what the
   * application brings of its own are put into `questions`.
   */
  constructor(options: unknown, testClock?: TestClock | undefined | null, lines?: LogLines | undefined | null, wake?: (() => void) | undefined | null, questions?: Questions | undefined | null, asking?: Asking | undefined | null)
  /** Opens the vault. */
  ready(options: unknown): Promise<undefined>
  /** Lets go of the vault. */
  close(): Promise<undefined>
  /** What `peekCredential` answers. */
  peekWithValidity(subject: unknown): CredentialFields | null
  /** What `getCredential` answers without options, if it is at hand. */
  getWithValidity(subject: unknown): CredentialFields | null
  /** Takes a page for the versions of slots and writes `self_test` into its last word. */
  shareSlots(pageNumber: number, page: Uint32Array, selfTest: number): boolean
  /** Takes the words for the deadline of everything that is kept. */
  shareDeadline(words: Float64Array, performanceNow: number): boolean
  /** Writes a slot's version into a page that did not exist when it was published. */
  seedSlot(slot: number, version: number): void
  /** A usable credential, renewed first if need be. */
  getCredential(subject: unknown, options: unknown): Promise<CredentialFields>
  /** Answers somebody whose credential an API has rejected. */
  reportRejected(subject: unknown, rejection: unknown, options: unknown): Promise<CredentialFields>
  /** Makes the HTTP handler. */
  handler(options: unknown): CoreHandler
}

/** Rows that are judged, and stored as far as it says. */
export declare class CoreBatch {
  /** How many rows are added at a time. */
  get part(): number
  /** Judges rows, and adds them. Nothing is stored yet. */
  add(rows: unknown, options: unknown): Promise<undefined>
  /** Stores the next part, and says how far it is. */
  storeNext(options: unknown): Promise<StoredFields>
}

/** Events as they happen. */
export declare class CoreEventFeed {
  /** The next ones, once there are some; null after the end. */
  next(): Promise<any>
  /** Whoever waits stops waiting. */
  end(): void
}

/** The routes of one mounted handler. */
export declare class CoreHandler {
  /** The path below the mount point: of the path as it came, and of what a router has left of it. */
  pathBelowMount(full: string, rest: string): string
  /** Whether the application must say who is signed in. */
  needsPrincipal(method: string, path: string): boolean
  /** The answer where `identify` failed, and its request id. */
  identifyFailed(request: RequestFields): IdentifyFailedFields
  /** Answers a request. */
  handle(request: RequestFields, principal: unknown): Promise<ResponseFields>
}

/** A sign-in with its port, which is closed at the latest when nobody has this any more. */
export declare class CoreLoopbackFlow {
  /** The page to show. */
  get authorizationUrl(): string
  /** Waits for the person, who may take as long as the session lasts. */
  wait(options: unknown): Promise<any>
  /** Closes the port; a session that is over stays as it is. */
  cancel(): void
}

/** The parts of a credential. The façade wraps them into an object that does not print. */
export interface CredentialFields {
  value: string
  /** The fields that were stored; empty for an OAuth token. */
  fields: Record<string, string>
  headerName?: string
  headerPrefix?: string
  /** The whole value, where it is not prefix and value. */
  headerValue?: string
  /** Headers that name the application or the organisation beside it. */
  furtherHeaders: Record<string, string>
  /** The parameters of the address that carry it, where no header does. */
  query?: Record<string, string>
  /** What `headers()` throws. */
  unsent?: string
  /** What signs requests, where each one is signed. */
  signer?: CredentialSigner
  credentialType: string
  expiresAtMs?: number
  scopes: Array<string>
  source: string
  refreshed: boolean
  degraded: boolean
  needsReauth: boolean
  generation: number
  grantId: string
  apiOrigins: Array<string>
  validity?: ValidityFields
}

/** Signs requests with a credential whose secrets stay here. */
export declare class CredentialSigner {
  /** The value of the header `Authorization` for this request. `form` is its content, where that is a form. */
  sign(method: string, url: string, form: string): string
}

/** What is answered when `identify` failed. */
export interface IdentifyFailedFields {
  response: ResponseFields
  requestId: string
}

/**
 * Lines of the log that wait for JavaScript. They are an object of their own, because what takes them must hold them: would it hold the
 * core, an object that nobody uses any more would never be collected; and what goes on after that object is told all the same.
 */
export declare class LogLines {
  /** None yet; `place` is the number of the logger that takes them. */
  constructor(place: number)
  /** Those that wait, in order. */
  takeLogLines(): any
}

/** A question as JavaScript gets it. */
export interface QuestionFields {
  id: number
  /** `wrap`, `unwrap`, `read`, `write` or `client_assertion`. */
  function: string
  /** Which root key is asked, by its number in the option. */
  rootKey?: number
  /** What is to be wrapped or unwrapped. */
  bytes?: Uint8Array
  contextHash?: Uint8Array
  /** What is to be written, or the config whose client's token is asked for. */
  text?: string
}

/** Questions of one object that wait for JavaScript, and those that it has taken. An object of its own, as `LogLines` is. */
export declare class Questions {
  /** None yet. */
  constructor()
  /** Those that wait, in order. */
  takeQuestions(): Array<QuestionFields>
  /** Gives what a function has given. */
  answer(id: number, value: unknown): void
  /** Says that a function broke off: `unavailable`, `denied` or `mismatch` with the reason, or anything else with the error's name. */
  fail(id: number, kind: string, text: string): void
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

/** How far it is. */
export interface StoredFields {
  stored: number
  total: number
  created: number
  updated: number
}

/** A clock that a test moves. */
export declare class TestClock {
  /** Runs with the system's clock until it is advanced. */
  constructor()
  /** Puts the clock forward. */
  advance(ms: unknown): void
}

/** For how long the façade may hand out the credential again without a call: `Validity` of the core. */
export interface ValidityFields {
  slot: number
  version: number
  /** From here on the core must be asked, by the system's wall clock. */
  endsAtMs: number
  /** For so long from now on it answers at most, by any clock. */
  lastsMs: number
}

/** Runs the command line tool and gives its exit code. */
export declare function cli(args: Array<string>): number

/**
 * The end of the environment: waits, on this thread, for exchanges under way, so that no rotated token is lost. Node runs no
 * clean-up hook at `process.exit()` or after an exception, so the façade calls this when it hears `exit`.
 */
export declare function finish(): void

/** Whether an answer of an API says that it does not accept the token that the request has carried. `begun`: what the body begins with. */
export declare function isRejection(status: number, headers: Record<string, string>, begun?: string | undefined | null): boolean

/** The claims challenge of an API's answer. */
export declare function readClaims(wwwAuthenticate: unknown): string | null
