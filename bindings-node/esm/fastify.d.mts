export * from '../types/fastify.js';
