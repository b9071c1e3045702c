// Tells the rejection of a credential from what else a 401 may be: a proxy's page, a scope that is missing. The core judges.

import { callSync } from './call';
import { loadNative } from './native';

/** So many letters behind white space tell a page. */
const ENOUGH_OF_A_PAGE = 16;
/** What refuses a signed request names its problem within so many. */
const ENOUGH = 512;
/** White space goes on for no longer than this. */
const MOST = 4096;

/**
 * Whether the API does not accept the token that the request has carried. The answer can be read all the same.
 * @internal
 */
export async function isRejection(response: Response, method: string): Promise<boolean> {
  if (!mayBeRejection(response.status, response.headers.has('www-authenticate'))) return false;
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  return judge(response.status, headers, method === 'HEAD' ? undefined : await beginningOf(response));
}

/**
 * The same of an error of Octokit's.
 * @internal
 */
export function isOctokitRejection(error: unknown): boolean {
  const { status, request, response } = (error ?? {}) as OctokitError;
  if (typeof status !== 'number') return false;
  const given = Object.entries(response?.headers ?? {}).filter(([, value]) => value !== undefined);
  const headers = Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), String(value)]));
  if (!mayBeRejection(status, headers['www-authenticate'] !== undefined)) return false;
  return judge(status, headers, request?.method === 'HEAD' ? undefined : textOf(response?.data));
}

interface OctokitError {
  status?: unknown;
  request?: { method?: unknown };
  response?: { headers?: Record<string, unknown>; data?: unknown };
}

/** Whether an answer is worth looking at; of a success nothing is looked at. */
function mayBeRejection(status: number, isChallenged: boolean): boolean {
  return status === 401 || ((status === 400 || status === 403) && isChallenged);
}

function judge(status: number, headers: Record<string, string>, begun: string | undefined): boolean {
  const native = loadNative();
  return callSync(() => native.isRejection(status, headers, begun));
}

/** What a body begins with, which stays there for whoever reads it; undefined if it broke off. */
async function beginningOf(response: Response): Promise<string | undefined> {
  const reader = response.clone().body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (!isEnough(text)) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    return text;
  } catch {
    // Whoever reads the answer is told.
    return undefined;
  } finally {
    // It waits for the other half of the body, so nobody waits for it.
    reader.cancel().catch(() => undefined);
  }
}

/** Whether more of a body would tell nothing more. */
function isEnough(text: string): boolean {
  const told = text.trimStart();
  return text.length >= MOST || told.length >= (told.startsWith('<') ? ENOUGH_OF_A_PAGE : ENOUGH);
}

/** What Octokit has made of a body. */
function textOf(data: unknown): string | undefined {
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data.slice(0, MOST));
  return data === undefined || data === null ? undefined : JSON.stringify(data);
}
