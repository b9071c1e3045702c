export * from '../types/express.js';
