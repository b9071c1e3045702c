import './bundled.mjs';
import hono from '../dist/hono.js';

export const { authpipeHono } = hono;
