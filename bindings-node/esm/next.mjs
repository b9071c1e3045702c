import './bundled.mjs';
import next from '../dist/next.js';

export const { toNextHandler } = next;
