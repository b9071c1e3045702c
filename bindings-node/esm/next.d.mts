export * from '../types/next.js';
