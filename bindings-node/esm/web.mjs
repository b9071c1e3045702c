import './bundled.mjs';
import web from '../dist/web.js';

export const { createHandler } = web;
