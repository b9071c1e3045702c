import type { RequestHandler } from 'express';

declare global {
  namespace Express {
    interface User {
      id: string;
      orgId: string;
      isAdmin: boolean;
    }
    interface Request {
      user?: User;
    }
  }
}

export const loadUser: RequestHandler = (_req, _res, next) => next();
