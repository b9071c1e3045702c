import './bundled.mjs';
import fastify from '../dist/fastify.js';

export const { authpipeFastify } = fastify;
