export * from '../types/hono.js';
