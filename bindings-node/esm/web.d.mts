export * from '../types/web.js';
