// The same package from a CommonJS file.
import { Authpipe, AuthpipeError } from '@authpipe/node';
import { createHandler } from '@authpipe/node/web';
import { authpipeExpress } from '@authpipe/node/express';
import { TestClock } from '@authpipe/node/testing';

const authpipe = new Authpipe({ testClock: new TestClock() });
export const web: (request: Request) => Promise<Response> = createHandler(authpipe, { identify: () => null });
export const express = authpipeExpress(authpipe, { identify: (req) => (req.get('x') ? { tenantId: 't', userId: 'u', role: 'admin' } : null) });
export const isOurs = (error: unknown): string | undefined => (error instanceof AuthpipeError ? error.code : undefined);
